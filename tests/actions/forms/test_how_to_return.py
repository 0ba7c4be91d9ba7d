"""Who wants a return begun, and who wants to know how it is done."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import order_number
from form_desk import Doing

from actions.forms.how_to_return import wants_it_begun
from actions.replies.reply import Reply

ORDER = order_number(98001)
TOLD = frozenset({"customer_number"})


@pytest.fixture
def own(own_desk: Desk) -> Desk:
    """A desk with a shop of its own, in which Nell has proven who she is."""
    return own_desk.verified("nell")


def wished(desk: Desk, said: str, **told: Any) -> Reply:
    return desk.reply("action_how_to_return", "ask_how_to_return", said=said, **told)


@pytest.mark.parametrize(
    "said",
    [
        "I want to return both lamps from order 8120034500090001",
        "the mug has to go back, order 8120034500090001",
        "start a return of everything but the poster",
        "could you please open a return for the mug?",
        "can you help me send the lamp back",
        "ben@example.com, please can you return the mug of order 8120034500090001 for me?",
        "return the scarf please, it isn't what I ordered",
        "I'd like to give back the bowl, which is chipped, as soon as possible",
        "not what I ordered, want to return",
    ],
)
def test_a_wish_is_to_be_begun(said: str):
    assert wants_it_begun(said)


@pytest.mark.parametrize(
    "said",
    [
        "how do I return the mug",
        "I want to send the mug back, how does it work?",
        "tell me what I must do to give the lamp back",
        "can I return the scarf?",
        "what are the steps for the lamp",
        "where do I ask for the return of order 8120034500090001",
        "is it possible to send the bowl back",
        "explain to me the return of the mug",
        "I want to return it but don't know how",
        "could you walk me through a return of the mug",
        "I don't want to return the lamp",
    ],
)
def test_a_question_is_to_be_answered(said: str):
    assert not wants_it_begun(said)


@pytest.mark.parametrize(
    ("said", "items"),
    [
        (f"I want to return both lamps from order {ORDER}", ["I2", "I3"]),
        (f"please start a return of {ORDER}, everything except the mugs", ["I2", "I3", "I4"]),
        (f"open a return for {ORDER} please", None),
    ],
)
def test_a_wish_that_names_the_order_begins_at_once(own: Desk, said: str, items: list[str] | None):
    reply = wished(own, said, number=ORDER, told_now=TOLD)

    assert reply.form == "start_return_form"
    assert reply.slots.get("return_items") == items
    assert items is None or any("this is to go back" in text for text in own.say(reply))


def test_items_of_the_order_in_hand_are_enough(own: Desk):
    assert wished(own, "I'd like to send the floor lamp back", number=ORDER).slots["return_items"] == ["I3"]


@pytest.mark.parametrize("said", [f"how do I return both lamps of order {ORDER}?", "I want to return something"])
def test_a_question_or_a_wish_for_nothing_in_particular_hears_the_steps(own: Desk, said: str):
    reply = wished(own, said, number=ORDER, told_now=TOLD if ORDER in said else frozenset())

    assert reply.form is None
    assert [each.response for each in reply.utterances] == ["utter_rule_ask_how_to_return", "utter_shall_i_start"]


def test_of_several_orders_it_is_asked_which_comes_first(desk: Desk):
    orders = (order_number(80001), order_number(80002))
    said = "I want to return things from both orders"
    reply = wished(desk.verified("hana"), said, number=orders[1], numbers=orders, told_now=TOLD)

    assert reply.form is None
    assert [each.response for each in reply.utterances] == ["utter_which_order"]


def test_nobody_who_has_proven_nothing_begins(own_desk: Desk):
    said = f"I want to return both lamps from order {ORDER}"

    assert wished(own_desk, said, number=ORDER, told_now=TOLD).form == "identity_form"


def test_an_item_that_is_in_a_return_already_does_not_stand_for_another_of_its_name(own: Desk):
    first = Doing(own, "start_return_form")
    first.begin(number=ORDER)
    for said in ("the desk lamp", "broken", "yes", "the label", "It does not look as expected.", "yes"):
        first.answer(said)
    assert own.services.store.of_session(own.session, own.now).returns_of_order(ORDER)

    reply = wished(own, "I want to return the desk lamp", number=ORDER, told_now=TOLD)

    assert reply.form == "start_return_form"
    assert reply.slots.get("return_items") is None


def test_a_correction_to_an_item_that_is_in_a_return_already_leaves_it_out(own: Desk):
    first = Doing(own, "start_return_form")
    first.begin(number=ORDER)
    for said in ("the desk lamp", "broken", "yes", "the label", "It does not look as expected.", "yes"):
        first.answer(said)
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    doing.answer("the case")

    doing.answer("no, the desk lamp and the floor lamp", "deny")
    assert doing.slots["return_items"] == ["I3"]
    doing.answer("only the desk lamp")
    assert doing.requested == "return_items"


def test_a_wish_to_start_goes_on_with_what_is_being_prepared(own: Desk):
    doing = Doing(own, "start_return_form")
    doing.begin(number=ORDER)
    doing.answer("both lamps")

    assert "Why do you want to send it back?" in doing.answer("start the return", "ask_how_to_return")
    assert "I can't make" not in doing.answer("yes, return it please", "affirm")
    assert doing.answer("how do I return something?", "ask_how_to_return") == ""


@pytest.mark.parametrize(
    "said", ["I want to return the jacket, will it cost me?", "is it free to send the jacket back"]
)
def test_whether_it_is_free_is_answered_before_the_steps(own_desk: Desk, said: str):
    hana = own_desk.verified("hana")
    told = hana.ask("action_how_to_return", "ask_how_to_return", number=order_number(80001), said=said)

    assert told.startswith("Your next return from order")
    assert "Shall I go through this with you" in told
    assert "Choose the reason" not in told
