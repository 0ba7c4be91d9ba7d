"""What kind of thing an intent is follows from its name."""

from __future__ import annotations

import pytest

from core.intents import IntentKind, intent_kind, is_offered, topic_name


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("ask_return_fee", IntentKind.QUESTION),
        ("report_parcel_lost", IntentKind.QUESTION),
        ("greet", IntentKind.DIALOGUE),
        ("talk_to_person", IntentKind.DIALOGUE),
        ("asking", IntentKind.DIALOGUE),
        ("out_of_scope", IntentKind.OUT_OF_SCOPE),
        ("button_choose", IntentKind.BUTTON),
        ("system_open_chat", IntentKind.SYSTEM),
        ("session_start", IntentKind.SYSTEM),
        ("message_attachment", IntentKind.MESSAGE),
        ("nlu_fallback", IntentKind.MESSAGE),
    ],
)
def test_the_name_says_the_kind(intent: str, kind: IntentKind):
    assert intent_kind(intent) is kind


def test_questions_and_a_person_can_be_offered_and_nothing_else():
    offered = ["ask_return_fee", "report_parcel_lost", "talk_to_person"]
    others = [
        "greet",
        "affirm",
        "out_of_scope",
        "button_choose",
        "system_open_chat",
        "message_attachment",
        "nlu_fallback",
    ]
    assert [intent for intent in (*offered, *others) if is_offered(intent)] == offered


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("ask_refund_time", "refund time"),
        ("report_parcel_lost", "parcel lost"),
        ("express_threat", "threat"),
        ("talk_to_person", "talk to person"),
        ("deny", "no"),
        ("out_of_scope", "not about returns"),
    ],
)
def test_a_topic_is_told_in_english(intent: str, topic: str):
    assert topic_name(intent) == topic
