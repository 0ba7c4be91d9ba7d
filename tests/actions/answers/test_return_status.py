"""Where a return stands, what has happened and what comes next: one return in every state."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from custom_desk import Desk

ACTION = "action_return_status"
INTENT = "ask_return_status"


@pytest.mark.parametrize(
    ("number", "status", "next_step"),
    [
        # Requested at 10:00 today, processed within 24 hours.
        ("R1002", "was requested on Tuesday 13 October", "should be processed by **Wednesday 14 October, 10:00**"),
        ("R1003", "The seller answered about your return **R1003** on Monday 12 October", "decision on your request"),
        # Five days after Monday 12 October.
        ("R1004", "was approved on Monday 12 October", "hand in the parcel, best by **Saturday 17 October**"),
        ("R1005", "has been ready since Monday 5 October", "The advised date has passed"),
        # Friday; the weekend and Monday's holiday don't count, so Tuesday is the first day and Wednesday the second.
        ("R1001", "You handed in your return **R1001** on Friday 9 October", "show it by **Wednesday 14 October**"),
        ("R1006", "The carrier first scanned it on Tuesday 6 October", "It is time to get help"),
        # Friday again.
        ("R1007", "arrived at the warehouse on Friday 9 October", "should be done by **Wednesday 14 October**"),
        # 20 working days after Friday 9 October: 13 to 16, three full weeks to 6 November, and 9 November.
        ("R1008", "passed the check at the warehouse on Friday 9 October", "reach you by **Monday 9 November**"),
        ("R1009", "did not pass the check at the warehouse on Monday 12 October", "the platform can decide"),
        # 20 working days after Tuesday 6 October.
        ("R1010", "was sent on Tuesday 6 October", "reach you by **Wednesday 4 November**"),
        ("R1011", "is complete. The refund arrived on Friday 2 October", "There is nothing left to do"),
        ("R1012", "was cancelled on Thursday 8 October", "you can apply again"),
        ("R1013", "was declined on Thursday 8 October", "the platform can decide"),
        ("R1014", "has been looking at your return **R1014** since Saturday 10 October", "It decides next"),
    ],
)
def test_every_state_is_told_with_its_date_and_its_next_step(desk: Desk, number: str, status: str, next_step: str):
    said = desk.verified("ana").ask(ACTION, INTENT, number=number)

    assert status in said
    assert next_step in said


@pytest.mark.parametrize(
    ("number", "next_step"),
    [
        # Requested on Monday at 06:00: 24 hours are over, 48 hours end on Wednesday at 06:00.
        ("R9013", "The seller has until **Wednesday 14 October, 06:00** to answer"),
        ("R9014", "so the platform steps in"),
        ("R9015", "The check takes longer than usual"),
        ("R9016", "The refund should have been sent by now"),
        ("R9017", "Please ask your bank"),
        ("R9012", "The parcel was sent all the same"),
    ],
)
def test_what_is_late_or_contradicts_itself_gets_its_own_next_step(desk: Desk, number: str, next_step: str):
    assert next_step in desk.verified("kim").ask(ACTION, INTENT, number=number)


def test_of_a_lost_parcel_the_records_show_no_refund_and_so_no_day(desk: Desk):
    reply = desk.verified("dmitri").reply(ACTION, INTENT)

    (said,) = desk.say(reply)
    assert "so the refund should start by itself. Our records show none yet, so I can't name a day" in said
    assert reply.slots["offer"] == "person"


def test_the_days_of_a_refund_are_those_of_the_customers_country_and_not_of_the_parcels(desk: Desk):
    # Received in Spain on Friday 9 October; the check counts Spain's Monday as a holiday.
    assert "should be done by **Wednesday 14 October**" in desk.verified("elise").ask(ACTION, INTENT)


def test_the_timeline_runs_from_the_first_event_to_the_last(desk: Desk):
    lines = desk.verified("ana").ask(ACTION, INTENT, number="R1006").splitlines()

    assert [line for line in lines if line.startswith("•")] == [
        "• Thursday 1 October: return requested",
        "• Friday 2 October: approved",
        "• Friday 2 October: label issued",
        "• Monday 5 October: handed in",
        "• Tuesday 6 October: scanned by the carrier",
    ]


def test_events_are_dated_on_the_customers_calendar(desk: Desk):
    # 05:00 UTC on Thursday is Wednesday evening in Los Angeles; 22:30 UTC on Sunday is Monday morning in Sydney.
    assert "• Wednesday 7 October: handed in" in desk.verified("carl").ask(ACTION, INTENT)
    assert "• Monday 12 October: handed in" in desk.verified("fay").ask(ACTION, INTENT)


def test_a_return_of_which_nothing_is_recorded_is_not_given_a_date(desk: Desk):
    said = desk.verified("kim").ask(ACTION, INTENT, number="R9011")

    assert "is registered and is being processed. You can follow it online." in said
    assert "Nothing has been recorded yet." in said


def test_what_happens_later_has_not_happened_yet(desk: Desk):
    said = desk.at(datetime(2026, 10, 6, 9, tzinfo=timezone.utc)).verified("ana").ask(ACTION, INTENT, number="R1001")

    assert "was requested on Tuesday 6 October" in said
    assert "handed in" not in said


def test_a_year_is_told_where_it_is_another_one(desk: Desk):
    said = desk.at(datetime(2027, 1, 2, 9, tzinfo=timezone.utc)).verified("ana").ask(ACTION, INTENT, number="R1012")

    assert "was cancelled on Thursday 8 October 2026" in said


def test_the_answer_ends_with_the_source_of_its_next_step(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1001")

    assert said.endswith("_Source: AliExpress return policy, “Already dropped off”_")


def test_whoever_is_not_verified_is_asked_for_the_details_at_once(desk: Desk):
    reply = desk.reply(ACTION, INTENT)

    assert desk.say(reply) == ["I can look that up for you."]
    assert reply.form == "identity_form"


@pytest.mark.parametrize(
    ("customer", "number", "person"),
    [
        ("ana", "R1001", False),
        ("ana", "R1002", False),
        ("ana", "R1006", True),
        ("ana", "R1009", True),
        ("ana", "R1011", False),
        ("ana", "R1013", True),
        ("ana", "R1014", True),
        ("kim", "R9012", True),
        ("kim", "R9013", False),
        ("kim", "R9014", True),
        ("kim", "R9015", True),
        ("kim", "R9016", True),
        ("kim", "R9017", True),
    ],
)
def test_a_person_is_offered_where_the_next_step_is_one(desk: Desk, customer: str, number: str, person: bool):
    reply = desk.verified(customer).reply(ACTION, INTENT, number=number)

    assert reply.slots["offer"] == ("person" if person else None)
    assert desk.buttons(reply) == ([("Talk to a person", "/talk_to_person")] if person else [])


def test_where_it_can_be_asked_for_again_that_is_what_a_yes_means(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1012")

    assert reply.slots["offer"] == "button_start_return 8120034500010001"


@pytest.mark.parametrize("said", ["and the toaster, is that in there as well?", "the toaster is included, right?"])
def test_whether_a_thing_is_in_a_return_is_told_by_what_that_is_for(desk: Desk, said: str):
    (told,) = desk.say(desk.verified("ben").reply(ACTION, INTENT, number="R2001", said=said))

    assert told == "Return **R2001** is for: Kettle, Toaster."


@pytest.mark.parametrize("said", ["where is the toaster in it all?", "they keep telling me nothing of the toaster"])
def test_where_the_thing_of_a_return_is_stays_a_question_of_its_status(desk: Desk, said: str):
    said = desk.verified("ben").ask(ACTION, INTENT, number="R2001", said=said)

    assert "The label for your return **R2001**" in said


@pytest.mark.parametrize(
    ("said", "told"), [("where is my refund for the lamp", True), ("where is my return now", False)]
)
def test_who_waits_for_money_hears_how_long_it_takes_before_they_are_asked_who_they_are(desk, said, told):
    reply = desk.reply("action_return_status", "ask_return_status", said=said)
    assert ("utter_rule_ask_refund_time" in [each.response for each in reply.utterances]) is told
    assert reply.form == "identity_form"
