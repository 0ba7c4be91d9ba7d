"""What a customer has waited, against the limits of the rules. Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from custom_desk import Desk
from custom_shop import NOW
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.lateness import LIMITS, is_over, told_late
from actions.dialogue.turn import Waited
from actions.replies.formatting import show_days
from policy.facts import load_facts

FACTS = load_facts()
PERSON = [("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize(
    ("limit", "waited", "over"),
    [
        # Handed in on Thursday 8: Friday 9, Monday 12. On Friday 9: Monday 12, Tuesday 13, which is not over.
        ("update.dropoff", Waited(5), True),
        ("update.dropoff", Waited(4), False),
        ("update.dropoff", Waited(3, working=True), True),
        ("update.dropoff", Waited(2, working=True), False),
        ("parcel.lost", Waited(18), True),
        ("parcel.lost", Waited(17), False),
        # Thirteen working days back is Thursday 24 September, 19 days ago; twelve is Friday 25, 18 days ago.
        ("parcel.lost", Waited(12, working=True), True),
        ("parcel.lost", Waited(11, working=True), False),
        # From Tuesday 15 September: four by 21, nine by 28, … twenty on Tuesday 13 October.
        ("refund.time", Waited(28), False),
        ("refund.time", Waited(29), True),
        ("refund.time", Waited(21, working=True), True),
        ("request.processing", Waited(1), False),
        ("request.processing", Waited(2), True),
        ("seller.silence", Waited(2), False),
        ("seller.silence", Waited(3), True),
        # Two working days back is Friday 9 October, four days.
        ("seller.silence", Waited(2, working=True), True),
    ],
)
def test_a_span_is_over_after_its_last_day(limit: str, waited: Waited, over: bool):
    assert is_over(FACTS[limit], waited, NOW) is over


@given(
    limit=st.sampled_from(sorted({each for limits in LIMITS.values() for each in limits})),
    days=st.integers(0, 200),
    working=st.booleans(),
    later=st.integers(0, 400),
)
def test_who_has_waited_longer_is_never_told_that_it_is_earlier(limit: str, days: int, working: bool, later: int):
    now = NOW + timedelta(days=later)
    if is_over(FACTS[limit], Waited(days, working), now):
        assert is_over(FACTS[limit], Waited(days + 1, working), now)


@pytest.mark.parametrize(
    ("action", "topic", "waited", "says"),
    [
        ("action_parcel", "report_not_marked_returned", Waited(5), "After 5 days that is late."),
        ("action_parcel", "report_not_marked_returned", Waited(3, True), "After 3 working days that is late."),
        ("action_parcel", "report_not_marked_returned", Waited(18), "18 days is 1 day too long."),
        ("action_parcel", "report_parcel_lost", Waited(21), "21 days is 4 days too long."),
        ("action_parcel", "report_parcel_delivered", Waited(9), "After 9 days that is late."),
        ("action_refund", "ask_refund_time", Waited(45), "45 days is longer than it should take."),
        ("action_refund", "ask_track_refund", Waited(30), "30 days is longer than it should take."),
        ("action_deadlines", "ask_inspection_time", Waited(8), "After 8 days that is late."),
        ("action_deadlines", "ask_processing_time", Waited(3), "After 3 days that is late"),
        ("action_deadlines", "ask_seller_silent", Waited(4), "After 4 days the seller's time has been over"),
    ],
)
def test_past_the_limit_it_is_late_and_a_person_is_offered(
    desk: Desk, action: str, topic: str, waited: Waited, says: str
):
    reply = desk.reply(action, topic, waited=waited)

    assert desk.say(reply)[0].startswith(says)
    assert "normal" not in desk.say(reply)[0]
    assert desk.buttons(reply)[:1] == PERSON


@pytest.mark.parametrize(
    ("action", "topic", "waited"),
    [
        ("action_refund", "ask_refund_time", Waited(6)),
        ("action_deadlines", "ask_seller_silent", Waited(1)),
        ("action_deadlines", "ask_ship_by", Waited(30)),
    ],
)
def test_within_the_limit_the_rule_is_told(desk: Desk, action: str, topic: str, waited: Waited):
    assert desk.ask(action, topic, waited=waited) == desk.ask(action, topic)


def test_within_the_limit_of_a_hand_in_its_last_day_is_told(desk: Desk):
    told = desk.ask("action_parcel", "report_not_marked_returned", waited=Waited(1))

    assert told.startswith("That is not late yet")
    assert "handed in on **Monday 12 October** should show on the page by **Wednesday 14 October**" in told


def test_where_the_records_know_nothing_of_a_delay_a_person_is_offered(desk: Desk):
    reply = desk.verified("ana").reply("action_refund", "ask_refund_time", number="R1005", waited=Waited(45))

    assert "has not started yet" in desk.say(reply)[0]
    assert desk.say(reply)[1].startswith("By your own count it has been 45 days")
    assert desk.buttons(reply) == PERSON
    assert reply.slots["offer"] == "person"


@pytest.mark.parametrize(
    ("limit", "waited", "over"),
    [
        ("parcel.lost", Waited(18), 1),
        ("parcel.lost", Waited(25), 8),
        # Thirteen working days back is Thursday 24 September, 19 days ago.
        ("parcel.lost", Waited(13, working=True), 2),
        ("seller.silence", Waited(5), 3),
    ],
)
def test_how_much_longer_than_a_limit_it_is(limit: str, waited: Waited, over: int):
    assert told_late(limit, waited, NOW, FACTS).values["over"] == show_days(over)


def test_of_working_days_no_number_is_told_that_holidays_could_change():
    assert "over" not in told_late("update.dropoff", Waited(9), NOW, FACTS).values
