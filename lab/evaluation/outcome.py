"""What became of one test message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lab.evaluation.scope import Kind, kind_of

#: The set as it was written; all other groups are spoilt copies of it.
PLAIN = "plain"


class Reaction(str, Enum):
    """What the bot did with a message."""

    ANSWERED = "answered"  # as some intent with an answer
    DECLINED = "declined"  # said that it is not its business, or that it did not understand
    UNCLEAR = "unclear"  # asked which of some topics is meant


@dataclass(frozen=True)
class Outcome:
    """One message, what it should have been understood as, and what happened.

    Args:
        group: `plain` or the name of a perturbation.
        text: What was said.
        expected: The right intent.
        understood: The intent that the dialogue went on with; the fallback's where none was sure enough.
        best: The likeliest intent, whether it was sure enough or not.
        confidence: How sure the model was of `best`, from 0 to 1.
        reaction: What the bot did.
        right: Whether it said what it says when the intent is known.
        offered: Whether the right topic was among those it asked about.
    """

    group: str
    text: str
    expected: str
    understood: str
    best: str
    confidence: float
    reaction: Reaction
    right: bool
    offered: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of the message."""
        return kind_of(self.expected)

    @property
    def intent_right(self) -> bool:
        """Whether exactly the right intent was found and used."""
        return self.understood == self.expected
