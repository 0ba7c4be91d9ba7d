"""Every training message about reminders is understood as one that wants some, or one that wants none."""

from __future__ import annotations

import pytest
import yaml

from actions.answers.reminders import wants_none
from returndesk.project import this_project

_MESSAGES = yaml.safe_load((this_project().root / "data" / "nlu" / "reminders.yml").read_text("utf-8"))
TRAINING = [line.removeprefix("- ") for line in _MESSAGES["nlu"][0]["examples"].splitlines()]
FIRST_AGAINST = TRAINING.index("stop reminders")


@pytest.mark.parametrize("message", TRAINING[:FIRST_AGAINST])
def test_a_message_for_reminders_wants_some(message: str):
    assert not wants_none(message)


@pytest.mark.parametrize("message", TRAINING[FIRST_AGAINST:])
def test_a_message_against_reminders_wants_none(message: str):
    assert wants_none(message)


@pytest.mark.parametrize(
    ("message", "none"),
    [
        ("STOP REMINDERS", True),
        ("I don’t want to be reminded", True),
        ("so I don’t forget, remind me", False),
        (
            "remind me, or I'll never send it",
            True,
        ),  # nobody can tell from the words alone; the answer says how to undo it
        ("tell me if they don't answer", False),
        ("if you don't mind, stop the reminders", True),
        ("so that I do not lose the date, write to me", False),
        ("remind me at the end of the window", False),
        ("remind me to drop the parcel off", False),
        ("stop  the\nreminders", True),
        ("", False),
    ],
)
def test_other_words(message: str, none: bool):
    assert wants_none(message) is none
