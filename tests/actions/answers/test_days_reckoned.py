"""What follows from a day that is told or supposed, and on from there. NOW is Tuesday 13 October 2026.

Ana is in Spain and Kim in Germany; dates are counted by hand.
"""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import NOW
from day_turns import Said, played

from actions.dialogue.days_reckoned import Reckoned, last_reckoned
from policy.chain import Happening

CHECKED_BY = "the check should be done by **{}**"
MONEY = "the money should come between **{}** and **{}**"


def last(desk: Desk, turns: list[Said], number: str | None = None, country: str | None = None) -> str:
    return "\n".join(desk.say(played(desk, turns, number, country)[-1]))


# R1001 was handed in on Friday 9 October in Madrid, where no holiday follows in these weeks.
@pytest.mark.parametrize(
    ("said", "day", "due"),
    [
        (
            "imagine the warehouse gets it tomorrow, how long until it's looked through?",
            "tomorrow",
            "Friday 16 October",
        ),
        ("suppose it gets to you on the 21st, when would it be inspected", "the 21st", "Friday 23 October"),
        ("when it reaches the warehouse on Monday, by when do they check?", "Monday", "Wednesday 21 October"),
        ("if they've got it on Friday, then what", "Friday", "Tuesday 20 October"),
    ],
)
def test_a_supposed_arrival_leads_to_the_end_of_the_check(desk: Desk, said: str, day: str, due: str):
    assert CHECKED_BY.format(due) in last(desk.verified("ana"), [(said, day)], "R1001")


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        ([("no wait, Wednesday", "Wednesday")], CHECKED_BY.format("Friday 16 October")),
        ([("sorry, I meant the Friday after", "Friday")], CHECKED_BY.format("Tuesday 27 October")),
        ([("and what about the 22nd?", "the 22nd")], CHECKED_BY.format("Monday 26 October")),
        ([("from when to when the refund then?", None)], MONEY.format("Friday 23 October", "Tuesday 17 November")),
        (
            [("rather Monday", "Monday"), ("and after that?", None)],
            # Checked by Wednesday 21 October.
            MONEY.format("Monday 26 October", "Wednesday 18 November"),
        ),
        ([("so when is the cash on my account at the latest", None), ("is that guaranteed?", None)], "no promise"),
    ],
)
def test_the_next_turn_goes_on_from_the_day_that_was_named(desk: Desk, turns: list[Said], says: str):
    first: Said = ("suppose it arrives there on Friday, when is it checked?", "Friday")
    assert says in last(desk.verified("ana"), [first, *turns], "R1001")


def test_for_anybody_it_counts_in_the_country_that_was_named(desk: Desk):
    # Monday the 12th is Thanksgiving.
    first: Said = ("they received mine on Friday, I live in Canada. when was it inspected?", "Friday")
    assert CHECKED_BY.format("Wednesday 14 October") in last(desk, [first], country="CA")
    money = last(desk, [first, ("so the money when, at the earliest?", None)], country="CA")
    # Thursday, Friday, Monday; Remembrance Day is no working day in most provinces.
    assert MONEY.format("Monday 19 October", "Thursday 12 November") in money


@pytest.mark.parametrize(
    ("said", "day", "due"),
    [
        ("suppose the label comes on Thursday, until when should I send it", "Thursday", "Tuesday 20 October"),
        ("got my code on the 10th, by when should it be gone?", "the 10th", "Thursday 15 October"),
    ],
)
def test_the_advised_days_count_from_the_label(desk: Desk, said: str, day: str, due: str):
    assert f"by **{due}**. That is advice" in last(desk, [(said, day)])


def test_a_request_has_hours_from_its_hour(desk: Desk):
    first: Said = ("I asked for the return on Sunday at 7:30 pm, until when must the seller answer?", "Sunday")
    assert "until **Tuesday 13 October, 19:30** to answer" in last(desk, [first])
    moved = last(desk, [first, ("no, on Monday", "Monday")])
    assert "until **Wednesday 14 October, 19:30** to answer" in moved


def test_behind_an_answer_about_requests_it_is_the_request_that_was_sent(desk: Desk):
    rule = {"event": "user", "text": "how long has the shop to react?", "parse_data": {"entities": []}}
    answer = {"event": "bot", "metadata": {"utter_action": "utter_rule_x", "because": "seller.silence"}}
    reply = played(desk, [("we did it on Monday, around 8:15", "Monday")], began=(rule, answer))[0]

    assert "until **Wednesday 14 October, 08:15**" in "\n".join(desk.say(reply))
    assert "we did it" not in last(desk, [("we did it on Monday, around 8:15", "Monday")])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("it reached me on Friday, can it go back?", "Friday"),
        ("they haven't received it on Friday", "Friday"),
        ("does the page change if they get it on Friday?", "Friday"),
        ("I handed it in on Friday", "Friday"),
        ("the check failed on Friday", "Friday"),
    ],
)
def test_what_is_said_of_another_event_is_not_reckoned_here(desk: Desk, said: str, day: str):
    assert all(each.response != "utter_day_reckoned" for each in played(desk, [(said, day)])[0].utterances)


def test_what_the_records_have_is_told_from_them(desk: Desk):
    # R1007 lies at the warehouse.
    reply = played(desk.verified("ana"), [("if they get it on Friday, when is it checked?", "Friday")], "R1007")[0]
    assert all(each.response != "utter_day_reckoned" for each in reply.utterances)


def test_a_day_is_kept_and_nothing_else_is_read_as_one():
    day = Reckoned(Happening.AT_WAREHOUSE, NOW, has_hour=True)
    assert Reckoned.from_value(day.as_value()) == day
    for kept in ("", None, 7, "at_warehouse", "elsewhere 2026-10-13T10:00:00+00:00", "checked 2026-10-13T10:00:00"):
        assert Reckoned.from_value(kept) is None
    assert last_reckoned([]) is None
