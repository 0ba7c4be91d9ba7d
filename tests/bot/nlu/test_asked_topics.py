"""What the questions of one message ask for."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asked_topics import TIME_OF, asked_topics
from core.intents import IntentKind, intent_kind

_PREFIXES = ("ask_", "report_")


def part(text: str, intent: str, confidence: float = 0.95, ranking: tuple[tuple[str, float], ...] = ()) -> Message:
    ranked = [{"name": name, "confidence": each} for name, each in ranking]
    return Message({TEXT: text, INTENT: {"name": intent, "confidence": confidence}, INTENT_RANKING_KEY: ranked})


def asked(*parts: Message) -> list[str]:
    return [each.intent for each in asked_topics(parts, 0.5, _PREFIXES)]


def test_each_question_is_of_what_its_own_words_name_and_in_its_place() -> None:
    first, second = part("is it free", "ask_return_fee"), part("do I need the box", "ask_packaging", 0.5)
    assert asked(first, second) == ["ask_return_fee", "ask_packaging"]
    assert asked(second, first) == ["ask_packaging", "ask_return_fee"]
    assert [each.text for each in asked_topics((first, second), 0.5, _PREFIXES)] == ["is it free", "do I need the box"]


@pytest.mark.parametrize(
    ("beside", "of_time"),
    [
        ("ask_drop_off_points", "ask_ship_by"),
        ("ask_refund_amount", "ask_refund_time"),
        ("ask_failed_inspection", "ask_inspection_time"),
        ("ask_return_status", "ask_deadlines"),
    ],
)
def test_how_long_is_asked_of_the_question_beside_it(beside: str, of_time: str) -> None:
    length = part("until when", "how_long", 0.8, (("ask_return_window", 0.8),))
    assert asked(part("one", beside), length) == [beside, of_time]
    assert asked(length, part("one", beside)) == [of_time, beside]


def test_how_long_that_names_its_own_thing_is_asked_of_that() -> None:
    length = part("how long have I got to post it", "how_long", 0.99, (("ask_ship_by", 0.99),))
    assert asked(part("how much is it", "ask_refund_amount"), length) == ["ask_refund_amount", "ask_ship_by"]


def test_what_comes_next_is_asked_beside_another_question() -> None:
    assert asked(part("what then", "what_next"), part("is it free", "ask_return_fee")) == [
        "what_next",
        "ask_return_fee",
    ]


@pytest.mark.parametrize(
    "unclear",
    [
        part("huh", "nlu_fallback", 0.35, (("ask_packaging", 0.4),)),
        part("why", "explain_why"),
        part("how long", "how_long", 0.4),
        part("how long", "how_long", 0.9, (("how_long", 0.9), ("ask_return_window", 0.05))),
    ],
)
def test_what_is_not_clear_is_not_asked(unclear: Message) -> None:
    assert asked(part("may I call it off", "ask_cancel_return"), unclear) == ["ask_cancel_return"]


def test_a_question_is_asked_once() -> None:
    assert asked(part("is it free", "ask_return_fee"), part("what does it cost", "ask_return_fee")) == [
        "ask_return_fee"
    ]


def test_only_questions_have_a_time_and_are_one() -> None:
    assert {intent_kind(each) for each in (*TIME_OF, *TIME_OF.values())} == {IntentKind.QUESTION}
