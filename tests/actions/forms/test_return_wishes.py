"""Which messages wish to return something, and which only sound like it."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.forms.return_wishes import is_wish, wish_waits, wishes_before


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("how do I send it back?", "ask_how_to_return"),
        ("its hinge is bent", "report_item_problem"),
        ("the rug has to go", "nlu_fallback"),
        ("please ship the lamp back for me", "report_not_marked_returned"),
        ("and the vase as well please", "give_details"),
        ("I want to get rid of them", "out_of_scope"),
    ],
)
def test_a_wish_is_heard_whatever_it_was_taken_for(said: str, intent: str):
    assert is_wish(said, intent)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("has anybody read my return request?", "ask_seller_silent"),
        ("my return request is still open", "ask_return_status"),
        ("can the money go back to my card?", "ask_refund_method"),
        ("I sent it back on Monday", "report_not_marked_returned"),
        ("I don't want to return it", "nlu_fallback"),
        ("/button_start_return", "ask_how_to_return"),
    ],
)
def test_what_is_told_or_asked_of_a_return_is_none(said: str, intent: str):
    assert not is_wish(said, intent)


def user(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


def test_wishes_come_newest_first_and_end_where_one_was_given_up(desk: Desk):
    events = [
        user("I want to return the mug", "ask_how_to_return"),
        user("no, my sister wants it", "stop"),
        user("I want to return the lamp", "ask_how_to_return"),
        user("and the rug too", "give_details"),
    ]
    turn = desk.turn("give_details", events=events)

    assert list(wishes_before(turn)) == ["and the rug too", "I want to return the lamp"]


@pytest.mark.parametrize(("between", "waits"), [("thank", True), ("ask_refund_time", False)])
def test_a_wish_waits_until_something_else_is_asked(desk: Desk, between: str, waits: bool):
    events = [
        user("I want to return the mug", "ask_how_to_return"),
        user("…", between),
        user("8120034500080001", "give_details"),
    ]

    assert wish_waits(desk.turn("give_details", events=events)) is waits
