"""The values that the finders of this package exchange."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Union


class Kind(str, Enum):
    """What a detail is; the values are the entity names of the domain."""

    CUSTOMER_NUMBER = "customer_number"
    EMAIL = "email"
    TRACKING_NUMBER = "tracking_number"
    COUNTRY = "country"
    DAY_COUNT = "day_count"
    ITEM_COUNT = "item_count"
    DATE = "date"


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
    """

    kind: Kind
    start: int
    end: int
    value: Union[str, int]
    well_formed: bool = True

    def overlaps(self, other: Detail) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
