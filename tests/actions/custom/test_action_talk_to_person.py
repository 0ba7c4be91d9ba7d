"""How to reach a person, with a summary of the return that is meant."""

from __future__ import annotations

import pytest
from custom_desk import Desk
from custom_shop import order_number

ACTION = "action_talk_to_person"
INTENT = "talk_to_person"
PLAIN = (
    "A person can take it from here. On the return's or the order's page, choose **customer service**. I can't connect "
    "you from this chat yet."
)


def test_a_verified_customer_gets_a_summary_to_paste(desk: Desk):
    said = desk.verified("ana").ask(ACTION, INTENT, number="R1006")

    assert "Return R1006, order 8120034500010006: Lamp 10006" in said
    assert "Status: on its way" in said
    assert [line for line in said.splitlines() if line.startswith("•")] == [
        "• Thursday 1 October: return requested",
        "• Friday 2 October: approved",
        "• Friday 2 October: label issued",
        "• Monday 5 October: handed in",
        "• Tuesday 6 October: scanned by the carrier",
        "• The page should have shown your hand-in by Wednesday 7 October. It is time to get help.",
        "• If the parcel is not delivered by **Thursday 22 October**, the refund starts by itself.",
    ]


def test_all_items_are_named(desk: Desk):
    assert "Kettle, Toaster" in desk.verified("ben").ask(ACTION, INTENT, number="R2001")


def test_the_only_return_need_not_be_named(desk: Desk):
    desk.verified("carl")

    for number in (None, order_number(30001)):
        assert "Return R3001" in desk.ask(ACTION, INTENT, number=number)


def test_an_order_with_one_return_names_it(desk: Desk):
    assert "Return R1006" in desk.verified("ana").ask(ACTION, INTENT, number=order_number(10006))


def test_a_return_without_events_has_a_summary_that_says_so(desk: Desk):
    assert "• Nothing has been recorded yet." in desk.verified("kim").ask(ACTION, INTENT, number="R9011")


def test_of_several_returns_none_is_guessed(desk: Desk):
    assert desk.verified("ana").ask(ACTION, INTENT) == PLAIN


@pytest.mark.parametrize("number", ["R3001", None])
def test_whoever_is_not_verified_gets_no_summary(desk: Desk, number: str | None):
    assert desk.ask(ACTION, INTENT, number=number, email="carl@example.com") == PLAIN


def test_somebody_elses_return_is_not_summarised(desk: Desk):
    assert "R3001" not in desk.verified("ana").ask(ACTION, INTENT, number="R3001")


def test_a_store_that_is_down_keeps_nobody_from_a_person(desk_without_store: Desk):
    assert desk_without_store.ask(ACTION, INTENT, number="R1001") == PLAIN


def test_nothing_stays_offered(desk: Desk):
    assert desk.reply(ACTION, INTENT, offer="person").slots == {"offer": None}
