"""One return of one customer, and how returns are named and offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.replies.item_names import item_name
from actions.replies.reply import Choice, Phrase
from policy.model import Customer, ReturnRequest
from policy.status import ReturnState, Status

#: Buttons beyond these would be a list nobody reads; a number can still be typed.
MOST_CHOICES = 6


@dataclass(frozen=True)
class Case:
    """One return of one verified customer at an instant."""

    found: ReturnRequest
    customer: Customer
    now: datetime


def return_choices(returns: Sequence[ReturnRequest]) -> tuple[Choice, ...]:
    """A button for each return; pressing it says the return's number."""
    return tuple(
        Choice(
            Phrase("label_return", {"return_number": found.number, "title": short_title(found)}),
            f'/give_details{{"customer_number": "{found.number}"}}',
        )
        for found in returns[:MOST_CHOICES]
    )


def short_title(found: ReturnRequest) -> Phrase | str:
    """What the return is about, short enough for a button."""
    first, more = item_name(found.items[0], found.order), len(found.items) - 1
    return Phrase("first_item_and_more", {"first": first, "more": more}) if more else first


def status_word(state: ReturnState, found: ReturnRequest) -> str:
    """The name of a status in the domain's responses; a return at the customer's own cost has no label."""
    if state.is_told:
        return "told_handed_in"
    return "ready_to_send" if state.status is Status.LABEL_ISSUED and not found.is_free else str(state.status)
