"""What may be asked of a return at its stage, and the words that such questions share."""

from __future__ import annotations

from enum import Enum
from typing import Final

from core.word_sets import phrases


class StageQuestion(str, Enum):
    """What may be asked of a return at its stage."""

    CHECK_FAILS = "check_fails"
    SENT_BACK = "sent_back"
    SEND_EARLY = "send_early"
    FREE_BACK = "free_back"
    SAME_LABEL = "same_label"
    OWN_COST = "own_cost"
    WHICH_USED = "which_used"
    APPLY_AGAIN = "apply_again"
    MONTH = "month"
    SILENCE = "silence"
    CONFIRMED = "confirmed"
    NO_MONEY = "no_money"
    NOT_SEEN = "not_seen"
    DAY_RIGHT = "day_right"
    STILL_OPEN = "still_open"
    AFTER_SENDING = "after_sending"
    AFTER_CHECK = "after_check"
    AFTER_THAT = "after_that"
    CARRIER = "carrier"
    STANDING = "standing"
    WHICH_RETURN = "which_return"
    LATE = "late"
    NOTHING_NEW = "nothing_new"
    LATEST = "latest"
    TURNS_UP = "turns_up"
    SELLER_REFUSES = "seller_refuses"
    WINS = "wins"
    LAST_DATE = "last_date"
    SPAN = "span"


ASKING: Final = phrases(
    "what, what's, whats, where, where's, wheres, does, did, has, have, is, when, how, which, do, any, can, could, who"
)
SUPPOSING: Final = phrases("if, suppose, supposing, imagine, say, assuming, in case, once, when, what happens")
MAY: Final = phrases(
    "can, could, may, might, am i allowed, is it ok, is it okay, ok to, okay to, possible, should, shall, must"
)
SENDING: Final = phrases("send, post, ship, mail, hand, drop, bring, sending, posting, shipping, dispatch, take")
MONEY: Final = phrases("money, refund, refunded, cash, paid, pay, payment, price, cost, costs, euros, fee, fees")
LONG: Final = phrases(
    "how long, how many days, how much time, how many weeks, how soon, by when, how many working days"
)
