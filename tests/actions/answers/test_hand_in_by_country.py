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


def test_of_a_town_in_several_countries_the_country_is_asked_for(desk: Desk):
    told = "posted it on 8 October in Valencia"
    reply = desk.reply(ACTION, INTENT, said=told, date=SaidDate("8 October", NOW), events=(wrote(told),))
    asked = reply.utterances[0]

    assert asked.response == "utter_which_country"
    assert [each.payload for each in asked.choices] == [f'/{INTENT}{{"country": "{code}"}}' for code in ("ES", "US")]
    assert "There is a Valencia in more than one country" in desk.say(reply)[0]
    assert len(reply.utterances) == 1
    assert reply.slots["offer"] is None


def test_while_a_form_asks_for_the_number_the_country_is_not_asked_for_as_well(desk: Desk):
    told = "posted it on 8 October in Valencia"
    about = {"said": told, "date": SaidDate("8 October", NOW), "events": (wrote(told),)}
    reply = desk.reply(ACTION, INTENT, number="R1001", told_now=frozenset({"customer_number"}), **about)

    assert reply.form is not None
    assert "utter_which_country" not in [each.response for each in reply.utterances]


@pytest.mark.parametrize(
    ("code", "due"),
    [
        # Friday the 9th is the day of the Valencian Community, Monday the 12th that of Spain: Tuesday 13, Wednesday 14.
        ("ES", "**Spain**, with its public holidays"),
        ("US", "**United States**, with its public holidays"),
    ],
)
@pytest.mark.parametrize("is_press", [True, False])
def test_the_country_that_is_told_goes_on_with_town_and_day(desk: Desk, code: str, due: str, is_press: bool):
    first = wrote("posted it on 8 October in Valencia", day("8 October"))
    answer = f'/{INTENT}{{"country": "{code}"}}' if is_press else "the one there"
    asked = {"event": "bot", "metadata": {"utter_action": "utter_which_country"}}
    said = desk.ask(ACTION, INTENT, said=answer, country=code, events=(first, asked, wrote(answer, country(code))))

    assert said.startswith(due)
    assert "**Wednesday 14 October**" in said or code == "US"


@pytest.mark.parametrize("action", ["action_countries", "action_resume_question"])
def test_a_country_alone_answers_in_which_one_a_town_is(desk: Desk, action: str):
    first = wrote("posted it on 8 October in Cordoba", day("8 October"))
    asked = {"event": "bot", "metadata": {"utter_action": "utter_which_country"}}
    events = (first, asked, wrote("Mexico", country("MX"), intent="ask_countries"))
    said = desk.ask(action, "ask_countries", said="Mexico", country="MX", events=events)

    # Friday 9, Monday 12.
    assert "**Mexico**" in said
    assert "should have changed by **Monday 12 October**" in said
    assert "**Mexico**, with its" not in desk.ask("action_countries", "ask_countries", said="Mexico", country="MX")


@pytest.mark.parametrize(
    ("spoken", "where"), [("es-ES", "**Spain**"), ("en-US", "**United States**"), ("en", "more than one country")]
)
def test_the_country_of_the_page_tells_which_town_is_meant(desk: Desk, spoken: str, where: str):
    told = "posted it on 8 October in Valencia"
    said = desk.ask(ACTION, INTENT, said=told, date=SaidDate("8 October", NOW), events=(wrote(told),), spoken=spoken)

    assert where in said


@pytest.mark.parametrize(
    ("text", "due"),
    [
        # 9 October is a holiday on Saint-Barthélemy: whoever is in Lyon need not wait for that.
        ("posted it on 8 October in Lyon", "should have changed by **Monday 12 October**"),
        ("posted it on 8 October in Strasbourg", "should have changed by **Monday 12 October**"),
        ("posted it on 8 October in Madrid", "should change by **Tuesday 13 October**"),
    ],
)
def test_a_town_counts_the_holidays_of_its_region(desk: Desk, text: str, due: str):
    assert due in desk.ask(ACTION, INTENT, said=text, date=SaidDate("8 October", NOW), events=(wrote(text),))


def test_without_a_town_the_latest_day_of_the_country_is_told(desk: Desk):
    said = desk.ask(ACTION, INTENT, said="posted on 8 October", country="FR", date=SaidDate("8 October", NOW))

    assert "should change by **Tuesday 13 October**" in said


@pytest.mark.parametrize(
    ("told", "name", "due"),
    [
        # Friday 16 October 2026 and Saturday are no working days in Israel.
        ("Haifa", "Israel", "Monday 19 October"),
        ("Glasgow", "United Kingdom", "Monday 19 October"),
        ("Hamburg, sorry", "Germany", "Monday 19 October"),
    ],
)
def test_a_town_alone_finishes_the_date_of_the_plan(desk: Desk, told: str, name: str, due: str):
    planned = wrote("when will it show if I go there on Thursday", day("Thursday", "ahead"))
    events = (planned, COUNTED, wrote(told, intent="out_of_scope"))
    said = desk.ask(ACTION, INTENT, said=told, events=events)

    assert f"**{name}**" in said
    assert "Thursday 15 October" in said
    assert f"by **{due}**" in said
