"""All returns of a customer, as a short list with buttons."""

from __future__ import annotations

import pytest
from custom_desk import Desk

ACTION = "action_my_returns"
INTENT = "ask_my_returns"


def test_the_returns_are_listed_newest_first_with_their_status(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT)

    assert desk.say(reply)[0].splitlines() == [
        "Your returns:",
        "• **R2002**, Lamp 20002: requested",
        "• **R2001**, Kettle +1: label ready",
        "• **R2005**, Lamp 20005: handed in",
        "Choose one to see more.",
    ]
    assert desk.buttons(reply) == [
        ("R2002 · Lamp 20002", '/give_details{"customer_number": "R2002"}'),
        ("R2001 · Kettle +1", '/give_details{"customer_number": "R2001"}'),
        ("R2005 · Lamp 20005", '/give_details{"customer_number": "R2005"}'),
    ]


def test_of_many_returns_the_six_newest_are_listed(desk: Desk):
    reply = desk.verified("ana").reply(ACTION, INTENT)

    said = desk.say(reply)[0]
    assert said.startswith("You have 14 returns. The newest are:")
    assert [line.split("**")[1] for line in said.splitlines() if line.startswith("•")] == [
        "R1002",
        "R1004",
        "R1003",
        "R1014",
        "R1001",
        "R1013",
    ]
    assert len(desk.buttons(reply)) == 6


def test_choosing_one_asks_where_it_stands(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT, number="R2001")

    assert reply.slots["topic"] == "ask_return_status"
    assert reply.slots["customer_number"] is None


def test_whoever_has_no_return_is_told_how_to_start_one(desk: Desk):
    reply = desk.verified("hana").reply(ACTION, INTENT)

    assert desk.say(reply) == ["I find no return for you yet. I can tell you how to start one."]
    assert desk.buttons(reply) == [("How do I return something?", "/ask_how_to_return")]


def test_whoever_is_not_verified_is_asked_for_the_details_at_once(desk: Desk):
    reply = desk.reply(ACTION, INTENT)

    assert desk.say(reply) == ["I can look that up for you."]
    assert reply.form == "identity_form"


def test_what_is_in_a_return_is_told_by_title(desk: Desk):
    reply = desk.verified("ben").reply(ACTION, INTENT, number="R2001", said="what did I put in that box?")

    assert desk.say(reply) == ["Return **R2001** is for: Kettle, Toaster."]
    assert reply.slots["customer_number"] == "R2001"


def test_the_next_number_after_it_is_told_so_too(desk: Desk):
    said = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_return_items"}}
    events = ({"event": "user"}, said, {"event": "user"})

    reply = desk.verified("ben").reply(
        ACTION, "give_details", topic=INTENT, number="R2002", said="and R2002?", events=events
    )

    assert desk.say(reply) == ["Return **R2002** is for: Lamp 20002."]


def test_all_of_them_are_the_list_whatever_is_in_hand(desk: Desk):
    for said in ("list all items that I sent back", "which returns do I have"):
        assert desk.verified("ben").ask(ACTION, INTENT, number="R2001", said=said).startswith("Your returns:")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("is the toaster in there as well?", "Return **R2001** is for: Kettle, Toaster."),
        ("which number was the kettle?", "Return **R2001** is for: Kettle, Toaster."),
    ],
)
def test_a_thing_that_is_asked_for_is_told_with_its_return(desk: Desk, said: str, says: str):
    assert desk.verified("ben").ask(ACTION, INTENT, number="R2002", said=said) == says
