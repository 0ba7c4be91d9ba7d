"""What a statement supposes of a return, its parcel, its money, a window or the free returns, by its words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from core.word_sets import WordSets, phrases


class Supposed(str, Enum):
    """What a message supposes to be so."""

    REMINDERS_OFF = "reminders_off"
    FREE_AGAIN = "free_again"
    NONE_LEFT = "none_left"
    LEFT = "left"
    USED = "used"
    CANCELLABLE = "cancellable"
    CHANGEABLE = "changeable"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    FAILED = "failed"
    PASSED = "passed"
    MONEY_THERE = "money_there"
    GETS_MONEY = "gets_money"
    REFUNDED = "refunded"
    AT_WAREHOUSE = "at_warehouse"
    HANDED_IN = "handed_in"
    TO_SEND = "to_send"
    LABEL = "label"
    APPROVED = "approved"
    ANSWERED = "answered"
    WINDOW_CLOSED = "window_closed"
    WINDOW_OPEN = "window_open"
    PLACE = "place"


#: In words: a longer message tells a story.
MOST_WORDS: Final = 18
_MONEY: Final = phrases("money, refund, cash, payment, refunded")
_AHEAD: Final = phrases("will, i'll, it'll, they'll, would, gonna, going to, if, when, once, should, tomorrow, want")
_READ: Final[Mapping[Supposed, WordSets]] = MappingProxyType(
    {
        Supposed.REMINDERS_OFF: WordSets(
            needed=(
                phrases("stop, stopped, off, ended, over, cancelled, gone, no more, won't, not, none, never, no"),
                phrases(
                    "them, they, reminders, reminder, messages, it, remind, reminding, write, message, alerts, that"
                ),
            ),
            barred=_MONEY | phrases("parcel, return, page, window, seller, warehouse, label, by, free"),
            most=12,
        ),
        Supposed.FREE_AGAIN: WordSets(
            needed=(
                phrases("from, on, in, after, until, next month, with, november, december, as of, starting"),
                phrases("again, works, free, reset, resets, new, start over, starts over, back, count, five"),
            ),
            most=MOST_WORDS,
        ),
        Supposed.NONE_LEFT: WordSets(
            needed=(
                phrases(
                    "none left, no more, nothing left, none, used up, all gone, all used, used all, no free, "
                    "not free, isn't free, zero, none free, all five, all of them, over for this month, not any more"
                ),
            ),
            barred=phrases("from, next month"),
        ),
        Supposed.LEFT: WordSets(
            needed=(
                phrases("left, more, remaining, to go, still have, still free"),
                phrases("one, two, three, four, five, 1, 2, 3, 4, 5, a"),
            )
        ),
        Supposed.USED: WordSets(
            needed=(
                phrases("used, use, counted, count, had, made, sent, returned, returns, gone, already"),
                phrases("one, two, three, four, five, six, 1, 2, 3, 4, 5, 6, all"),
            )
        ),
        Supposed.CANCELLABLE: WordSets(
            needed=(
                phrases("can, can't, cannot, could, able, possible, impossible, allowed, too late"),
                phrases(
                    "cancel, cancelled, canceled, withdraw, withdrawn, call it off, call off, called off, call that "
                    "off, call them off, take it back, stop it, undo"
                ),
            ),
            barred=phrases("apply, again, order"),
        ),
        Supposed.CHANGEABLE: WordSets(
            needed=(
                phrases("can, can't, cannot, could, able, possible, impossible, allowed, too late"),
                phrases("change, changed, amend, add, swap, edit, alter"),
            ),
            barred=phrases("page, status, address"),
        ),
        Supposed.CANCELLED: WordSets(
            needed=(phrases("cancelled, canceled, withdrawn, called off, cancelled it, cancel it"),),
            barred=_AHEAD
            | phrases(
                "order, can, can't, cannot, could, apply, must, has to, have to, need to, be, reminder, reminders"
            ),
        ),
        Supposed.REJECTED: WordSets(
            needed=(phrases("rejected, declined, refused, turned down, turned it down, said no, denied"),),
            barred=_AHEAD | _MONEY,
        ),
        Supposed.FAILED: WordSets(
            needed=(phrases("failed, fail, flunked"),),
            barred=_AHEAD | phrases("pass, passed, delivery, deliver, payment"),
        ),
        Supposed.PASSED: WordSets(
            needed=(
                phrases(
                    "passed, pass, checked, inspected, check is done, check's done, check is over, inspection is done, "
                    "inspection is over, finished checking, done checking, through the check, been checked"
                ),
            ),
            barred=_AHEAD | _MONEY | phrases("how long, days, by"),
        ),
        Supposed.MONEY_THERE: WordSets(
            needed=(
                phrases("money, money's, refund, refund's, cash, payment, sum, account, card, bank, amount, my euros"),
                phrases(
                    "arrived, there, came, has come, landed, on my account, in my account, on my card, at my bank, "
                    "with the bank, at the bank, with my bank, at my bank, got it, got my, received, "
                    "reached me, settled, "
                    "got the money, paid out"
                ),
            ),
            barred=_AHEAD
            | phrases(
                "warehouse, parcel, package, post, office, label, page, order, by, until, item, seller, was there"
            ),
        ),
        Supposed.GETS_MONEY: WordSets(
            needed=(
                phrases("money, refund, refunded, cash, anything back, nothing back, paid back"),
                phrases(
                    "get, getting, receive, be refunded, coming, comes, get my, see, no refund, no money, get any, "
                    "be paid"
                ),
            ),
            barred=phrases(
                "by, until, days, day, weeks, tomorrow, today, if, when, how, how much, label, parcel, only, again, "
                "there"
            ),
        ),
        Supposed.REFUNDED: WordSets(
            needed=(
                phrases(
                    "refunded, paid back, paid me back, paid me, given me my money, money was sent, "
                    "money has been sent, money is sent, sent the money, "
                    "sent my money, refund was sent, refund has been sent, refund is sent, sent the refund, "
                    "sent my refund, refund started, refund has started, refund is on its way, money is on its way, "
                    "refund was issued, refund has been issued, refund is issued, money is on the way, "
                    "refund went out, "
                    "money went out, money left, refund is out, refund is done, sent me the money"
                ),
            ),
            barred=_AHEAD | phrases("by, until"),
        ),
        Supposed.AT_WAREHOUSE: WordSets(
            needed=(
                phrases(
                    "warehouse has, warehouse got, warehouse received, at the warehouse, in the warehouse, "
                    "reached the warehouse, to the warehouse, with the warehouse, they have it, they've got it, "
                    "they got it, they have my, they've got my, they received, they already have, they have received, "
                    "already have it, have got it, it arrived, it's arrived, has arrived, it was delivered, "
                    "been delivered, it is delivered, it's delivered, is delivered, parcel arrived, already there, "
                    "it is there, it's there, got there, haven't got it, don't have it, hasn't arrived, didn't arrive"
                ),
            ),
            barred=_AHEAD | _MONEY | phrases("post office, i, seller, label, email, order, by, checked, until"),
        ),
        Supposed.HANDED_IN: WordSets(
            needed=(
                phrases(
                    "handed in, handed it in, handed over, dropped off, dropped it off, was sent, been sent, is sent, "
                    "it's sent, posted, on its way, on the way, in the post, with the carrier, carrier has, "
                    "carrier got, took it in, taken in, accepted it, been accepted, i sent it, has left, it left, "
                    "shipped, with the post, hand-in, travelling, you have it, been handed"
                ),
            ),
            barred=_AHEAD | _MONEY | phrases("label, order, my order, to me, can, could, must, have to, to be"),
        ),
        Supposed.TO_SEND: WordSets(
            needed=(
                phrases("have to, need to, needs to, must, should, has to, still to, supposed to, got to"),
                phrases(
                    "send it, hand it in, post it, bring it, ship it, send, drop it off, hand in, take it, mail it"
                ),
            ),
            barred=_MONEY
            | phrases("if, photos, you, they, seller, pay, print, label, email, receipt, by, until, before"),
        ),
        Supposed.LABEL: WordSets(
            needed=(
                phrases("label, labels, code, codes, qr"),
                phrases("ready, there, issued, have, got, exists, available, already, no, haven't, isn't, here, made"),
            ),
            barred=_AHEAD | phrases("lost, print, scan, used, same, need, must, expired, works, work"),
        ),
        Supposed.APPROVED: WordSets(
            needed=(phrases("approved, accepted, agreed, said yes, okayed, went through, granted"),),
            barred=_AHEAD | _MONEY | phrases("parcel, package, it in, carrier, post"),
        ),
        Supposed.ANSWERED: WordSets(
            needed=(
                phrases("seller, shop, merchant, vendor, they, nobody, no one, he, she"),
                phrases("answered, replied, responded, reacted, said something, written back, wrote back"),
            ),
            barred=_AHEAD,
        ),
        Supposed.WINDOW_CLOSED: WordSets(
            needed=(
                phrases(
                    "closed, too late, expired, run out, ran out, window is over, window's over, is over, it's over, "
                    "passed, missed, no longer, any more, anymore, can't return, can't send, cannot return, "
                    "cannot send, can't go back, not return"
                ),
            ),
            barred=_MONEY | phrases("seller, warehouse, cancel, chat, check, post office, shop is"),
        ),
        Supposed.WINDOW_OPEN: WordSets(
            needed=(
                phrases(
                    "open, can return, can still, could still, still return, still send, still time, in time, "
                    "can send, can go back, i have until, i've got until, i have till, have until, have till, "
                    "days left, not too late, returnable, ends, closes, until, till, last day"
                ),
            ),
            barred=_MONEY | phrases("seller, warehouse, cancel, change, chat, page"),
        ),
        Supposed.PLACE: WordSets(
            needed=(
                phrases("at, in, from, near"),
                phrases("that, it, it's, they, was, were, is, parcel, package, scan, scanned, accepted, handed, took"),
            ),
            barred=_MONEY | _AHEAD | phrases("days, day, hours, general, time, account, warehouse, total, full, bag"),
        ),
    }
)


def supposed_in(statement: str) -> tuple[Supposed, ...]:
    """What a statement may suppose, the likeliest first."""
    return tuple(each for each, reader in _READ.items() if reader.fits(statement))
