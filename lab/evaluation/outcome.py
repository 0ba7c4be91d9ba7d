"""What became of one test message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lab.evaluation.scope import Kind, kind_of
from lab.evaluation.sets import Message


class Reaction(str, Enum):
    """What the bot did with a message."""

    ANSWERED = "answered"  # as some intent with an answer
    DECLINED = "declined"  # said that it is not its business, or that it did not understand
    UNCLEAR = "unclear"  # asked which of some topics is meant


class Verdict(str, Enum):
    """What that is worth to whoever asked, the worst first. Each message has one."""

    WRONG = "wrong"  # answered with something else
    DECLINED = "declined"  # refused, or asked back without the right choice
    OFFERED = "offered"  # asked back, and the right choice is a button
    RIGHT = "right"


@dataclass(frozen=True)
class Outcome:
    """One message, what it should have been understood as, and what happened.

    Args:
        group: The message's set, or the name of a perturbation.
        message: What was said, and what is right.
        understood: The intent that the dialogue went on with; the fallback's where none was sure enough.
        best: The likeliest intent, whether it was sure enough or not.
        confidence: How sure the model was of `best`, from 0 to 1.
        reaction: What the bot did.
        right: Whether it said what it says when the intent is known.
        offered: Whether what is right was among the buttons of a question back.
        dangerous: The topics answered that promise what nobody asked for.
    """

    group: str
    message: Message
    understood: str
    best: str
    confidence: float
    reaction: Reaction
    right: bool
    offered: bool = False
    dangerous: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """The right intent."""
        return self.message.intent

    @property
    def kind(self) -> Kind:
        """The kind of the message."""
        return kind_of(self.expected)

    @property
    def is_spoilt(self) -> bool:
        """Whether it was put in another way than it was written."""
        return self.group != self.message.source

    @property
    def intent_right(self) -> bool:
        """Whether exactly a right intent was found and used."""
        return self.understood in self.message.accepted

    @property
    def verdict(self) -> Verdict:
        """What the answer is worth. A dangerous one is wrong, even beside a right one.

        Out of scope, whatever does not answer is right, and a question back offers: nothing was promised.
        """
        if self.dangerous:
            return Verdict.WRONG
        if self.right or (self.kind is Kind.OUT_OF_SCOPE and self.reaction is Reaction.DECLINED):
            return Verdict.RIGHT
        if self.offered or (self.kind is Kind.OUT_OF_SCOPE and self.reaction is Reaction.UNCLEAR):
            return Verdict.OFFERED
        return Verdict.WRONG if self.reaction is Reaction.ANSWERED else Verdict.DECLINED
