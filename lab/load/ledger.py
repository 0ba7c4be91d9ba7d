"""The book of one run: every message that was sent, what became of it, and what that counts as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Optional

from lab.load.customers import Customer
from lab.load.scripts import Line

#: A service is back with the first of so many requests in a row that succeed.
SUCCESSES_IN_A_ROW: Final = 15


@dataclass
class Message:
    """A message of a synthetic customer; times are seconds of the run.

    Args:
        sender: The conversation, as the client names it.
        place: Its place in the conversation, from 0 on.
        line: What is said.
        who: Who says it.
        intended: When it should be sent.
        sent: When it was sent first.
        tries: How often it was sent until it was acknowledged.
        acknowledged: When it was; None where it never was.
        answers: What the desk said.
        repeated_otherwise: Whether sending it once more, after it was acknowledged, gave another answer.
        refusals: What went wrong before, by kind.
        session: What a page shows instead of a server's key; the desk then names the conversation.
    """

    sender: str
    place: int
    line: Line
    who: Customer
    intended: float
    sent: Optional[float] = None
    tries: int = 0
    acknowledged: Optional[float] = None
    answers: tuple[str, ...] = ()
    repeated_otherwise: bool = False
    refusals: Counter[str] = field(default_factory=Counter)
    session: Optional[str] = field(default=None, repr=False)

    @property
    def message_id(self) -> str:
        """The client's own id of it, unique in its conversation."""
        return f"m{self.place}"

    @property
    def text(self) -> str:
        """The answer as one text."""
        return "\n\n".join(self.answers)

    @property
    def latency(self) -> float:
        """Seconds from when it should have been sent to its answer: waiting for the desk counts.

        Raises:
            ValueError: It was not answered.
        """
        if self.acknowledged is None:
            raise ValueError(f"{self.sender} {self.message_id} was not answered")
        return self.acknowledged - self.intended


@dataclass(frozen=True)
class Attempt:
    """One request: when it began and ended, in seconds of the run, and whether the desk answered it."""

    began: float
    ended: float
    succeeded: bool


@dataclass
class Book:
    """Everything that was sent in one run."""

    messages: list[Message] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)

    def answered(self) -> list[Message]:
        """The messages that were acknowledged."""
        return [message for message in self.messages if message.acknowledged is not None]

    def latencies(self, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """Seconds to the answers of messages that should have been sent in that span of the run."""
        return [message.latency for message in self.answered() if since <= message.intended < until]

    def rate(self, since: float, until: float) -> float:
        """Answer a second in a span of the run."""
        return sum(1 for each in self.answered() if since <= (each.acknowledged or 0) < until) / (until - since)

    def refusals(self) -> Counter[str]:
        """What went wrong on the way, by kind."""
        return sum((message.refusals for message in self.messages), Counter())


def back_after(attempts: Iterable[Attempt], mended: float, in_a_row: int = SUCCESSES_IN_A_ROW) -> Optional[float]:
    """Seconds from the moment at which a dependency was there again until the desk answers again.

    That is the end of the first of a run of successes, among the requests that end after the moment; a run that the end
    of the book cuts short counts.

    Args:
        attempts: All requests.
        mended: The moment, in seconds of the run.
        in_a_row: How many successes make a run.

    Returns:
        None where the desk never came back.
    """
    later = sorted((each for each in attempts if each.ended >= mended), key=lambda each: each.ended)
    first: Optional[float] = None
    run = 0
    for each in later:
        if not each.succeeded:
            first, run = None, 0
            continue
        first = each.ended if first is None else first
        run += 1
        if run >= in_a_row:
            break
    return None if first is None else first - mended


def same_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two answers say the same, however they are cut into messages."""
    return " ".join(" ".join(one).split()) == " ".join(" ".join(other).split())
