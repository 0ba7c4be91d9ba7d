"""Short questions about reminders, told by their words."""

from __future__ import annotations

from core.reminder_questions import asks_how_to_end, asks_when_reminded, wants_no_nights


def test_when_one_comes_is_asked():
    assert asks_when_reminded("and when do I get the first one?")
    assert asks_when_reminded("what time would that be sent")
    assert not asks_when_reminded("when is my money there")
    assert not asks_when_reminded("remind me then")


def test_some_hours_are_not_wanted():
    assert wants_no_nights("but no messages early in the morning please")
    assert not wants_no_nights("I can't sleep because the money is not there")
    assert not wants_no_nights("in the evening please")


def test_how_to_end_them_is_asked():
    assert asks_how_to_end("how can I switch that off again?")
    assert asks_how_to_end("how do I end the alerts")
    assert not asks_how_to_end("turn it off")
    assert not asks_how_to_end("how do I end it")
