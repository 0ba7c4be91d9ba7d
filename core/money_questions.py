"""What a short message says of money: that it is meant, that it is not there, that it is wanted in another way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from core.short_messages import MOST_WORDS, pieces, words

MONEY: Final = words("money refund cash payment amount")
PARCELS: Final = words("parcel package packet box")
_NOT_THERE: Final = words(
    "never not doesn't doesnt don't dont didn't didnt won't wont isn't isnt nothing no missing nowhere hasn't hasnt "
    "haven't havent"
)
#: In words: so near the money stands that it is not there.
_NEAR: Final = 3
_WAYS: Final = words("paypal bank account iban transfer voucher coupon credit cash cheque card klarna")
_OTHER_WAY: Final = words("instead rather another different other")
_AROUND_PAYING: Final = words(
    "and but so ok okay hm then when which what day date on at was is the that this my did do does have has had i we "
    "you it get got gets receive received come came arrive arrived land landed reach reached pay paid send sent leave "
    "left issue issued here there back in to me us exactly actually into account bank been"
)
_BY: Final = words("by via to onto on as in through into get")
_BEFORE_A_WAY: Final = words("my a the an new old store gift bank credit debit paypal shop your")
_WISHES: Final = words("can could may want like prefer possible would please")
_PAYING: Final = words("pay paying order buy")
_LESS_TO_PAY: Final = re.compile(
    r"\b(?:(?:price |partial )?(?:discount|rebate|reduction|markdown)|money off|partial(?:ly)? refund(?:ed)?|cheaper|"
    r"(?:knock|take|get|give me|have) (?:something|some|a bit|a little|a few \w+|\d+ ?\w+) off|"
    r"(?:lower|reduce|drop|cut|bring down) the price|"
    r"(?:part|some|half|a bit) of (?:the|my) (?:money|price|refund) back)\b",
    re.IGNORECASE,
)
_KEPT: Final = re.compile(
    r"\b(?:keep|kept|keeping|hold on to|hang on to|instead|rather|without (?:sending|returning|a return)|"
    r"(?:don't|do not|needn't|not) (?:have to |need to )?(?:return|send))\b",
    re.IGNORECASE,
)
_ON_ACCOUNT: Final = r"(?:card|account|bank|statements?|paypal|balance)"
_NOT_ON_ACCOUNT: Final = re.compile(
    r"\b(?:nothing|nowt|no money|no refund|no sign|zero|not a cent|(?:isn|hasn|wasn|doesn)['\u2019]?t|not|never)"
    rf"\b[^.?!;]{{0,30}}\b(?:on|in|into|to|at) (?:my|the|our) (?:\w{{1,12}} ){{0,2}}{_ON_ACCOUNT}\b"
    rf"|\b(?:my|the|our) (?:\w{{1,12}} ){{0,2}}{_ON_ACCOUNT}(?: statement)?(?: still)?"
    r"(?:['\u2019]s| is| was| stays?| shows?| says?| has)? (?:still )?(?:empty|nothing|nowt|zero|blank)\b",
    re.IGNORECASE,
)
_CURRENCY: Final = r"(?:[€$£₽]|(?:euros?|eur|pounds?|gbp|quid|dollars?|usd|bucks|r(?:o)?ubles?|cents?|pence)\b)"
_AMOUNT: Final = re.compile(
    rf"[€$£₽]\s?\d{{1,6}}(?:[.,]\d{{1,2}})?\b|\b\d{{1,6}}(?:[.,]\d{{1,2}})?[\s-]?{_CURRENCY}|\b\d{{1,6}}[.,]\d{{2}}\b",
    re.IGNORECASE,
)
#: All of an amount but its number.
_DIGITS: Final = re.compile(r"[^\d.,]")
#: "How much is coming back?" asks for money, not for a time or a price.
_HOW_MUCH: Final = re.compile(
    r"\b(?:how much(?! (?:time|longer|notice))|how many (?:euros|pounds|dollars)|what (?:sum|amount))\b", re.IGNORECASE
)
_BACK: Final = re.compile(r"\b(?:back|refund\w*|get|getting|receive|see|coming|due|owed?|owing)\b", re.IGNORECASE)
_COST: Final = re.compile(r"\b(?:costs?|pay|paying|fees?|postage|shipping|charged?|label)\b", re.IGNORECASE)
_OF_PAY: Final = re.compile(
    r"\b(?:when|where(?:['’]?s)?|how (?:long|soon)|will|do|does|can|is|am|are|what about) (?:\w+ ){0,4}?"
    r"(?:refund(?:ed)?|money|cash|paid|reimbursed|my \d{1,6} ?(?:euros?|pounds?|dollars?|quid|bucks))\b",
    re.IGNORECASE,
)
#: In characters: what of a message is read for a wish.
_LONGEST: Final = 300
_TIMES: Final = words("when long longer soon sooner hour day week month already yet still")


def names_money(said: str) -> bool:
    """Whether a message names money at all, be it beside a parcel."""
    spoken = (word.removesuffix("'s") for word in pieces(said))
    return not (MONEY | {"refunded", "reimbursed"}).isdisjoint(spoken)


def asks_of_pay(said: str) -> bool:
    """Whether a message, be it a long story, asks beside other things for the money: "and when do I get paid?"."""
    return _OF_PAY.search(said[: 3 * _LONGEST]) is not None


def names_amount(said: str) -> bool:
    """Whether a message names a sum of money: "40 euros", "12.50"."""
    return _AMOUNT.search(said[:_LONGEST]) is not None


def amounts_named(said: str) -> tuple[Decimal, ...]:
    """The sums of money that a message names."""
    return tuple(Decimal(_DIGITS.sub("", each).replace(",", ".")) for each in _AMOUNT.findall(said[:_LONGEST]))


def without_amounts(said: str) -> str:
    """A message without the sums of money that it names."""
    return _AMOUNT.sub(" ", said)


def is_of_money(said: str) -> bool:
    """Whether a message names the money rather than a parcel."""
    return not MONEY.isdisjoint(pieces(said)) and not names_parcel(said)


def asks_when_paid(said: str) -> bool:
    """Whether a message asks only on which day the money came or left: "which day did I get that cash?"."""
    spoken = pieces(said)
    heard = set(spoken)
    asks = "when" in heard or (not heard.isdisjoint(("which", "what")) and not heard.isdisjoint(("day", "date")))
    is_past = not heard.isdisjoint(("did", "was", "had", "got", "came"))
    known = _AROUND_PAYING | MONEY
    return len(spoken) <= MOST_WORDS and asks and is_past and heard <= known and not heard.isdisjoint(MONEY)


def misses_money(said: str) -> bool:
    """Whether a short message tells only that the money is not there: "that was on Monday and I see no refund"."""
    spoken = pieces(said)
    near = (spoken[max(0, place - _NEAR) : place + _NEAR] for place, word in enumerate(spoken) if word in MONEY)
    denied = any(not _NOT_THERE.isdisjoint(words_near) or "where" in words_near for words_near in near)
    return denied and len(spoken) <= MOST_WORDS and not names_parcel(said)


def names_parcel(said: str) -> bool:
    """Whether a message is about a parcel: what stands behind "if" decides, or else the whole of it.

    "What becomes of my money if that box vanishes?" is about the box.
    """
    spoken = pieces(said)
    supposed = set(spoken[spoken.index("if") + 1 :] if "if" in spoken else spoken)
    return not supposed.isdisjoint(PARCELS) and supposed.isdisjoint(MONEY)


def denies_arrival(said: str) -> bool:
    """Whether a message says that something is not there."""
    return not _NOT_THERE.isdisjoint(pieces(said))


def misses_on_account(said: str) -> bool:
    """Whether a message says that a card or an account shows nothing: "nothing on my statement", "my card is empty"."""
    return _NOT_ON_ACCOUNT.search(said[:_LONGEST]) is not None and PARCELS.isdisjoint(pieces(said))


def asks_amount(said: str) -> bool:
    """Whether a message asks how much comes back: "how much am I getting for the lamp?"."""
    return all(each.search(said) for each in (_HOW_MUCH, _BACK)) and not _COST.search(said)


def asks_for_discount(said: str) -> bool:
    """Whether a message asks for a lower price in place of a return: "could I keep it and get a discount?"."""
    read = said[:_LONGEST].replace("\u2019", "'")
    return _LESS_TO_PAY.search(read) is not None and _KEPT.search(read) is not None


def asks_for_another_way(said: str) -> bool:
    """Whether a message asks for the refund in another way: "can I have it by PayPal instead?"."""
    spoken = [word.removesuffix("s") if len(word) > len("via") else word for word in pieces(said)]
    heard = set(spoken)
    if heard.isdisjoint(_WAYS) or heard.isdisjoint(_WISHES) or heard & _PAYING or len(spoken) > 2 * MOST_WORDS:
        return False
    if heard & _OTHER_WAY:
        return True
    # "When can I have it on my card?" asks for no other way, but for the day.
    return heard.isdisjoint(_TIMES) and any(_is_led(spoken[:at]) for at, word in enumerate(spoken) if word in _WAYS)


def _is_led(before: Sequence[str]) -> bool:
    """Whether the words before a way of paying lead to it: "to my", "as a gift"."""
    lead = next((word for word in reversed(before) if word not in _BEFORE_A_WAY), "")
    return lead in _BY
