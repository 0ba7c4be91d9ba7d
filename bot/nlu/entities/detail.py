"""The values that the finders of this package exchange."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Optional, Union


class Kind(str, Enum):
    """What a detail is; the values are the entity names of the domain."""

    CUSTOMER_NUMBER = "customer_number"
    EMAIL = "email"
    TRACKING_NUMBER = "tracking_number"
    COUNTRY = "country"
    DAY_COUNT = "day_count"
    WORKING_DAY_COUNT = "working_day_count"
    ITEM_COUNT = "item_count"
    DATE = "date"
    HAND_IN = "hand_in"
    UNWANTED = "unwanted"


class Sense(str, Enum):
    """What a customer says of a day with regard to handing in a parcel."""

    PAST = "past"
    AHEAD = "ahead"
    SUPPOSED = "supposed"
    """"If I handed it in on Friday": nothing has happened."""
    NOT = "not"
    """Nothing was handed in then."""
    OTHER = "other"
    """Something else happened then."""


@dataclass(frozen=True)
class Detail:
    """One thing that a message states.

    Attributes:
        kind: What it is.
        start: Offset of its first character in the message.
        end: Offset after its last character.
        value: Its normal form: numbers without separators in upper case, e-mails in lower case, countries as ISO 3166
            codes, counts as integers, dates as an English phrase that dateparser resolves.
        well_formed: False for a number or e-mail that is evidently meant as one but has a typo.
        sense: What is said of a date, or of the day from which days count; None where nothing is.
    """

    kind: Kind
    start: int
    end: int
    value: Union[str, int]
    well_formed: bool = True
    sense: Optional[Sense] = None


class Places:
    """The characters of a message that details cover. Asking costs the same however many details there are."""

    def __init__(self, details: Iterable[Detail]) -> None:
        self._covered = {place for detail in details for place in range(detail.start, detail.end)}

    def touch(self, start: int, end: int) -> bool:
        """Whether a part of the message, given by its offsets, shares a character with one of them."""
        return not self._covered.isdisjoint(range(start, end))
