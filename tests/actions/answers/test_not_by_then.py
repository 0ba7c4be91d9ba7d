"""What is asked of money that is not there by a day is told the same, whatever the message was understood as."""

from __future__ import annotations

import pytest
from custom_desk import Desk

from actions.dialogue.turn import ASKED, SaidDate

#: The intents that such messages are taken for, from model to model.
TAKEN_FOR = [
    *(("action_parcel", "report_not_marked_returned"), ("action_rule_for_own", "report_order_not_arrived")),
    *(("action_return_window", "ask_return_window"), ("action_refund", "ask_track_refund")),
    *(("action_follow_up", "doubt_answer"), ("action_follow_up", "what_next")),
]
#: The answer before told until when the money comes.
TOLD = (
    {
        "event": "bot",
        "text": "The money should reach you by Monday 9 November.",
        "metadata": {"utter_action": "utter_deadlines", "facts": ["refund.time"], "personal": True},
    },
)


@pytest.mark.parametrize(("action", "intent"), TAKEN_FOR)
@pytest.mark.parametrize(
    ("said", "day", "late"),
    [
        ("and were it still missing on 20 October, what if so?", "20 October", False),
        ("should it still not have shown up on 12 November?", "12 November", True),
    ],
)
def test_until_when_the_money_comes_and_a_bank_behind_that(
    desk: Desk, action: str, intent: str, said: str, day: str, late: bool
):
    ana = desk.verified("ana")
    asked = SaidDate(day, ana.now, ASKED)
    told = ana.ask(action, intent, number="R1008", said=said, asked_day=asked, events=TOLD)
    assert told.startswith("The money should reach you by **Monday 9 November**.")
    assert ("ask your bank" in told) is late
