"""One fact, the unit it is measured in and the source it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Optional, Union

from policy.words import Word

FactValue = Union[int, tuple[int, ...], tuple[str, ...], str, None]


class FactsError(ValueError):
    """The facts do not hold what they should; the message names the file, the fact and the remedy."""


class Unit(Word):
    """What a fact's value is measured in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    PER_ORDER = "per_order"
    PER_MONTH = "per_month"
    COUNTRIES = "countries"
    LIST = "list"
    DATE = "date"
    TEXT = "text"
    NOT_STATED = "not_stated"


SPANS = frozenset({Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS})
"""Units of a stretch of time, which a deadline can be counted in."""

COUNTS = frozenset({Unit.PER_ORDER, Unit.PER_MONTH})
"""Units of a number of returns."""


@dataclass(frozen=True)
class Source:
    """A document that facts come from, as an answer cites it. `url` is where the public can read it, if known."""

    key: str
    title: str
    last_verified: date
    url: Optional[str] = None


@dataclass(frozen=True)
class Fact:
    """One rule of the marketplace, as data.

    `value` is a number or an ascending tuple of numbers for spans and counts, a tuple of words for lists and
    countries (ISO 3166 codes), a sentence for text, an ISO day for dates, and None where the source states nothing.
    `complete` is False where the source breaks off; `note` says what is missing or left open.
    """

    id: str
    says: str
    value: FactValue
    unit: Unit
    source: str
    section: str
    last_verified: date
    complete: bool
    note: Optional[str] = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value's numbers, from shortest to longest.

        Raises:
            FactsError: The value is not made of numbers.
        """
        value = self.value if isinstance(self.value, tuple) else (self.value,)
        numbers = tuple(number for number in value if isinstance(number, int))
        if len(numbers) != len(value):
            raise FactsError(f'fact "{self.id}" is measured in {self.unit} and has no number')
        return numbers

    @property
    def shortest(self) -> int:
        """The smallest number of the value."""
        return self.numbers[0]

    @property
    def longest(self) -> int:
        """The largest number of the value."""
        return self.numbers[-1]

    @property
    def words(self) -> tuple[str, ...]:
        """The value's entries, for lists and countries.

        Raises:
            FactsError: The value is not a list of words.
        """
        value = self.value if isinstance(self.value, tuple) else ()
        words = tuple(word for word in value if isinstance(word, str))
        if not words:
            raise FactsError(f'fact "{self.id}" is measured in {self.unit} and has no list')
        return words
