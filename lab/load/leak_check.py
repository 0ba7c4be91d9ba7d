"""What may be said to whom: finds answers that show a customer somebody else's data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from core.identifiers import USUAL_SHAPES, Number, parse
from lab.load.customers import Customer
from lab.load.ledger import Message
from lab.load.scripts import Kind

#: How many digits the order numbers of `lab.load.customers` have.
_OTHER: Final = re.compile(r"\bLP\d{8}ES\b|€\d+\.\d\d\b|[\w.]{1,64}@example\.com")
_WORD: Final = re.compile(r"\w+")
#: What is answered from the rules may name the days of the rules.
_FOR_EVERYBODY: Final = frozenset({Kind.POLICY, Kind.SMALL_TALK, Kind.UNCLEAR})
_DATE: Final = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass
class Truth:
    """What was said to each customer while nothing was broken.

    Args:
        dates: The dates in those answers, by customer.
    """

    dates: Mapping[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, messages: Iterable[Message]) -> Truth:
        """The truth of a run in which every customer asked everything and nothing broke."""
        dates: dict[int, set[str]] = defaultdict(set)
        for message in messages:
            dates[message.who.number] |= dates_in(message.text)
        return cls(dict(dates))

    def is_wrong(self, message: Message) -> bool:
        """Whether an answer names another customer's data, or a date that is none of this customer's."""
        if foreign(message.text, message.who):
            return True
        if message.line.kind in _FOR_EVERYBODY:
            return False
        known = self.dates.get(message.who.number)
        return known is not None and not dates_in(message.text) <= known


def foreign(text: str, who: Customer) -> set[str]:
    """The numbers, addresses and amounts in a text that are not this customer's."""
    words = (parse(word, USUAL_SHAPES) for word in _WORD.findall(text))
    numbers = {word.key for word in words if isinstance(word, Number)}
    return (numbers | set(_OTHER.findall(text))) - who.identifiers()


def dates_in(text: str) -> set[str]:
    """The days that a text names, such as `9 October`."""
    return set(_DATE.findall(text))
