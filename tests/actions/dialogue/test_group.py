"""Where others read along, nothing of anybody's own is said, asked for or looked up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from custom_desk import Desk
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.identity import identity_status, known_customer
from actions.server.registry import topic_actions

DIRECTLY = "Others can read along here, so I talk about your own order or return only in a direct message."
OWN = {"number": "R1001", "email": "ana@example.com"}


def test_a_general_question_is_answered_in_place_and_the_personal_part_is_not(desk: Desk):
    said = desk.say(desk.reply("action_refund", "ask_refund_time", group=True))

    assert len(said) == 2
    assert "20 business days" in said[0]
    assert said[1].startswith(DIRECTLY)


def test_number_and_address_verify_nobody_in_a_group(desk: Desk):
    reply = desk.reply("action_return_status", "give_details", group=True, **OWN)

    assert [text[: len(DIRECTLY)] for text in desk.say(reply)] == [DIRECTLY]
    assert known_customer(desk.turn("thank"), desk.services) is None
    assert desk.refusals() == 0


def test_a_verified_session_is_nobody_in_a_group(desk: Desk):
    turn = desk.verified("ana").turn("ask_my_returns", group=True)

    assert known_customer(replace(turn, group=False), desk.services) is not None
    assert known_customer(turn, desk.services) is None
    assert identity_status(turn, desk.services).problem == "in_group"


def test_no_action_says_anything_of_a_verified_customers_own_in_a_group(desk: Desk):
    desk.verified("ana")
    for action in topic_actions(desk.services):
        for topic in action.topics:
            text = "\n".join(desk.say(action.respond(desk.turn(topic, group=True, **OWN))))
            assert text.count(DIRECTLY) == 1, topic
            assert "R1001" not in text, topic


def test_two_questions_at_once_are_answered_with_one_hint(desk: Desk):
    reply = desk.reply(
        "action_several_questions",
        "message_several_questions",
        questions=("ask_refund_time", "ask_ship_by"),
        group=True,
    )

    said = desk.say(reply)
    assert len(said) == 3
    assert said[-1].startswith(DIRECTLY)


def test_a_person_is_asked_for_in_private(desk: Desk):
    reply = desk.verified("ana").reply("action_talk_to_person", "talk_to_person", group=True)

    assert [text[: len(DIRECTLY)] for text in desk.say(reply)] == [DIRECTLY]


@pytest.mark.parametrize("group", [True, False])
async def test_whether_others_read_along_is_read_from_the_channels_metadata(desk: Desk, group: bool):
    action = desk.action("action_return_status")
    assert isinstance(action, ReplyAction)
    message = {"intent": {"name": "ask_return_status"}, "entities": [], "text": "?", "metadata": {"group": group}}
    tracker = Tracker(desk.session, {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()

    events = await action.run(dispatcher, tracker, {})

    assert (DIRECTLY in "".join(message["text"] for message in desk.spoken(dispatcher))) is group
    assert any(event["event"] == "active_loop" for event in events) is not group
