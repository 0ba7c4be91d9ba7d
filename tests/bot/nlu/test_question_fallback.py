"""Questions are answered from a higher confidence on than moves of the dialogue."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import FIRST_WORDS, METADATA
from bot.nlu.question_fallback import QuestionFallback
from bot.nlu.second_opinion import FIRST_OPINION, TORN
from core.intents import FALLBACK, OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("intent", "confidence", "kept"),
    [
        ("ask_refund_time", 0.51, True),
        ("ask_refund_time", 0.49, False),
        ("report_parcel_lost", 0.4, False),
        ("thank", 0.4, True),
        ("give_details", 0.36, True),
        ("thank", 0.34, False),
    ],
)
def test_a_question_must_be_surer(graph, intent: str, confidence: float, kept: bool):
    ranking = [{"name": intent, "confidence": confidence}, {"name": "ask_return_fee", "confidence": 0.1}]
    message = Message(data={TEXT: "…", INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == (intent if kept else FALLBACK)
    assert [each["name"] for each in read.get(INTENT_RANKING_KEY)][-2:] == [intent, "ask_return_fee"]


@pytest.mark.parametrize(("is_torn", "expected"), [(True, FALLBACK), (False, "ask_refund_time")])
def test_a_question_that_two_opinions_name_differently_is_left_to_the_customer(graph, is_torn: bool, expected: str):
    ranking = [{"name": "ask_refund_time", "confidence": 0.7}, {"name": "ask_return_fee", "confidence": 0.25}]
    message = Message(data={TEXT: "…", INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking), TORN: is_torn})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == expected


@pytest.mark.parametrize(
    ("elsewhere", "ours", "is_first", "first", "expected"),
    [
        (0.7, 0.2, True, OUT_OF_SCOPE, FALLBACK),
        (0.9, 0.1, True, OUT_OF_SCOPE, OUT_OF_SCOPE),
        (0.7, 0.05, True, OUT_OF_SCOPE, OUT_OF_SCOPE),
        (0.7, 0.2, False, OUT_OF_SCOPE, OUT_OF_SCOPE),
        (0.7, 0.2, True, None, OUT_OF_SCOPE),
    ],
    ids=["unsure", "sure", "nothing of ours", "later words", "one opinion"],
)
def test_first_words_are_refused_where_two_opinions_are_sure_that_they_are_not_ours(
    graph, elsewhere: float, ours: float, is_first: bool, first: str | None, expected: str
):
    ranking = [{"name": OUT_OF_SCOPE, "confidence": elsewhere}, {"name": "report_item_problem", "confidence": ours}]
    message = Message(data={TEXT: "…", INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking), FIRST_OPINION: first})
    message.set(METADATA, {FIRST_WORDS: is_first})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == expected


def test_of_two_that_are_as_likely_none_is_answered(graph):
    ranking = [{"name": "thank", "confidence": 0.45}, {"name": "greet", "confidence": 0.42}]
    message = Message(data={TEXT: "…", INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == FALLBACK


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("and then?", "what_next"),
        ("all right, that is done, so what comes after it", "what_next"),
        ("the code you gave me has run out and the shop sent me away, now what am I to do", "ask_label_problem"),
    ],
)
def test_what_comes_next_is_asked_shortly(graph, text: str, intent: str):
    ranking = [
        {"name": "what_next", "confidence": 0.9},
        {"name": "ask_label_problem", "confidence": 0.06},
        {"name": "ask_label_use", "confidence": 0.02},
    ]
    message = Message(data={TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == intent


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("we would like to send the kettle back as it is too loud", False),
        ("I want to return it but please withdraw that one", True),
        ("take it back off the list", True),
    ],
)
def test_a_wish_to_return_something_takes_no_return_back(graph, text: str, kept: bool):
    ranking = [{"name": "ask_cancel_return", "confidence": 0.6}, {"name": "ask_how_to_return", "confidence": 0.1}]
    message = Message(data={TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == ("ask_cancel_return" if kept else "ask_how_to_return")


def test_a_long_message_is_asked_back_where_no_other_question_is_likelier(graph):
    text = "I have told you twice now what is going on with it, so tell me please what should I do"
    ranking = [
        {"name": "what_next", "confidence": 0.94},
        {"name": "ask_label_problem", "confidence": 0.03},
        {"name": "ask_label_use", "confidence": 0.03},
    ]
    message = Message(data={TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] == FALLBACK
    assert {each["name"] for each in read.get(INTENT_RANKING_KEY)[1:]} == {"ask_label_problem", "ask_label_use"}


def test_distress_is_not_what_is_left_of_a_long_message(graph):
    ranking = [
        {"name": "what_next", "confidence": 0.93},
        {"name": "express_distress", "confidence": 0.05},
        {"name": "ask_return_status", "confidence": 0.01},
    ]
    text = "nobody has to call, I only wonder whether something is left to be done by me today"
    message = Message(data={TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: list(ranking)})

    (read,) = graph.create(QuestionFallback, threshold=0.35, ambiguity_threshold=0.05).process([message])

    assert read.get(INTENT)["name"] != "express_distress"
