"""Amounts of money as people and exports write them; what may mean two amounts, or is of another currency, is none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple, Optional

_FOUR_DECIMALS: Final = Decimal("0.0001")
_TWO_DECIMALS: Final = Decimal("0.01")
#: What stands between thousands besides the sign that is not the decimal one: blanks, no-break ones among them.
_BLANKS: Final = " \u00a0\u2009\u202f'\u2019"
_LONGEST: Final = 60
_WRITTEN: Final = re.compile(rf"([^\d.,+-]{{0,8}})([+-]?)([^\d.,+-]{{0,8}})(\d[\d.,{_BLANKS}]{{0,40}})(\D{{0,8}})")
_CODE: Final = re.compile(r"[A-Z]{3}")
#: Signs that one currency has, or few.
_SIGNS: Final = {
    "€": {"EUR"},
    "£": {"GBP", "GIP", "FKP", "SHP", "EGP", "LBP", "SYP"},
    "¥": {"JPY", "CNY"},
    "₽": {"RUB"},
    "₪": {"ILS"},
    "₴": {"UAH"},
    "₩": {"KRW", "KPW"},
    "₹": {"INR"},
    "₺": {"TRY"},
    "zł": {"PLN"},
}
#: Those of the signs above, and some more, are no dollars and no pesos.
_WITHOUT_DOLLAR: Final = frozenset().union(*_SIGNS.values(), {"CHF", "SEK", "NOK", "DKK", "CZK", "HUF", "RON", "BGN"})


class NoAmount(Exception):
    """A cell holds no amount, or may mean two. The message says what to do about it."""


class Amount(NamedTuple):
    """An amount, and the sign or code of a currency that stands beside it, empty where none does."""

    amount: Decimal
    sign: str


def amount_of(cell: object, decimal_sign: Optional[str]) -> Amount:
    """The amount that a cell holds.

    Args:
        cell: A number, or text such as "1.234,50 €".
        decimal_sign: What stands before the cents, a point or a comma; None where nobody has said it, which takes
            a point and refuses what would be another amount with a comma.

    Raises:
        NoAmount: It holds none, or may mean two.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Amount(_exact(str(cell)), "")
    said = str(cell).strip()
    found = _WRITTEN.fullmatch(said) if len(said) <= _LONGEST else None
    if found is None:
        raise NoAmount(f"is not an amount such as 12{decimal_sign or '.'}50")
    before, minus, between, digits, after = found.groups()
    sign = (before + between + after).strip(_BLANKS)
    return Amount(_exact(minus + _plain(digits.strip(_BLANKS), decimal_sign)), sign)


def contradiction(amount: Amount, currency: str) -> bool:
    """Whether the sign beside an amount is that of another currency."""
    sign = amount.sign
    if _CODE.fullmatch(sign):
        return sign != currency
    if sign.endswith("$"):
        return currency in _WITHOUT_DOLLAR
    return sign in _SIGNS and currency not in _SIGNS[sign]


def _plain(digits: str, decimal_sign: Optional[str]) -> str:
    """Digits as a program writes them."""
    point = decimal_sign or "."
    thousands = "," if point == "." else "."
    whole, _, cents = digits.partition(point)
    groups = re.split(f"[{re.escape(thousands + _BLANKS)}]", whole)
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    if not grouped or not all(map(str.isdigit, groups)) or (cents and not cents.isdigit()):
        other = "," if point == "." else "."
        raise NoAmount(
            f'is not an amount such as 12{point}50; where cents stand behind "{other}", say decimal_sign: "{other}"'
        )
    if decimal_sign is None and (len(cents) == 3 or (not cents and len(groups) == 2 and thousands in whole)):
        raise NoAmount('may be thousands or a fraction; say with decimal_sign whether cents stand behind "." or ","')
    return "".join(groups) + (f".{cents}" if cents else "")


def _exact(written: str) -> Decimal:
    try:
        return Decimal(written).quantize(_FOUR_DECIMALS)
    except ArithmeticError:
        raise NoAmount("is not an amount of money") from None


def written(amount: Decimal) -> str:
    """An amount as the store's format has it: with two decimals, as people write money, unless there are more."""
    cents = amount.quantize(_TWO_DECIMALS)
    return f"{cents if cents == amount else amount.normalize():f}"
