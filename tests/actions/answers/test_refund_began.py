"""A refund since a day that its customer tells. NOW is Tuesday 13 October 2026; days are counted by hand.

In Portugal Monday 5 October is a holiday: 20 working days after Thursday the 1st end on Friday the 30th.
"""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW
from day_turns import Said, played

from actions.dialogue.turn import AHEAD, SaidDate

BEGAN: Said = ("the refund was issued on 1 October, Portugal here", "1 October")
BANK = "please ask your bank or payment service first"


def after(desk: Desk, text: str, day: str) -> str:
    return "\n".join(desk.say(played(desk, [BEGAN, (text, day)], country="PT")[-1]))


def test_the_first_and_the_last_day_leave_the_holidays_of_the_country_out(desk: Desk):
    told = "\n".join(desk.say(played(desk, [BEGAN], country="PT")[-1]))

    assert "**Wednesday 7 October**" in told
    assert "**Friday 30 October**" in told
    assert "Monday 5 October" in told


@pytest.mark.parametrize(
    ("text", "day", "late"),
    [
        ("and if I still see nothing by the 30th, what do I do then?", "the 30th", False),
        ("suppose it isn't there on the 29th, who can help", "the 29th", False),
        ("if there's still nothing on 31 October", "31 October", True),
    ],
)
def test_money_that_is_not_there_by_a_day_is_asked_for_at_the_bank(desk: Desk, text: str, day: str, late: bool):
    told = after(desk, text, day)

    assert ("Yes, that is late" if late else "No, that is not late") in told
    assert "Friday 30 October" in told
    assert BANK in told


def test_whether_it_is_late_alone_is_answered_alone(desk: Desk):
    assert BANK not in after(desk, "and if there's still nothing by the 28th?", "the 28th")


def test_a_day_on_which_it_has_not_arrived_is_one_as_well(desk: Desk):
    text = "if it hasn't arrived on 3 November, whom do I ask?"
    events: list[dict[str, Any]] = [
        {
            "event": "user",
            "text": BEGAN[0],
            "parse_data": {
                "entities": [{"entity": "date", "value": "1 October"}, {"entity": "country", "value": "PT"}]
            },
        },
        {"event": "user", "text": text, "parse_data": {"entities": [{"entity": "date", "value": "3 November"}]}},
    ]
    arrived = SaidDate("3 November", NOW, AHEAD)
    told = desk.ask("action_resume_question", "give_details", said=text, events=tuple(events), arrived_day=arrived)

    assert "Yes, that is late: the time ended with **Friday 30 October**." in told


def test_a_town_beside_its_country_counts_its_own_holidays(desk: Desk):
    # Without Monday 12 October and Monday 2 November; the 19th is a holiday in another state only.
    turns: list[Said] = [("my refund started on 8 October", "8 October"), ("Curitiba", None)]
    told = "\n".join(desk.say(played(desk, turns)[-1]))

    assert "**Wednesday 14 October**" in told
    assert "**Monday 9 November**" in told
    assert "19 October" not in told
