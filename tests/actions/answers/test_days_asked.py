"""Short questions about days behind an answer. NOW is Tuesday 13 October 2026, noon in Madrid.

R1001 of Ana's, in Madrid, was handed in on Friday 9 October: the page by Wednesday 14, lost after Monday 26.
"""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW
from day_turns import Said, played

from actions.dialogue.days_reckoned import KEPT_AS
from actions.dialogue.turn import SaidDate


def behind(response: str, because: str, text: str = "?") -> tuple[dict[str, Any], dict[str, Any]]:
    """A message and its answer."""
    asked = {"event": "user", "text": text, "parse_data": {"entities": []}}
    return asked, {"event": "bot", "metadata": {"utter_action": response, "because": because}}


PAGE = behind("utter_drop_off_wait", "update.dropoff")
FEES = behind("utter_rule_ask_return_fee", "fee.monthly_limit")


def said(desk: Desk, turns: list[Said], number: str | None = None, began: Any = (), country: str | None = None) -> str:
    return "\n".join(desk.say(played(desk, turns, number, country, began)[-1]))


@pytest.mark.parametrize(
    ("turn", "says"),
    [
        (
            ("hm so is that overdue", None),
            "No, that is not late: the time runs to the end of **Wednesday 14 October**.",
        ),
        (("which is the second day?", None), "**Wednesday 14 October** is day 2 of the 2 that count."),
        (("are the 17 days over already?", None), "end on **Monday 26 October**"),
        (("customs had it on the 12th, will that move the deadline?", "the 12th"), "the hand-in on Friday 9 October"),
        (("thursday was the 8th?", "thursday"), ""),
    ],
)
def test_of_the_return_in_hand(desk: Desk, turn: Said, says: str):
    assert says in said(desk.verified("ana"), [turn], "R1001", PAGE)


def test_what_is_late_is_late_by_so_many_days(desk: Desk):
    # R9002 was handed in on Monday 5 October in Germany.
    assert "Yes, that is late: the time ended with **Wednesday 7 October**." in said(
        desk.verified("kim"), [("isn't that late now", None)], "R9002", PAGE
    )
    assert "6 days ago" in said(desk.verified("kim"), [("how overdue is that", None)], "R9002", PAGE)


@pytest.mark.parametrize(
    ("country", "text", "day", "says"),
    [
        ("IL", "is Friday a working day for you", "Friday", "**Friday 16 October** is on the weekend"),
        ("IL", "Sundays count as workdays, right?", "Sunday", "**Sunday 18 October** counts as a working day"),
        ("FR", "Saturday is a business day or not", "Saturday", "**Saturday 17 October** is on the weekend"),
    ],
)
def test_a_weekday_counts_or_not_by_the_country(desk: Desk, country: str, text: str, day: str, says: str):
    assert says in said(desk, [(text, day)], country=country)
    assert "counts as a working day" in said(desk, [(text, day), ("and Monday?", "Monday")], country=country)


def test_a_parcel_that_did_not_arrive_has_its_seventeen_days(desk: Desk):
    text, day = "I left it at the counter on the 3rd, it was never delivered", "the 3rd"
    event = {"entity": "date", "value": day, "start": text.index(day), "end": text.index(day) + len(day)}
    user = {"event": "user", "text": text, "parse_data": {"intent": {"name": "x"}, "entities": [event]}}
    date = SaidDate(day, NOW)
    told = desk.ask("action_resume_question", "give_details", said=text, events=(user,), date=date)

    assert "no: the 17 days from the hand-in on Saturday 3 October end on **Tuesday 20 October**" in told


def test_what_is_asked_of_the_days_goes_on(desk: Desk):
    kept = {
        "event": "bot",
        "metadata": {
            "utter_action": "utter_day_reckoned",
            "because": "parcel.lost",
            KEPT_AS: "handed_in 2026-10-03T12:00:00+00:00",
        },
    }
    began = ({"event": "user", "text": "x", "parse_data": {"entities": []}}, kept)
    assert "**Tuesday 20 October**" in said(desk, [("isn't that over 17 days already", None)], began=began)
    assert "**Thursday 15 October**" in said(desk, [("oops no, on 28 September", "28 September")], began=began)
    assert "starts by itself" in said(desk, [("so must I do anything?", None)], began=began)
    money = said(desk, [("and then?", None)], began=began)
    assert "If the refund starts by itself on Tuesday 20 October, the money should come between **Friday 23" in money


def test_free_returns_that_are_used_up_come_again_with_the_month(desk: Desk):
    for turn in ("all 5 are gone this month and there's another parcel", "and next month?"):
        assert "From **Sunday 1 November**" in said(desk, [(turn, None)], began=FEES)
    assert "1 November" not in said(desk, [("and next month?", None)])


def test_nothing_goes_back_that_has_not_come(desk: Desk):
    assert said(desk, [("may I send it back before it arrives?", None)]).startswith("No, not before you have it")


def test_a_country_that_is_not_listed_is_said_to_be_so(desk: Desk):
    began = behind("utter_country_served", "countries")
    assert "is not on the list" in said(desk, [("what about Norway?", None)], began=began, country="NO")
    assert said(desk, [("or Chile?", None)], began=began, country="CL").startswith("Yes, **Chile**")


def test_a_day_of_going_is_held_against_the_advice(desk: Desk):
    # R1005 has been ready since Monday 5 October.
    told = said(desk.verified("ana"), [("and if I can only go on Saturday?", "Saturday")], "R1005")
    assert "**Saturday 17 October** is 7 days after the advised last day, Saturday 10 October." in told


def test_the_advised_days_run_from_a_label_that_is_not_there_yet(desk: Desk):
    # R1004 is approved and has no label, R1005 has its label since Monday 5 October.
    ana, asked = desk.verified("ana"), ("when I get the label, how long do I have then?", None)
    told = said(ana, [asked], "R1004")
    assert "**within 5 days**" in told
    assert "advice rather than a limit" in told
    assert "17 October" not in told
    assert "**within 5 days**" not in said(ana, [asked], "R1005")
