"""Payment card numbers, and the security code that follows one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from core.identifiers import is_evident_tracking_number
from core.masking.span import Group, Span, joined, runs

LABEL = "[card number]"
CODE_LABEL = "[security code]"

# How the numbers of each scheme begin, by their length. Thirteen digits are left to the carriers, whose numbers have
# as many; no card has been issued with them for decades.
_BEGINNINGS = {
    14: re.compile(r"3(?:0[0-5]|[68])"),  # Diners Club
    15: re.compile(r"3[47]"),  # American Express
    16: re.compile(
        r"4"  # Visa
        r"|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"  # Mastercard
        r"|6011|64[4-9]|65"  # Discover
        r"|35(?:2[89]|[3-8])"  # JCB
        r"|62"  # UnionPay
        r"|220[0-4]"  # Mir
        r"|50(?:18|20|38)|5[6-8]|6304|6759|676[1-3]|60(?:6282|4[0-9])|636368|509|6362"  # Maestro, Hipercard, Elo
    ),
    17: re.compile(r"62|50|5[6-8]|6304|67"),
    18: re.compile(r"62|50|5[6-8]|6304|67"),
    19: re.compile(r"4|62|50|5[6-8]|6304|67"),
}
_SHORTEST, _LONGEST = min(_BEGINNINGS), max(_BEGINNINGS)
_EXPIRY_AND_CODE = re.compile(
    r"(?:[\s,;|]+(?:exp(?:iry|ires)?\.?:?\s*)?\d{1,2}\s?[/-]\s?\d{2,4})?[\s,;|]+(\d{3,4})(?!\w|[/.-]\d)"
)


# What may be a parcel's number with a card's digits in it.
_BESIDE = re.compile(r"[A-Za-z0-9]*")
_LONGEST_BESIDE = 40
# "22/01/2000 - 09/06/2000" begins as a card and may pass its check, and so may a part of it. Of a card written in pairs
# no three are taken for a day.
_WRITTEN_DAY = re.compile(
    r"(?<!\d)(?:"
    r"[0-3]?\d([./-])[0-3]?\d\1(?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d([./-])[01]?\d\2[0-3]?\d(?!\d)"
    r"|(?<!\d[./-])[0-3]?\d([./-])[0-3]?\d\3\d\d(?!\3|\d)"
    r")"
)
_LONGEST_DAY = 10
# How cards are printed, where not in groups of one size.
_PRINTED = ((4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (6, 13), (8, 11))
_NAMED = re.compile(
    r"\b(?:visa|master ?card|amex|american express|maestro|(?:credit|debit|bank|payment) ?cards?|"
    r"card (?:number|no|nr)|(?:my|the|on) card|"
    r"kreditkarte|carte bancaire|carte bleue|tarjeta|cart[aã]o|carta di credito|creditcard|карт[аыу]|картк[аиу])\b"
    r"(?:(?<=\w)[ \t](?:number|no|nr|num|ending|is|was|my|nummer|num[eé]ro|n[uú]mero|ist|es|est|é|è|номер)\b"
    r"|[\s.:#=(*-])*$",
    re.IGNORECASE,
)
_LOOK_BACK = 60


def card_numbers(text: str) -> Iterator[Span]:
    """The card numbers of a text, each with the security code right behind it where there is one."""
    for groups in runs(text):
        yield from _cards(text, groups, loose=False)
        if _is_called_card(text, groups):
            yield Span(groups[0].start, groups[-1].end, LABEL)
    for groups in runs(text, loose=True):
        yield from _cards(text, groups, loose=True)


def _cards(text: str, groups: list[Group], *, loose: bool) -> Iterator[Span]:
    first = 0
    while first < len(groups):
        last = _last_group(groups, first)
        if last is None or (loose and not _is_written_as_card(text, groups[first : last + 1])):
            first += 1
            continue
        end = groups[last].end
        if _holds_day(text, groups[first].start, end):
            first += 1
            continue
        yield Span(groups[first].start, end, LABEL)
        code = _EXPIRY_AND_CODE.match(text, end)
        if code:
            yield Span(code.start(1), code.end(1), CODE_LABEL)
        first = last + 1


def _holds_day(text: str, start: int, end: int) -> bool:
    """Whether some of the digits are a written day, or a part of one."""
    days = _WRITTEN_DAY.finditer(text, max(0, start - _LONGEST_DAY), end + _LONGEST_DAY)
    return any(day.end() > start and day.start() < end for day in days)


def _is_written_as_card(text: str, groups: list[Group]) -> bool:
    """Whether digits with any signs between them are grouped as one number is, and are no part of a parcel's."""
    lengths = tuple(len(group.digits) for group in groups)
    same_size = len(set(lengths[:-1])) <= 1 and lengths[-1] <= lengths[0]
    if not same_size and lengths not in _PRINTED:
        return False
    start, end = groups[0].start, groups[-1].end
    after = _BESIDE.match(text, end, end + _LONGEST_BESIDE)
    before = _BESIDE.match(text[max(0, start - _LONGEST_BESIDE) : start][::-1])
    letters = (before.group()[::-1] if before else ""), (after.group() if after else "")
    return not is_evident_tracking_number(f"{letters[0]}{text[start:end]}{letters[1]}".upper())


def _is_called_card(text: str, groups: list[Group]) -> bool:
    """Whether a number that begins as a card's is called one; then it is one although a digit is wrong."""
    digits = joined(groups)
    beginning = _BEGINNINGS.get(len(digits))
    if beginning is None or beginning.match(digits) is None:
        return False
    return _NAMED.search(text[max(0, groups[0].start - _LOOK_BACK) : groups[0].start]) is not None


def _last_group(groups: list[Group], first: int) -> int | None:
    """The group with which the card number ends that begins with group `first`, None where none begins there."""
    digits = ""
    for last in range(first, len(groups)):
        digits += groups[last].digits
        if len(digits) > _LONGEST:
            return None
        if len(digits) >= _SHORTEST and _is_card(digits):
            return last
    return None


def _is_card(digits: str) -> bool:
    return _BEGINNINGS[len(digits)].match(digits) is not None and bool(luhn.is_valid(digits))
