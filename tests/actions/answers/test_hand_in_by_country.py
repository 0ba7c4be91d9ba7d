"""When the page changes, counted in the country that is named in words."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW

from actions.dialogue.turn import SaidDate

ACTION, INTENT = "action_parcel", "report_not_marked_returned"
FREE = "with the free label or code"


def wrote(text: str, *entities: dict[str, Any], intent: str = INTENT) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": list(entities)}}


def day(value: str, sense: str = "past") -> dict[str, Any]:
    return {"entity": "date", "value": value, "sense": sense}


def country(code: str) -> dict[str, Any]:
    return {"entity": "country", "value": code}


COUNTED = {"event": "bot", "metadata": {"utter_action": "utter_hand_in_counted"}}


@pytest.mark.parametrize(
    ("code", "name", "on", "handed_in", "due"),
    [
        # Monday 12 October 2026 is Thanksgiving in Canada and the national day of Spain, the 9th that of Valencia.
        ("CA", "Canada", "Friday", "Friday 9 October", "should change by **Wednesday 14 October**"),
        ("ES", "Spain", "8 October", "Thursday 8 October", "should change by **Wednesday 14 October**"),
        ("GB", "United Kingdom", "Friday", "Friday 9 October", "should change by **Tuesday 13 October**"),
        ("DE", "Germany", "8 October", "Thursday 8 October", "should have changed by **Monday 12 October**"),
    ],
)
def test_the_holidays_of_the_country_that_is_named_count(
    desk: Desk, code: str, name: str, on: str, handed_in: str, due: str
):
    said = desk.ask(ACTION, INTENT, said="I gave it to the post", country=code, date=SaidDate(on, NOW))

    assert said.startswith(f"**{name}**, with its public holidays: for a parcel handed in on {handed_in} {FREE}")
    assert due in said


def test_another_country_goes_on_with_the_day_and_another_day_with_the_country(desk: Desk):
    first = (wrote("we are in Canada, it went on Friday", day("Friday"), country("CA")), COUNTED)
    asked = "and my uncle in Scotland, on that day too?"
    events = (*first, wrote(asked, country("GB"), intent="out_of_scope"))
    said = desk.ask(ACTION, INTENT, said=asked, country="GB", events=events)

    assert "**United Kingdom**" in said
    assert "should change by **Tuesday 13 October**" in said

    later = "and if nothing has moved on Thursday?"
    events = (*events, COUNTED, wrote(later, day("Thursday")))
    waits = SaidDate("Thursday", NOW, "asked")
    said = desk.ask(ACTION, INTENT, said=later, events=events, asked_day=waits, date=SaidDate("Thursday", NOW, "ahead"))
    assert "If it has not changed on Thursday 15 October, that is late" in said


@pytest.mark.parametrize(
    "said", ["the seller sits in Canada, I posted it on Friday", "I paid for the postage, posted on Friday in Canada"]
)
def test_where_something_else_is_in_the_country_or_it_was_paid_for_nothing_is_counted(desk: Desk, said: str):
    assert "Canada" not in desk.ask(ACTION, INTENT, said=said, country="CA", date=SaidDate("Friday", NOW))


def test_without_a_day_the_rule_alone_is_told(desk: Desk):
    assert "Canada" not in desk.ask(ACTION, INTENT, said="and in Canada?", country="CA")
