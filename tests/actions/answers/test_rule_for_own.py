"""Rules without a date, and what they leave open."""

from __future__ import annotations

import pytest
from custom_desk import Desk

ACTION, INTENT = "action_rule_for_own", "ask_dispute"


@pytest.mark.parametrize(
    ("said", "is_told"), [("whose decision is it and how soon is it made?", True), ("whose decision is it?", False)]
)
def test_that_no_time_is_stated_for_a_decision_is_said_where_it_is_asked_for(desk: Desk, said: str, is_told: bool):
    told = desk.ask(ACTION, INTENT, said=said)

    assert "the platform steps in" in told
    assert ("name no time by which the platform decides" in told) is is_told
