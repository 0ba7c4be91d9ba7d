"""The card that shows returns to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from actions.replies.card import Card, Part, StatusMark
from actions.replies.reply import Choice, Phrase
from actions.replies.return_case import MOST_CHOICES, return_choices, short_title, status_word
from policy.model import ReturnRequest
from policy.status import return_state


@dataclass(frozen=True)
class ShownReturn(Part):
    """A return to choose; `label` and `payload` are those of its button."""

    number: str
    title: Phrase | str
    status: StatusMark
    label: Phrase
    payload: str

    def as_line(self) -> Phrase:
        """The return as a line of text."""
        values = {"return_number": self.number, "title": self.title, "status": self.status.label}
        return Phrase("line_my_return", values)


@dataclass(frozen=True)
class ReturnPicker(Card):
    """Returns to choose from; `more` counts those that are not listed."""

    card: ClassVar[str] = "return_picker"

    title: Phrase
    returns: tuple[ShownReturn, ...]
    more: int
    more_label: Phrase | None

    def lines(self) -> list[Phrase]:
        """The returns as lines of text, and how many are not listed."""
        return [*(each.as_line() for each in self.returns), *([self.more_label] if self.more_label else ())]


def return_picker(text: Phrase, returns: Sequence[ReturnRequest], now: datetime) -> ReturnPicker:
    """The card for these returns, as many as there are buttons for.

    Args:
        text: What to say above it.
        returns: At least one.
        now: An aware instant.
    """
    listed = returns[:MOST_CHOICES]
    more = len(returns) - len(listed)
    return ReturnPicker(
        text=text,
        title=Phrase("card_returns"),
        returns=tuple(_shown(found, choice, now) for found, choice in zip(listed, return_choices(listed), strict=True)),
        more=more,
        more_label=Phrase("card_more_returns", {"count": more}) if more else None,
    )


def _shown(found: ReturnRequest, choice: Choice, now: datetime) -> ShownReturn:
    state = return_state(found.events, now)
    return ShownReturn(
        number=found.number,
        title=short_title(found),
        status=StatusMark(str(state.status), Phrase(f"short_status_{status_word(state, found)}")),
        label=choice.title,
        payload=choice.payload,
    )
