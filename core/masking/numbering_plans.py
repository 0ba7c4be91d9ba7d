"""Whether digits are a phone number in the plan of some country."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from core.masking.span import Group, joined

REGIONS: Final = ("FR", "US", "ES", "BR", "NL", "IL", "GB", "DE", "IT", "CA", "AU", "BE", "PT", "MX", "CL", "UA", "RU")
#: Some regions don't tell one from the other.
_OF_A_PERSON: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_OF_A_COMPANY: Final = (PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
#: Where numbers of the fixed net are written without the zero that is dialled before them.
_WITHOUT_ZERO: Final = frozenset({"BR"})
#: How many numbers of a text are looked up in the plans of the regions. In a longer list what looks like a phone number
#: counts as one: a look-up takes most of a millisecond.
_MOST_LOOK_UPS: Final = 30
# As people dial at home, and with the country's code but no plus. Fewer digits than nine take a zero before them.
_FEWEST_AT_HOME, _FEWEST_WITHOUT_ZERO, _MOST_AT_HOME = 7, 9, 13
# A day whose digits some plan has too.
_DAY: Final = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:0[1-9]|1[0-2])[0-3]\d(?:19|20)\d\d")


class Plans:
    """The numbering plans of the regions, for the numbers of one text.

    Args:
        countries: Where its writer may be at home, by ISO code; none where nobody knows.
    """

    def __init__(self, countries: Collection[str] = ()) -> None:
        self._countries = countries
        self._left = _MOST_LOOK_UPS

    def hold(self, digits: str, *, mobile: bool = False) -> bool:
        """Whether the digits are a number as somebody in one of the regions dials it at home."""
        self._left -= 1
        return self._left < 0 or any(is_valid(digits, region, mobile=mobile) for region in REGIONS)

    def hold_at_home(self, groups: Sequence[Group]) -> bool:
        """Whether the groups are a number as the writer of the text dials it, with nothing besides that says so."""
        if not self._countries or not _may_be_dialled(groups):
            return False
        self._left -= 1
        digits = joined(groups)
        return self._left < 0 or any(_is_persons(digits, country) for country in self._countries)


def _may_be_dialled(groups: Sequence[Group]) -> bool:
    digits = joined(groups)
    sizes = [len(group.digits) for group in groups]
    fewest = _FEWEST_AT_HOME if digits.startswith("0") else _FEWEST_WITHOUT_ZERO
    if not fewest <= len(digits) <= _MOST_AT_HOME or _DAY.fullmatch(digits):
        return False
    # Thousands, and how order numbers are written.
    is_amount = len(sizes) > 1 and set(sizes[1:]) == {3} and not digits.startswith("0")
    return not is_amount and (digits.startswith("0") or set(sizes) != {4})


def _is_persons(digits: str, country: str) -> bool:
    try:
        parsed = phonenumbers.parse(digits, country)
    except NumberParseException:
        return False
    # Countries that share a code call each other as they call at home.
    if not phonenumbers.is_valid_number(parsed):
        return False
    kind = phonenumbers.number_type(parsed)
    if (
        digits.startswith("0")
        or country in _WITHOUT_ZERO
        or phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) != "0"
    ):
        return kind not in _OF_A_COMPANY
    return kind in _OF_A_PERSON


def is_valid(number: str, region: str | None = None, *, mobile: bool = False) -> bool:
    """Whether a number is one in the plan of a region, or of the country whose code it begins with."""
    try:
        parsed = phonenumbers.parse(number, region)
    except NumberParseException:
        return False
    if mobile and phonenumbers.number_type(parsed) not in _OF_A_PERSON:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, region) if region else phonenumbers.is_valid_number(parsed)


def is_possible(number: str) -> bool:
    """Whether a number with a plus has as many digits as one of its country."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except NumberParseException:
        return False
