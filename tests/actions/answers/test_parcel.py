"""Handed in, and the page still says "not returned": the store, the carrier and the customer's own words together."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from custom_desk import Desk

ACTION = "action_parcel"
INTENT = "report_not_marked_returned"


def test_a_spanish_holiday_moves_the_promise_to_wednesday(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1001")

    # Handed in on Friday 9 October; Monday the 12th is a holiday.
    assert "The page should show it by **Wednesday 14 October**, 2 working days after" in said
    assert "handed it in on Friday 9 October" in said
    assert "The carrier took it in at Madrid, Calle Mayor on Friday 9 October." in said
    assert "Nothing to do until then." in said
    assert said.endswith("_Source: AliExpress return policy, “Already dropped off”_")


@pytest.mark.parametrize(
    ("customer", "due"),
    [
        # Wednesday evening in Los Angeles: Thursday and Friday. In UTC it was Thursday, which would give Tuesday.
        ("carl", "should have changed by **Friday 9 October**"),
        # Monday morning in Sydney: Tuesday and Wednesday. In UTC it was Sunday, which would give Tuesday.
        ("fay", "should show it by **Wednesday 14 October**"),
        ("gil", "should show it by **Wednesday 14 October**"),
    ],
)
def test_the_day_of_the_hand_in_is_that_of_the_customers_clock(desk: Desk, customer: str, due: str):
    assert due in desk.verified(customer).ask(ACTION, INTENT)


def test_waiting_ends_with_the_last_minute_of_the_promised_day(desk: Desk):
    last_minute = desk.at(datetime(2026, 10, 14, 21, 59, tzinfo=timezone.utc)).verified("ana")
    midnight = desk.at(datetime(2026, 10, 14, 22, 0, tzinfo=timezone.utc)).verified("ana")

    assert "Nothing to do until then." in last_minute.ask(ACTION, INTENT, number="R1001")
    assert "Now is the time to get help." in midnight.ask(ACTION, INTENT, number="R1001")


def test_a_late_page_says_until_when_and_offers_a_person(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1006")

    said = desk.say(reply)[0]
    # Handed in on Monday 5 October at noon: two working days, and 17 days.
    assert "the page should have changed by **Wednesday 7 October**" in said
    assert "not delivered by **Thursday 22 October**" in said
    assert "The carrier last scanned it at Zaragoza on Tuesday 6 October." in said
    assert reply.slots["offer"] == "person"
    assert desk.buttons(reply) == [("Talk to a person", "/talk_to_person")]


def test_waiting_offers_nobody(desk: Desk):
    assert desk.verified("ana").reply(ACTION, INTENT, number="R1001").slots["offer"] is None


def test_after_17_days_the_refund_starts_by_itself(desk: Desk):
    said = desk.verified("dmitri").ask(ACTION, INTENT)

    # From noon on Friday 25 September in Moscow.
    assert said.startswith("Your refund should start by itself now.")
    assert "within 17 days, which ended on **Monday 12 October**" in said


@pytest.mark.parametrize(
    ("number", "news"),
    [
        ("R9003", "The carrier last scanned it at Hamburg on Monday 12 October."),
        ("R9005", "The carrier reports a problem on Monday 12 October."),
        ("R9006", "There is no tracking number, so I can't ask the carrier."),
        ("R9007", "The carrier last scanned it on Monday 12 October."),
        ("R9008", "The carrier reports a problem at Bremen on Monday 12 October."),
        ("R9009", "The carrier delivered it at Leipzig on Thursday 1 October."),
        ("R9010", "The carrier delivered it on Thursday 1 October."),
    ],
)
def test_what_the_carrier_knows_is_told(desk: Desk, number: str, news: str):
    assert news in desk.verified("kim").ask(ACTION, INTENT, number=number)


def test_a_carriers_scan_proves_a_hand_in_that_the_store_does_not_know(desk: Desk):
    said = desk.verified("kim").ask(ACTION, INTENT, number="R9004")

    # Taken in on Monday 12 October, no holiday in Germany.
    assert "The page should show it by **Wednesday 14 October**" in said
    assert "The carrier took it in on Monday 12 October." in said


def test_a_delivery_that_the_page_lags_behind_needs_a_day_or_two(desk: Desk):
    said = desk.verified("kim").ask(ACTION, "report_parcel_delivered", number="R9001")

    # Delivered on Monday 12 October at 11:00; carriers need up to 2 days.
    assert "the carrier delivered your parcel on Monday 12 October" in said
    assert "by **Wednesday 14 October**, as carriers need 1 to 2 days" in said


def test_a_delivery_that_the_page_ignores_for_longer_needs_a_person(desk: Desk):
    reply = desk.verified("kim").reply(ACTION, "report_parcel_delivered", number="R9002")

    # Delivered on Friday 9 October: two days, not working days.
    assert "should have shown it by **Sunday 11 October**" in desk.say(reply)[0]
    assert reply.slots["offer"] == "person"


def test_a_carrier_that_is_down_is_told_and_the_store_alone_answers(desk_without_carrier: Desk):
    said = desk_without_carrier.verified("ana").ask(ACTION, INTENT, number="R1001")

    assert "The page should show it by **Wednesday 14 October**" in said
    assert "I can't reach the carrier right now, so this is from our own records alone." in said


def test_a_hand_in_that_nobody_but_the_customer_knows_counts_from_the_day_they_tell(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", date="last Friday")

    assert "after you handed it in on Friday 9 October" in said
    assert "by **Wednesday 14 October**" in said


def test_without_any_hand_in_the_customer_is_asked_for_the_day(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005")

    assert "I can't see a hand-in for your return **R1005** yet." in said
    assert "tell me on which day" in said


@pytest.mark.parametrize("date", ["2 weeks ago", "1 October", "tomorrow", "soon"])
def test_a_day_before_the_request_or_after_today_is_not_believed(desk: Desk, date: str):
    # Requested on Saturday 3 October.
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1005", date=date)

    assert "I can't see a hand-in" in said


@pytest.mark.parametrize(
    ("customer", "number", "handed_in"),
    [
        # Tuesday 6 October in the United States, a day before the store's own; the 10th of June in Spain.
        ("carl", "R3001", "handed in the parcel on Tuesday 6 October"),
        ("ana", "R1005", "I can't see a hand-in"),
    ],
)
def test_months_come_first_in_the_united_states_alone(desk: Desk, customer: str, number: str, handed_in: str):
    assert handed_in in desk.verified(customer).ask(ACTION, INTENT, number=number, date="10/6")


def test_a_day_that_was_used_is_not_remembered(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT, number="R1005", date="yesterday")

    assert reply.slots["said_date"] is None


@pytest.mark.parametrize(
    ("customer", "number", "standing"),
    [
        ("ana", "R1007", "The warehouse should have checked it by **Wednesday 14 October**."),
        ("ana", "R1008", "passed the check at the warehouse on Friday 9 October."),
        ("ana", "R1009", "did not pass the check at the warehouse on Monday 12 October."),
        ("kim", "R9015", "The check takes longer than usual"),
    ],
)
def test_a_parcel_that_the_warehouse_has_is_answered_with_where_the_return_stands(
    desk: Desk, customer: str, number: str, standing: str
):
    said = desk.verified(customer).ask(ACTION, INTENT, number=number)

    assert said.startswith("The warehouse has the parcel")
    assert standing in said


@pytest.mark.parametrize(
    ("customer", "number", "standing"),
    [
        ("ana", "R1010", "was sent on Tuesday 6 October. The money should reach you by **Thursday 29 October**."),
        ("ana", "R1012", "was cancelled on Thursday 8 October."),
        ("ana", "R1013", "was declined on Thursday 8 October. If you disagree, the platform can decide."),
        ("kim", "R9012", "The parcel was sent all the same"),
    ],
)
def test_a_return_that_is_over_is_answered_with_how_it_ended(desk: Desk, customer: str, number: str, standing: str):
    said = desk.verified(customer).ask(ACTION, INTENT, number=number)

    assert said.startswith("The page does not wait for the parcel any more.")
    assert standing in said


def test_a_day_told_before_the_details_is_remembered_with_when_it_was_told(desk: Desk):
    reply = desk.reply(ACTION, INTENT, date="yesterday")

    assert reply.slots["said_date"] == {"phrase": "yesterday", "said_at": "2026-10-13T10:00:00+00:00"}
