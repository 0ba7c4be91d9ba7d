"""When reminders of a return come, between which hours, and how they are ended."""

from __future__ import annotations

from datetime import time
from typing import Final

from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_instant, show_moment
from actions.replies.reply import Phrase, Shown, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.reminder_questions import asks_when_reminded
from policy.model import Customer
from policy.reminders import QuietHours, reminders_ahead

REMINDERS_ON: Final = "utter_reminders_on"
#: Answers about reminders that "when would that come?" goes on from.
_OF_REMINDERS: Final = frozenset(
    {
        REMINDERS_ON,
        "utter_reminders_are_on",
        "utter_reminders_when",
        "utter_reminders_when_news",
        "utter_reminders_hours",
    }
)


def goes_on_about_when(turn: ActionContext) -> bool:
    """Whether a message asks when a reminder comes that the answer before was about."""
    if turn.is_press or not asks_when_reminded(turn.said):
        return False
    return any(each.response in _OF_REMINDERS for each in last_answer(turn.events))


def when_reminded(case: Case, services: Services) -> Utterance:
    """The dates ahead of which a return's customer is reminded, each with when that comes."""
    quiet = services.reminding.quiet
    number = {"return_number": case.found.number}
    ahead = reminders_ahead(case.found, case.customer, case.now, services.facts, quiet)
    if not ahead:
        return Utterance("utter_reminders_when_news", number)
    lines = [
        Phrase(
            f"line_reminder_{each.kind}",
            {
                "at": show_moment(each.at, case.customer, case.now),
                "about": show_instant(each.about, case.customer, case.now),
            },
        )
        for each in ahead
    ]
    return Utterance("utter_reminders_when", {**number, "lines": lines})


def quiet_phrase(quiet: QuietHours, customer: Customer) -> Phrase:
    """Between which hours nobody is reminded."""
    if quiet.start == quiet.end:
        return Phrase("reminders_any_time")
    return Phrase("reminders_not_between", {"start": _clock(quiet.start, customer), "end": _clock(quiet.end, customer)})


def _clock(clock: time, customer: Customer) -> Shown:
    return Shown("time", clock.isoformat(), customer.country)
