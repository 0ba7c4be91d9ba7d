"""What follows from a day on which something happens to a return, whether it has happened or is only supposed.

Each event begins spans of the rules, and some spans end with the next event: a parcel at the warehouse is checked, and
from the check on the refund's days run. So a date can be reckoned on from any day that a customer names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Optional

from policy.calendars import Place, earliest, latest
from policy.facts import Facts
from policy.model import Word


class Happening(Word):
    """What begins a span of the rules."""

    REQUESTED = "requested"
    LABELLED = "labelled"
    HANDED_IN = "handed_in"
    LOST = "lost"
    """The days are over within which a parcel should have been delivered: the refund starts by itself."""
    AT_WAREHOUSE = "at_warehouse"
    CHECKED = "checked"
    """All was in order: the refund starts."""
    ISSUED = "issued"


BEGUN_BY: Final[Mapping[Happening, tuple[str, ...]]] = MappingProxyType(
    {
        Happening.REQUESTED: ("request.processing", "seller.silence"),
        Happening.LABELLED: ("ship.within",),
        Happening.HANDED_IN: ("update.dropoff", "parcel.lost"),
        Happening.LOST: ("refund.time",),
        Happening.AT_WAREHOUSE: ("inspection",),
        Happening.CHECKED: ("refund.time",),
        Happening.ISSUED: ("refund.time",),
    }
)
"""The facts whose spans each event begins."""

ENDS_WITH: Final[Mapping[str, Happening]] = MappingProxyType(
    {"parcel.lost": Happening.LOST, "inspection": Happening.CHECKED}
)
"""The event that the end of a span stands for."""

#: Counted where the customer banks; everything else where the parcel is handled.
_AT_HOME: Final = frozenset({"refund.time", "request.processing", "seller.silence", "ship.within"})


@dataclass(frozen=True)
class Places:
    """Where the customer is, and where the parcel is handled."""

    home: Place
    logistics: Place

    def of(self, fact: str) -> Place:
        """Whose days a fact's span is counted in."""
        return self.home if fact in _AT_HOME else self.logistics


@dataclass(frozen=True)
class Span:
    """From `earliest` (None where the rule names one time only) to the end of `due` (instants in UTC), by a fact."""

    because: str
    starts: datetime
    earliest: Optional[datetime]
    due: datetime
    place: Place


def spans_after(event: Happening, at: datetime, places: Places, facts: Facts) -> tuple[Span, ...]:
    """The spans that an event begins, of the facts that are stated.

    Args:
        event: What happens.
        at: When, an aware instant.
        places: Whose days are counted.
        facts: The rules.
    """
    return tuple(_span(each, at, places, facts) for each in BEGUN_BY[event] if facts[each].is_stated)


def next_after(event: Happening, at: datetime, places: Places, facts: Facts) -> Optional[tuple[Happening, datetime]]:
    """The event that follows by the rules alone, and by when; None where the rules name none.

    Args:
        event: What happens.
        at: When, an aware instant.
        places: Whose days are counted.
        facts: The rules.
    """
    for span in spans_after(event, at, places, facts):
        if span.because in ENDS_WITH:
            return ENDS_WITH[span.because], span.due
    return None


def _span(fact: str, at: datetime, places: Places, facts: Facts) -> Span:
    place = places.of(fact)
    return Span(fact, at, earliest(at, facts[fact], place), latest(at, facts[fact], place), place)
