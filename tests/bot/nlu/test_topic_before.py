"""Which question was answered before a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import pytest
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.topic_before import MOST_EVENTS, TOPIC_BEFORE, topic_before, topic_before_of


def said(intent: str) -> UserUttered:
    return UserUttered("…", {"name": intent, "confidence": 1.0})


def told(response: str) -> BotUttered:
    return BotUttered("…", metadata={"utter_action": response})


@pytest.mark.parametrize(
    ("events", "topic"),
    [
        ([], None),
        ([said("greet"), told("utter_greet")], None),
        ([said("ask_refund_time"), told("utter_refund")], "ask_refund_time"),
        ([said("ask_refund_time"), told("utter_refund"), said("thank"), told("utter_welcome")], "ask_refund_time"),
        ([said("nlu_fallback"), told("utter_rule_ask_label_use")], "ask_label_use"),
        ([said("ask_pickup"), told("utter_rule_ask_pickup"), said("report_parcel_lost")], "report_parcel_lost"),
        ([said("nlu_fallback"), SlotSet("topic", "ask_deadlines"), told("utter_deadlines")], "ask_deadlines"),
        ([said("nlu_fallback"), SlotSet("topic", None), told("utter_rule_hand_in_told")], None),
        ([said("ask_return_fee"), ActiveLoop("identity_form")], None),
        ([said("ask_return_fee"), *[told("utter_greet")] * MOST_EVENTS], None),
    ],
)
def test_it_is_the_newest_question_that_was_answered(events: Sequence[Event], topic: Optional[str]) -> None:
    assert topic_before(DialogueStateTracker.from_events("chat", list(events))) == topic


def test_it_is_none_where_the_chat_is_not_known() -> None:
    assert topic_before(None) is None


@pytest.mark.parametrize(
    ("metadata", "topic"),
    [(None, None), ({}, None), ({TOPIC_BEFORE: "ask_pickup"}, "ask_pickup"), ({TOPIC_BEFORE: 7}, None)],
)
def test_a_message_is_marked_with_it(metadata: Optional[dict[str, object]], topic: Optional[str]) -> None:
    assert topic_before_of(Message(data={TEXT: "and then", "metadata": metadata})) == topic
