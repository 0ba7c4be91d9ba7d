"""An order that is overdue is told from a return, a refund and a time that is late."""

from __future__ import annotations

import pytest

from core.late_orders import (
    tells_of_late_order,
    tells_of_lost_order,
    tells_of_stuck_tracking,
    tells_that_none_came,
    wants_money_for_none,
    was_returned_to_sender,
    wishes_to_cancel,
)


@pytest.mark.parametrize(
    "said",
    [
        "hello, the cushions I ordered are four days late already, any idea?",
        "our order is overdue by a week and nobody says a word",
        "the expected delivery of my keyboard was on the 3rd and it's not here",
        "the order hasn't been shipped from your hub yet, it was promised for Sunday",
        "delivery of the desk is delayed again, what is going on",
        "nope, it hasn't even left your depot",
        "it was never shipped from the seller's warehouse",
    ],
)
def test_an_overdue_order_is_told_of(said: str) -> None:
    assert tells_of_late_order(said)


@pytest.mark.parametrize(
    "said",
    [
        "I ordered it in May, is it too late to do something about it",
        "the refund for my order is a week late",
        "I posted the order back and the page is late",
        "sorry for the late answer, the order number is 8001",
        "how late may I bring the parcel I ordered a label for",
        "when is the expected delivery",
        "my refund never left your warehouse",
        "the return I posted has not left your hub",
        "it has left your warehouse",
        "it is late",
        "ordered and late " + "on " * 80,
    ],
)
def test_what_is_late_otherwise_is_not(said: str) -> None:
    assert not tells_of_late_order(said)


@pytest.mark.parametrize(
    "said",
    [
        "the postman lost my order, who pays for that",
        "the vase that I bought got lost somewhere in Lyon",
        "it was lost by the carrier on its way to me",
        "our order's vanished somewhere behind the border, has it been stolen?",
        "my purchase is stuck in customs for a fortnight",
    ],
)
def test_an_order_that_was_lost_is_told_of(said: str) -> None:
    assert tells_of_lost_order(said)


@pytest.mark.parametrize(
    "said",
    [
        "the courier lost my return",
        "I lost my order number",
        "the parcel I sent back is lost",
        "my parcel is lost",
        "they say the box was lost in the depot",
        "ordered and lost " + "it " * 80,
    ],
)
def test_what_else_was_lost_is_not(said: str) -> None:
    assert not tells_of_lost_order(said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("the order never arrived and the shop does not write back to me", False),
        ("my order hasn't come, the seller is silent", True),
        ("we have not received our order and nobody picks up", False),
        ("we have not received our order, nobody answers the phone", True),
        ("the seller has not answered, my order arrived broken", False),
        ("my return never arrived", False),
        ("order " + "not arrived " * 60, False),
    ],
)
def test_an_order_that_has_not_come_is_told_of(said: str, expected: bool) -> None:
    """Where something goes back as well, or may, the message decides by its other words."""
    assert tells_that_none_came(said) is expected


@pytest.mark.parametrize(
    "said",
    [
        "seven weeks, zero parcel, give me my money",
        "the kettle never arrived, please pay me back",
        "there's still no sign of the package and I'd like my 30 euros",
    ],
)
def test_money_is_wanted_for_what_never_came(said: str) -> None:
    assert wants_money_for_none(said)


@pytest.mark.parametrize(
    "said",
    [
        "I posted the kettle back weeks ago, no parcel was confirmed, give me my money",
        "my money has not arrived",
        "the bank says nothing came, I want my money",
        "I returned it and never received the refund",
        "I'd like my 30 euros for the kettle",
    ],
)
def test_money_is_wanted_for_something_else(said: str) -> None:
    assert not wants_money_for_none(said)


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("tracking reads RETURNED TO SENDER though I was at home all day", True),
        ("why was it returning to the seller before I even saw it", True),
        ("my return R1003 says returned to sender", False),
        ("I sent it back and it was returned to sender", False),
        ("can I return it to the seller myself", False),
    ],
)
def test_an_order_that_went_back_before_it_came(said: str, is_so: bool) -> None:
    assert was_returned_to_sender(said) is is_so


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("it was due on the 3rd, I would rather call it all off now", True),
        ("still processing after two weeks, please cancel", True),
        ("it was cancelled and never came", False),
        ("it never came, can I cancel my return of the other one", False),
    ],
)
def test_a_late_order_is_to_be_cancelled(said: str, is_so: bool) -> None:
    assert wishes_to_cancel(said) is is_so


@pytest.mark.parametrize(
    ("text", "stuck"),
    [
        ("the scanner says it left China in August and nothing since", True),
        ("my kettle sits at customs for nine days now", True),
        ("no update after departed origin airport", True),
        ("I returned it and now customs has my parcel", False),
        ("my return is stuck at the depot", False),
        ("tracking shows nothing since Monday", False),
    ],
)
def test_what_stands_still_abroad_is_on_its_way_to_its_customer(text: str, stuck: bool):
    assert tells_of_stuck_tracking(text) is stuck
