"""One fact, the unit it is measured in and the source it comes from, read from its record with every mistake named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn, Optional, Union

from policy.model import Word
from policy.sentences import Sentence

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
    def is_stated(self) -> bool:
        """Whether the source says anything."""
        return self.unit is not Unit.NOT_STATED

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


FACT_KEYS = ("id", "says", "value", "unit", "source", "section", "last_verified", "complete")
SOURCE_KEYS = ("title", "last_verified")

_ADDRESS = re.compile(r"https://[^/\s]+(/\S*)?")


def check_source(file: str, key: object, record: object) -> Source:
    """Read one entry of `sources`.

    Args:
        file: The file's name, for messages.
        key: The name that facts refer to it by.
        record: What stands under that name.

    Raises:
        FactsError: Naming the file, the source and what is wrong.
    """
    where = f'{file}: source "{key}"'
    fields = _fields(where, record, SOURCE_KEYS, optional=("url",))
    url = fields.get("url")
    if url is not None and not (isinstance(url, str) and _ADDRESS.fullmatch(url)):
        _fail(where, f"url is {url!r}; write an address such as https://shop.example/returns")
    return Source(
        key=_sentence(where, "its key", key),
        title=_sentence(where, "title", fields["title"]),
        last_verified=_day(where, "last_verified", fields["last_verified"]),
        url=url,
    )


def check_fact(file: str, position: int, record: object, sources: Mapping[str, Source]) -> Fact:
    """Read one entry of `facts`.

    Args:
        file: The file's name, for messages.
        position: Where in the list it stands, counted from 1; names it where it has no id.
        record: The entry.
        sources: The documents it may cite.

    Raises:
        FactsError: Naming the file, the fact and what is wrong.
    """
    name = record.get("id") if isinstance(record, Mapping) else None
    where = f'{file}: fact "{name}"' if name else f"{file}: fact number {position}"
    fields = _fields(where, record, FACT_KEYS, optional=("note",))
    unit = _unit(where, fields["unit"])
    complete = fields["complete"]
    if not isinstance(complete, bool):
        _fail(where, f"complete is {complete!r}; write true or false")
    note = fields.get("note")
    if not complete and note is None:
        _fail(where, "complete is false, so a note must say what is missing")
    return Fact(
        id=_sentence(where, "id", fields["id"]),
        says=_sentence(where, "says", fields["says"]),
        value=_value(where, unit, fields["value"]),
        unit=unit,
        source=_known_source(where, fields["source"], sources),
        section=_sentence(where, "section", fields["section"]),
        last_verified=_day(where, "last_verified", fields["last_verified"]),
        complete=complete,
        note=None if note is None else _sentence(where, "note", note),
    )


def _fail(where: str, problem: str) -> NoReturn:
    raise FactsError(Sentence("%(place)s: %(problem)s", place=where, problem=problem))


def _fields(where: str, record: object, keys: tuple[str, ...], optional: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        _fail(where, f"is {record!r}; write its fields, such as {keys[0]}: …")
    for key in record:
        if key not in keys + optional:
            _fail(where, f'unknown key "{key}"; the keys are {", ".join(keys + optional)}')
    for key in keys:
        if key not in record:
            _fail(where, f"{key} is missing")
    return record


def _sentence(where: str, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        needed = Sentence(
            "%(key)s is %(value)s; write text, in quotes where YAML would read something else",
            key=key,
            value=repr(value),
        )
        _fail(where, needed)
    return value.strip()


def _day(where: str, key: str, value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        _fail(where, Sentence("%(key)s is %(value)s; write a day such as 2026-05-26", key=key, value=repr(value)))
    return value


def _unit(where: str, value: object) -> Unit:
    known = [str(unit) for unit in Unit]
    if value not in known:
        _fail(where, f'unit "{value}" is not one of {", ".join(known)}')
    return Unit(value)


def _known_source(where: str, value: object, sources: Mapping[str, Source]) -> str:
    if not isinstance(value, str) or value not in sources:
        _fail(where, f'source "{value}" is not one of {", ".join(sources)}')
    return value


def _value(where: str, unit: Unit, value: object) -> FactValue:
    if unit in SPANS:
        return _span(where, unit, value)
    if unit in COUNTS:
        return _number(where, unit, value)
    if unit in (Unit.LIST, Unit.COUNTRIES):
        return _list(where, unit, value)
    if unit is Unit.DATE:
        return _day(where, "value", value).isoformat()
    if unit is Unit.NOT_STATED:
        if value is not None:
            _fail(where, f"value is {value!r}, but unit not_stated goes with null")
        return None
    return _sentence(where, "value", value)


def _span(where: str, unit: Unit, value: object) -> FactValue:
    if not isinstance(value, list):
        return _number(where, unit, value)
    numbers = tuple(_number(where, unit, each) for each in value)
    if len(numbers) < 2 or list(numbers) != sorted(set(numbers)):
        _fail(
            where, Sentence("value %(value)s must hold two or more numbers from shortest to longest", value=repr(value))
        )
    return numbers


def _number(where: str, unit: Unit, value: object) -> int:
    # True is an int to Python, but nobody means it as a number of hours.
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        needed = Sentence(
            "value %(value)s is not a whole number of at least 1, as %(unit)s needs", value=repr(value), unit=str(unit)
        )
        _fail(where, needed)
    return value


def _list(where: str, unit: Unit, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        _fail(where, f"value {value!r} is not a list with entries, as {unit} needs")
    words = tuple(_code(where, each) if unit is Unit.COUNTRIES else _sentence(where, "value", each) for each in value)
    if len(set(words)) != len(words):
        _fail(where, Sentence("value %(value)s holds an entry twice", value=repr(value)))
    return words


def _code(where: str, value: object) -> str:
    # YAML reads a bare NO (Norway) as false, which is why the message speaks of quotes.
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value) or value == "UK":
        needed = Sentence(
            "value %(value)s is not an ISO country code; write one such as %(such)s, with quotes",
            value=repr(value),
            such='"NO"',
        )
        _fail(where, needed)
    return value
