"""A wish to return something begins the request: whatever it waited for, and however it is put."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW, order_number

from actions.dialogue.turn import SaidDate

ORDER = order_number(80001)
EMAIL = "hana@example.com"
FORM = "start_return_form"


def user(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


#: A wish that no topic was sure of, then the number with an address that is not the order's.
TYPED_WRONG = [
    user("the jacket I bought from you is torn, how can I be rid of it", "nlu_fallback"),
    user(f"{ORDER} hanna@example.com", "give_details"),
    user(f"oops, {EMAIL}", "give_details"),
]


def test_a_wish_waits_for_the_right_address(desk: Desk):
    reply = desk.reply(
        "action_resume_question",
        "give_details",
        topic="ask_return_status",
        number=ORDER,
        email=EMAIL,
        said=f"oops, {EMAIL}",
        told_now=frozenset({"email"}),
        events=TYPED_WRONG,
    )

    assert reply.form == FORM
    assert (reply.slots["return_items"], reply.slots["return_reason"]) == (["I4"], "damaged")
    assert not any("There is no return" in text for text in desk.say(reply))


@pytest.mark.parametrize(
    "since",
    [
        [user("where does my parcel hang around?", "ask_return_status")],
        [{"event": "active_loop", "name": FORM}],
        [user("my cousin takes it", "stop")],
    ],
)
def test_a_wish_that_something_else_came_after_waits_no_longer(desk: Desk, since: list[dict[str, Any]]):
    events = [TYPED_WRONG[0], *since, *TYPED_WRONG[1:]]
    reply = desk.verified("hana").reply(
        "action_resume_question", "give_details", topic="ask_return_status", number=ORDER, said=EMAIL, events=events
    )

    assert reply.form is None


def test_items_of_several_messages_are_carried_and_one_is_added(desk: Desk):
    events = [
        user("I'd like to send the speaker back", "ask_how_to_return"),
        user("it buzzes and the jacket is torn, that one has to go too", "report_item_problem"),
        user("oh, add the vase while we're at it", "ask_amend_return"),
    ]
    reply = desk.verified("hana").reply(
        "action_cancel_or_change", "ask_amend_return", number=ORDER, said=events[-1]["text"], events=events
    )

    assert reply.form == FORM
    assert reply.slots["return_items"] == ["I1", "I3", "I4"]


def test_a_later_wish_may_take_the_place_of_an_earlier_one(desk: Desk):
    events = [
        user("I'd like to send the speaker back", "ask_how_to_return"),
        user("only the jacket, please, not the speaker", "nlu_fallback"),
    ]
    reply = desk.verified("hana").reply(
        "action_begin_start_return",
        "button_start_return",
        number=ORDER,
        said="only the jacket, please, not the speaker",
        events=events,
    )

    assert reply.slots["return_items"] == ["I4"]


def test_to_send_something_back_now_is_no_hand_in_of_a_return_that_is_not_there(desk: Desk):
    reply = desk.verified("hana").reply(
        "action_parcel",
        "report_not_marked_returned",
        number=ORDER,
        said="so let me send the jacket back today, its arms are too short",
        date=SaidDate("today", NOW, "ahead"),
    )

    assert reply.form == FORM
    assert (reply.slots["return_items"], reply.slots["return_reason"]) == (["I4"], "wrong_size")


@pytest.mark.parametrize(
    ("action", "intent", "said"),
    [
        ("action_return_status", "ask_return_status", "where is my return?"),
        ("action_cancel_or_change", "ask_amend_return", "can a return be changed?"),
    ],
)
def test_a_question_begins_nothing(desk: Desk, action: str, intent: str, said: str):
    assert desk.verified("hana").reply(action, intent, number=ORDER, said=said).form is None


def test_a_cancelled_return_may_be_asked_for_again_with_a_yes(desk: Desk):
    own = desk.verified("ana")
    offer = own.reply("action_return_status", "ask_return_status", number="R1012").slots["offer"]
    reply = own.reply("action_accept_offer", "affirm", said="yes, open one. Its clip is broken", offer=offer)

    assert offer == f"button_start_return {order_number(10001)}"
    assert (reply.form, reply.slots["return_reason"]) == (FORM, "damaged")
