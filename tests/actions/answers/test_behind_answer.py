"""The answer to what a message likely means behind the answer before."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk

from actions.answers.behind_answer import answer_behind, likely_behind, offered_behind
from actions.replies.reply import Reply
from actions.server.registry import topic_actions
from core.parse_data import BEHIND_ANSWER


def meant(**likely: float) -> dict[str, Any]:
    return {BEHIND_ANSWER: [{"name": name, "confidence": each} for name, each in likely.items()]}


def answered(desk: Desk, message: dict[str, Any], **said: Any) -> Reply | None:
    turn = desk.turn("nlu_fallback", said="and how about that", **said)
    by_intent = {name: each for each in topic_actions(desk.services) for name in each.topics}
    return answer_behind(turn, message, by_intent, desk.action("action_follow_up"))  # type: ignore[arg-type]


def responses(reply: Reply | None) -> list[str]:
    return [each.response for each in reply.utterances] if reply else []


def test_what_no_rule_states_is_said_to_be_open_with_a_person(desk: Desk) -> None:
    reply = answered(desk, meant(not_stated=0.8))
    assert responses(reply) == ["utter_rules_leave_open"]
    assert reply is not None and [each.payload for each in reply.utterances[0].choices] == ["/talk_to_person"]


def test_a_rule_is_told(desk: Desk) -> None:
    assert responses(answered(desk, meant(ask_packaging=0.7, ask_pickup=0.2))) == ["utter_rule_ask_packaging"]
    assert responses(answered(desk, meant(ask_refund_time=0.7)))[:1] == ["utter_rule_ask_refund_time"]


def test_a_return_that_is_known_is_answered_for(desk: Desk) -> None:
    desk.verified("ana")
    told = desk.say(answered(desk, meant(ask_refund_amount=0.7), number="R1001") or Reply(()))
    assert "R1001" in " ".join(told)


@pytest.mark.parametrize("likely", [{}, {"ask_packaging": 0.4}, {"thank": 0.9}, {"express_frustration": 0.9}])
def test_what_is_unsure_or_no_question_is_left(desk: Desk, likely: dict[str, float]) -> None:
    assert answered(desk, meant(**likely)) is None


def test_questions_are_offered_where_none_is_sure() -> None:
    message = meant(ask_packaging=0.4, not_stated=0.3, ask_pickup=0.1, ask_countries=0.01)
    assert offered_behind(message) == ("ask_packaging", "ask_pickup")
    assert likely_behind({}) == {}
