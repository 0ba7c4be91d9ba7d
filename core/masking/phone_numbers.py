"""Phone numbers: international ones, and those of the served countries as people write them at home."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from core.identifiers import SEPARATOR, folded
from core.masking.numbering_plans import Plans, is_possible, is_valid
from core.masking.span import Group, Span, joined, runs

LABEL = "[phone number]"

# ITU-T E.164.
_MOST_DIGITS = 15
_FEWEST_DIGITS = 7
# Without a word that says so, fewer digits are something else as often as not, and more are a parcel's.
_FEWEST_UNNAMED, _MOST_UNNAMED = 9, 12
_MOST_UNGROUPED = 11
_BARE_MOBILE_DIGITS = 9

_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
    # A phone number goes on in the same way.
    r"|(?<![\d./-])[0-3]?\d(?P<between>[./-])[0-3]?\d(?P=between)\d\d(?!\d|[./-]\d)"
)
_PLUS = re.compile(r"[+\uff0b] ?\(?$")
_NAMED = re.compile(
    r"\b(?:(?:tele|cell|mobile |smart)?phone|tel|cell|mobile|whats ?app|viber|sms|fax|handy|m[oó]vil|celular)\b"
    r"(?:(?<=\s)(?:contact|no|nr|num|number|is|was|at|on|my|it's)\b|[\s.:#=(+-])*$",
    re.IGNORECASE,
)
_CALLING = re.compile(r"\b(?:call|ring|text|reach|phone|contact|message)\s+(?:me|us|him|her|my)\b[^\d\n]{0,30}$", re.I)
#: What else could be meant is an order's number, so what follows has to be a number of one of the regions.
_MINE = re.compile(
    r"\b(?:my (?:(?:new|other|private|work|home|own) )?(?:number|nr|no)|(?:here is|here's) my (?:number|nr|no)"
    r"|meine nummer|mi n[uú]mero|mon num[eé]ro|(?:o )?meu n[uú]mero|il mio numero|mijn nummer"
    r"|мой номер|мій номер|המספר שלי)"
    r"(?:(?:'s|’s)|\s(?:is|was|ist|es|est|é|è)\b|[\s.:#=(-])*$",
    re.IGNORECASE,
)
_OF_THE_DESK = re.compile(
    r"\b(?:order|return|purchase|tracking|track|waybill|awb|parcel|package|shipment|rma|ticket|reference|ref|case)s?\b"
    r"[^\d\n]{0,25}$",
    re.IGNORECASE,
)
#: The same in other languages and in "TrackingID", where only a country's plan makes digits a phone's.
_OF_THE_DESK_ABROAD = re.compile(
    r"\b(?:track|order|parcel|package|shipment|waybill"
    r"|bestell|auftrag|sendung|paket|r[uü]cksend|retour|pedido|orden|devolu[cç]|seguimiento|paquete|env[ií]o|gu[ií]a"
    r"|commande|suivi|colis|ordine|reso|spedizion|pacco|traccia|zending|pakket|encomenda|rastre|referencia|r[eé]f[eé]rence"
    r"|заказ|возврат|посыл|отправлен|трек|замовлен|поверненн|посил|відправлен)\w{0,15}[^\d\n]{0,25}$"
    r"|(?:הזמנה|החזרה|משלוח|חבילה|מעקב)[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_RETURN_NUMBER = re.compile(rf"(?<![^\W_])R(?:{SEPARATOR}|\s){{0,3}}$", re.IGNORECASE)
_MONEY = re.compile(r"[€$£¥₽₴₪]\s?$")
_THEN_MONEY = re.compile(
    r"\s?(?:[€$£¥₽₴₪]|(?:eur|usd|gbp|brl|cad|aud|mxn|clp|rub|uah|ils|(?:euro|dollar|pound|peso|r(?:o)?uble|shekel)s?|reais)\b)",
    re.IGNORECASE,
)
# A parcel's number in the post's own form, "LP 123 456 789 CN", or with what it begins with.
_POSTED = re.compile(r"\b(?:LP|CP|RR|RB|RX|LZ|UE|EE)[ -]?$")
_BETWEEN_LETTERS = (re.compile(r"\b[A-Z]{2}[ -]?$"), re.compile(r"[ -]?[A-Z]{2}\b"))
_LOOK_BACK = 60


def phone_numbers(text: str, order_number_digits: int, countries: Collection[str] = ()) -> Iterator[Span]:
    """The phone numbers of a text.

    Args:
        text: What somebody wrote.
        order_number_digits: As many digits in a row are an order number.
        countries: Where its writer may be at home, by ISO code.
    """
    in_dates = {place for found in _DATE.finditer(text) for place in range(*found.span())}
    plans = Plans(countries)
    for run in runs(text):
        groups = [group for group in run if group.start not in in_dates]
        groups = _after_order_number(groups, order_number_digits)
        if groups and _is_phone(text, groups, plans):
            start = groups[0].start
            plus = _PLUS.search(text, max(0, start - 3), start)
            first = plus.start() if plus else start
            yield Span(first - (text[max(0, first - 1) : first] == "("), groups[-1].end, LABEL)


def _after_order_number(groups: list[Group], order_number_digits: int) -> list[Group]:
    """What is left of a run that begins with an order number."""
    length = 0
    for place, group in enumerate(groups):
        length += len(group.digits)
        if length == order_number_digits and not groups[0].digits.startswith("0"):
            return groups[place + 1 :]
    return groups


def _is_phone(text: str, groups: Sequence[Group], plans: Plans) -> bool:
    digits = joined(groups)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return False
    start = groups[0].start
    before = text[max(0, start - _LOOK_BACK) : start]
    if _PLUS.search(before):
        return is_possible(f"+{digits}")
    if _MONEY.search(before) or _THEN_MONEY.match(text, groups[-1].end):
        return False
    of_the_desk = _OF_THE_DESK.search(before) or _RETURN_NUMBER.search(folded(before))
    if of_the_desk and not _NAMED.search(before):
        return False
    if _is_posted(before, text, groups[-1].end):
        return False
    if digits.startswith("00") and is_valid(f"+{digits[2:]}"):
        return True
    if _NAMED.search(before):
        return len(digits) <= _MOST_UNNAMED + 1
    if _CALLING.search(before):
        return plans.hold(digits)
    if _MINE.search(before):
        return _FEWEST_UNNAMED <= len(digits) <= _MOST_UNGROUPED and plans.hold(
            digits, mobile=not digits.startswith("0")
        )
    if _looks_like_one(groups, digits, plans) and plans.hold(digits):
        return True
    return _OF_THE_DESK_ABROAD.search(before) is None and plans.hold_at_home(groups)


def _is_posted(before: str, text: str, end: int) -> bool:
    left, right = _BETWEEN_LETTERS
    return bool(_POSTED.search(before) or (left.search(before) and right.match(text, end)))


def _looks_like_one(groups: Sequence[Group], digits: str, plans: Plans) -> bool:
    """Whether the way a number is written makes it a phone's rather than a parcel's or a mistyped order's."""
    if not _FEWEST_UNNAMED <= len(digits) <= _MOST_UNNAMED:
        return False
    if len(groups) == 1:
        if digits.startswith("0"):
            return len(digits) <= _MOST_UNGROUPED
        return len(digits) == _BARE_MOBILE_DIGITS and plans.hold(digits, mobile=True)
    in_fours = {len(group.digits) for group in groups} == {4}  # how order and card numbers are written
    return digits.startswith("0") or not in_fours
