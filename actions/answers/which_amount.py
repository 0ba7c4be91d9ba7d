"""Which numbers are of money: "will it be 30 or 12?" asks for an amount, "where is the 15 euro one?" names a thing."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction, TopicAction
from actions.dialogue.belongings import with_named
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply
from core.described_things import is_described
from core.follow_ups import never_arrives
from core.money_questions import asks_amount, names_parcel

AMOUNT = "ask_refund_amount"
_LOST = "report_parcel_lost"
#: Topics behind which a number that says no more is one of money.
_OF_MONEY = frozenset({AMOUNT, "ask_refund_time", "ask_track_refund", "ask_refund_method"})
#: In words: a longer message says more than which amount.
_MOST_WORDS = 12
_SIGN = r"(?:[€$£₽]\s?)?"
_CURRENCY = r"(?:\s?[€$£₽]|\s(?:euros?|eur|pounds?|gbp|dollars?|usd|bucks|r(?:o)?ubles?)\b)?"
_AMOUNT = rf"{_SIGN}\b\d{{1,6}}(?:[.,]\d{{1,2}})?\b{_CURRENCY}"
_WHICH = re.compile(
    rf"{_AMOUNT},?\s(?:or|not|instead of|and not)\s(?:only\s|just\s|the\s|is it\s)?{_AMOUNT}(?!\s?(?:\w*\s)?"
    r"(?:days?|weeks?|hours?|months?|items?|pieces?)\b)",
    re.IGNORECASE,
)
_ALL_OF_IT = re.compile(
    r"\b(?:all of (?:it|that|the money)|(?:the )?(?:full|whole|entire|complete) (?:sum|amount|price|money|refund|lot)|"
    r"every (?:cent|penny)|in full(?=\W{0,3}$)|how much (?:exactly|is (?:it|that)|was (?:it|that)))\b",
    re.IGNORECASE,
)
#: Words of a question that is one of an amount although it names a thing by its price.
_OF_AMOUNT = re.compile(
    r"\b(?:how much|amount|sum|full|whole|money|refund\w*|deduct\w*|fees?|get|receive|paid back|cash|all of)\b",
    re.IGNORECASE,
)
#: "Only 20 came" is less than was told, unless it counts days or things.
_LESS = re.compile(
    rf"\b(?:only|just|merely)\s(?:got\s|received\s|about\s|saw\s)?{_AMOUNT}(?!\s?(?:\w*\s)?"
    r"(?:days?|weeks?|hours?|months?|items?|pieces?)\b)",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\b(?:reach\w*|g[eo]t|came|come|arrived?|received?|landed|turned up|credited|paid|there|see|saw|account|card)\b",
    re.IGNORECASE,
)


def asks_which_amount(turn: ActionContext) -> bool:
    """Whether a message asks how much the refund is that it names, or that the conversation is about."""
    if turn.is_press or turn.number is None or turn.loop is not None:
        return False
    if turn.told_now and asks_amount(turn.said):
        return True
    if "customer_number" in turn.told_now and _WHICH.search(turn.said):
        return False
    if len(turn.said.split()) > _MOST_WORDS or not _is_about_money(turn):
        return False
    return tells_less(turn.said) or any(words.search(turn.said) for words in (_WHICH, _ALL_OF_IT))


def tells_less(said: str) -> bool:
    """Whether a message says that only so much has come: "just 12 arrived on my card"."""
    return _LESS.search(said) is not None and _REACHED.search(said) is not None


def _is_about_money(turn: ActionContext) -> bool:
    return turn.topic in _OF_MONEY or rules_behind(turn.events)[:1] == ("refund.time",)


def amount_reader(refund: TopicAction) -> Reader:
    """Reads what is about an amount and was understood as another topic.

    Args:
        refund: What tells the amount.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return refund.respond(replace(turn, intent=AMOUNT)) if asks_which_amount(turn) else None

    return read


def price_reader(resume: ReplyAction) -> Reader:
    """Reads what is understood as a question of the refund only because of a price, or because of the money beside a
    parcel that may never come.

    Such a message asks what was asked before, of the thing that it names; of the parcel, when it counts as lost.

    Args:
        resume: Goes on with the question in hand, for the thing that a message names.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if never_arrives(turn.said) and names_parcel(turn.said):
            return resume.respond(replace(turn, intent=_LOST, topic=_LOST))
        if turn.intent != AMOUNT or not is_described(turn.said) or _OF_AMOUNT.search(turn.said):
            return None
        meant = with_named(turn, resume.services)
        return None if meant is turn else resume.respond(_named(meant))

    return read


def _named(turn: ActionContext) -> ActionContext:
    """The turn as one that only names a thing, of whatever topic is in hand but the amount."""
    return replace(turn, intent="give_details", topic=None if turn.topic == AMOUNT else turn.topic)
