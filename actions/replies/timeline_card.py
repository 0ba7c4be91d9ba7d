"""The card that shows the way of a return: done, now, next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from actions.replies.card import Card, Part, StatusMark
from actions.replies.due_phrases import expected, show_due
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Shown
from actions.replies.return_case import Case, short_title, status_word
from policy.deadlines import DeadlineKind
from policy.facts import Facts
from policy.model import EventType
from policy.status import Contradiction, ReturnState, TimelineEntry
from policy.steps import ReturnStep, StepId, StepState, return_steps


@dataclass(frozen=True)
class ShownStep(Part):
    """A step with its words; `at` and `by` are instants."""

    id: str
    state: str
    state_label: Phrase
    label: Phrase
    at: datetime | None
    by: datetime | None
    when: Phrase | Shown | None
    overdue: bool

    def as_line(self) -> Phrase:
        """The step as a line of text."""
        values = {"state": self.state_label, "label": self.label, "when": self.when}
        return Phrase("line_step_undated" if self.when is None else "line_step", values)


@dataclass(frozen=True)
class Timeline(Card):
    """Where a return stands, step by step; `doubt` where its records contradict each other."""

    card: ClassVar[str] = "timeline"

    title: Phrase
    return_number: str
    item: Phrase | str
    status: StatusMark
    steps: tuple[ShownStep, ...]
    doubt: Phrase | None

    def heading(self) -> dict[str, Phrase | str]:
        """Values that name the return and its status in a text."""
        return {"return_number": self.return_number, "item": self.item, "short_status": self.status.label}

    def lines(self) -> list[Phrase]:
        """The steps as lines of text, and what is doubtful about them."""
        return [*(step.as_line() for step in self.steps), *([self.doubt] if self.doubt else ())]


def timeline_card(text: Phrase, state: ReturnState, case: Case, facts: Facts) -> Timeline:
    """The card for one return.

    Args:
        text: What to say above it.
        state: Where the return stands, as of the case's instant.
        case: The return.
        facts: The rules.
    """
    steps = return_steps(case.found, case.customer, case.now, facts)
    return Timeline(
        text=text,
        title=Phrase("card_return", {"return_number": case.found.number}),
        return_number=case.found.number,
        item=short_title(case.found),
        status=StatusMark(str(state.status), Phrase(f"short_status_{status_word(state, case.found)}")),
        steps=tuple(_shown(step, case, state) for step in steps),
        doubt=_doubt(state.contradictions[0], case) if state.contradictions else None,
    )


def event_line(entry: TimelineEntry, case: Case) -> Phrase:
    """Something that happened, as a line of text."""
    ready = entry.type is EventType.LABEL_ISSUED and not case.found.is_free
    name = "told_handed_in" if entry.told else "ready_to_send" if ready else entry.type.value
    return Phrase(f"line_event_{name}", {"at": show_instant(entry.at, case.customer, case.now)})


def _shown(step: ReturnStep, case: Case, state: ReturnState) -> ShownStep:
    is_told = step.id is StepId.HANDED_IN and step.state is StepState.DONE and state.is_told
    return ShownStep(
        id=str(step.id),
        state=str(step.state),
        state_label=Phrase(f"step_state_{step.state}"),
        label=Phrase("step_handed_in_told" if is_told else f"step_{step.id}_{step.state}"),
        at=step.at,
        by=step.deadline.due if step.deadline else None,
        when=_when(step, case),
        overdue=step.deadline is not None and step.deadline.overdue(case.now),
    )


def _when(step: ReturnStep, case: Case) -> Phrase | Shown | None:
    if step.deadline is not None and step.deadline.kind is DeadlineKind.DROP_OFF_UPDATE:
        # What is promised is not that the parcel arrives, but that the page shows it.
        late = "_overdue" if step.deadline.overdue(case.now) else ""
        return Phrase(f"when_shown{late}", {"due": show_due(step.deadline, case.customer, case.now)})
    if step.deadline is not None:
        return expected(step.deadline, case)
    if step.at is None:
        return None
    day = show_instant(step.at, case.customer, case.now)
    return Phrase("when_since", {"at": day}) if step.state is StepState.NOW else day


def _doubt(clash: Contradiction, case: Case) -> Phrase:
    return Phrase("card_doubt", {"first": event_line(clash.first, case), "second": event_line(clash.second, case)})
