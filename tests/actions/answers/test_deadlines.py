"""Which dates apply to a return."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number

ACTION = "action_deadlines"


def lines(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("•")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "R1002",  # requested at 10:00 today
            [
                "• Your request should be processed by **Wednesday 14 October, 10:00**.",
                "• The seller can answer until **Thursday 15 October, 10:00**. After that the platform steps in.",
            ],
        ),
        # Approved and without a label, so that the parcel is not what comes first; ordered on Tuesday 1 September.
        ("R1004", ["• Lamp 10004: 90 days from the order, until Monday 30 November."]),
        (
            "R1005",  # the label came on Monday 5 October
            [
                "• Hand in the parcel as soon as you can. The advised date was Saturday 10 October; you can still "
                "send it.",
                "• Lamp 10005: 90 days from the order, until Monday 30 November.",
            ],
        ),
        (
            "R1001",  # handed in on Friday 9 October, 18:00; 17 days later it is Monday
            [
                "• The page should show your hand-in by **Wednesday 14 October**.",
                "• If the parcel is not delivered by **Monday 26 October**, the refund starts by itself.",
            ],
        ),
        (
            "R1006",  # handed in on Monday 5 October
            [
                "• The page should have shown your hand-in by Wednesday 7 October. It is time to get help.",
                "• If the parcel is not delivered by **Thursday 22 October**, the refund starts by itself.",
            ],
        ),
        (
            "R1007",  # received on Friday 9 October: third working day Thursday, twentieth Monday four weeks later
            [
                "• The check at the warehouse should be done by **Wednesday 14 October**. It can take longer in "
                "holidays.",
                "• The money should reach you between **Monday 19 October** and **Wednesday 11 November**.",
            ],
        ),
        # Issued on Tuesday 6 October, so the third working day was Friday and only the last one is still a date.
        ("R1010", ["• The money should reach you by **Wednesday 4 November**."]),
    ],
)
def test_every_open_date_is_listed_soonest_first(desk: Desk, number: str, expected: list[str]):
    said = desk.verified("ana").ask(ACTION, "ask_deadlines", number=number)

    assert said.startswith(f"For your return **{number}**:")
    assert lines(said) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            "R9013",
            [
                "• Your request should have been processed by Tuesday 13 October, 06:00. It is late.",
                "• The seller can answer until **Wednesday 14 October, 06:00**. After that the platform steps in.",
            ],
        ),
        (
            "R9014",
            [
                "• Your request should have been processed by Saturday 10 October, 06:00. It is late.",
                "• The seller could answer until Sunday 11 October, 06:00. The platform steps in now.",
            ],
        ),
        (
            "R9015",  # received on Monday 5 October, so checked by Wednesday 7; 20 working days more
            [
                "• The check at the warehouse should have been done by Wednesday 7 October. "
                "It takes longer than usual.",
                "• The money should reach you by **Wednesday 4 November**.",
            ],
        ),
        (
            "R9016",  # received on Monday 3 August, so checked by Wednesday 5: four weeks
            [
                "• The money should have reached you by Wednesday 2 September, and I can't see that it was sent. A "
                "person should look into it."
            ],
        ),
    ],
)
def test_what_was_missed_stays_listed_as_late(desk: Desk, number: str, expected: list[str]):
    assert lines(desk.verified("kim").ask(ACTION, "ask_deadlines", number=number)) == expected


def test_a_parcel_that_never_arrived_has_its_refund_by_itself_and_no_date_for_it(desk: Desk):
    assert lines(desk.verified("dmitri").ask(ACTION, "ask_deadlines")) == [
        "• The parcel was not delivered by Monday 12 October, so the refund starts by itself."
    ]


@pytest.mark.parametrize(
    ("customer", "due"),
    [
        # Wednesday 7 October, 22:00 in Los Angeles: Thursday and Friday.
        ("carl", "The page should have shown your hand-in by Friday 9 October."),
        # Monday 12 October, 09:30 in Sydney: Tuesday and Wednesday.
        ("fay", "The page should show your hand-in by **Wednesday 14 October**."),
        # Friday 9 October, 17:00 in São Paulo, and Monday is a holiday there too.
        ("gil", "The page should show your hand-in by **Wednesday 14 October**."),
    ],
)
def test_days_are_counted_on_the_calendar_and_clock_of_the_customers_place(desk: Desk, customer: str, due: str):
    assert due in desk.verified(customer).ask(ACTION, "ask_deadlines")


def test_a_parcel_in_spain_and_a_bank_in_france_have_their_own_holidays(desk: Desk):
    # Received on Friday 9 October. Monday is a holiday in Spain, where the parcel is, and not in France.
    assert lines(desk.verified("elise").ask(ACTION, "ask_deadlines")) == [
        "• The check at the warehouse should be done by **Wednesday 14 October**. It can take longer in holidays.",
        "• The money should reach you between **Monday 19 October** and **Thursday 12 November**.",
    ]


@pytest.mark.parametrize(
    ("intent", "number", "only"),
    [
        ("ask_processing_time", "R1002", "should be processed by"),
        ("ask_seller_silent", "R1002", "The seller can answer until"),
        ("ask_ship_by", "R1005", "Hand in the parcel"),
        ("ask_inspection_time", "R1007", "The check at the warehouse should be done by"),
    ],
)
def test_a_question_about_one_stage_gets_that_stages_date_alone(desk: Desk, intent: str, number: str, only: str):
    said = desk.verified("ana").ask(ACTION, intent, number=number)
    listed = [line for line in lines(said) if "days from the order" not in line]

    assert len(listed) == 1
    assert only in listed[0]


@pytest.mark.parametrize(
    ("number", "topic", "stands", "person"),
    [
        (
            "R1013",
            "ask_seller_silent",
            "your return **R1013** was declined on Thursday 8 October. If you disagree",
            True,
        ),
        ("R1014", "ask_seller_silent", "looking at your return **R1014** since Saturday 10 October. It decides", True),
        ("R1009", "ask_inspection_time", "did not pass the check at the warehouse on Monday 12 October.", True),
        ("R1007", "ask_seller_silent", "**R1007** arrived at the warehouse on Friday 9 October.", False),
        ("R1007", "ask_ship_by", "**R1007** arrived at the warehouse on Friday 9 October.", False),
        ("R1011", "ask_deadlines", "**R1011** is complete. The refund arrived on Friday 2 October.", False),
        ("R1014", "ask_deadlines", "The published rules name no date for that.", True),
    ],
)
def test_a_stage_that_a_return_is_past_gets_where_it_stands_alone(
    desk: Desk, number: str, topic: str, stands: str, person: bool
):
    reply = desk.verified("ana").reply(ACTION, topic, number=number)

    (said,) = desk.say(reply)
    assert stands in said
    assert desk.buttons(reply) == ([("Talk to a person", "/talk_to_person")] if person else [])
    assert reply.slots["offer"] == ("person" if person else None)


@pytest.mark.parametrize(
    ("number", "topic", "stands", "rule"),
    [
        ("R1001", "ask_inspection_time", "You handed in your return **R1001** on Friday 9 October.", "2 business days"),
        ("R1003", "ask_ship_by", "The seller answered about your return **R1003**", "within 5 days"),
        # The check is over, and how long one takes is still what was asked.
        ("R1010", "ask_inspection_time", "was sent on Tuesday 6 October.", "2 business days"),
    ],
)
def test_a_stage_to_come_gets_its_rule_behind_where_the_return_stands(
    desk: Desk, number: str, topic: str, stands: str, rule: str
):
    first, second = desk.say(desk.verified("ana").reply(ACTION, topic, number=number))

    assert stands in first
    assert rule in second


def test_a_usual_time_is_told_whatever_the_return_waits_for(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "ask_seller_silent", number="R1013", said="what is usual for a seller?")

    assert "The seller has **48 hours** to answer" in said


def test_a_span_in_hours_is_told_with_the_customers_time_of_day(desk: Desk):
    # Requested at 10:30 UTC, which is 11:30 in London in October.
    said = desk.verified("ben").ask(ACTION, "ask_processing_time", number="R2002")

    assert "should be processed by **Tuesday 13 October, 11:30**" in said


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("ask_ship_by", "until when could I send the organiser after all?"),
        ("ask_ship_by", "how long do I have to send it back now"),
        ("ask_deadlines", "what is the last day for it?"),
    ],
)
def test_of_a_cancelled_return_the_windows_of_its_items_are_told(desk: Desk, topic: str, said: str):
    reply = desk.verified("ana").reply(ACTION, topic, number="R1012", said=said)

    *before, told = desk.say(reply)
    assert ["was cancelled on Thursday 8 October" in each for each in before] == [True] * (topic == "ask_deadlines")
    # Received on Monday 5 October: 15 days are Tuesday the 20th. The lamp of the order is in another return.
    assert lines(told) == ["• Cable organiser: yes, until **Tuesday 20 October** (7 days left)."]
    assert desk.buttons(reply)[0][0] == "Start a return"
    assert reply.slots["offer"] == f"button_start_return {order_number(10001)}"


def told(response: str) -> tuple[dict[str, Any], ...]:
    """A conversation whose last answer was this response."""
    return ({"event": "user"}, {"event": "bot", "metadata": {"utter_action": response}}, {"event": "user"})


def test_without_a_label_that_comes_before_the_parcel(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "ask_ship_by", number="R1004")

    assert "Please download the label or code" in said
    assert "best by **Saturday 17 October**" in said
    assert "• Hand in" not in said


@pytest.mark.parametrize("asked", ["may I bring it", "could we send it off right away", "am I allowed to post it"])
def test_before_the_approval_nothing_is_sent(desk: Desk, asked: str):
    said = desk.verified("ana").ask(ACTION, "ask_ship_by", number="R1002", said=f"{asked} already?")

    assert said.startswith("Not yet: return **R1002** has not been approved.")
    assert "Wednesday 14 October, 10:00" in said


def test_until_when_is_the_window_before_the_approval(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "ask_ship_by", number="R1002", said="till when?")

    assert "• Lamp 10002: 90 days from the order, until Monday 30 November." in said
    assert "Not yet" in said


def test_a_stage_to_come_gets_its_rule_first_where_the_return_was_told(desk: Desk):
    first, second = desk.say(
        desk.verified("ana").reply(
            ACTION, "ask_inspection_time", number="R1001", events=told("utter_return_status"), said="And the check?"
        )
    )

    assert "2 business days" in first
    assert "The page should show it by **Wednesday 14 October**" in second
    assert "So far" not in second


def test_how_long_a_check_may_take_is_counted(desk: Desk):
    said = desk.verified("ana").ask(ACTION, "ask_inspection_time", number="R1007", said="how many days do they get?")

    # Received on Friday 9 October; Monday 12 October is a holiday in Spain.
    assert "I count 2 working days after Friday 9 October" in said
    assert "**Wednesday 14 October**" in said
