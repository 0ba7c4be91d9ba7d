"""What is taken for distress speaks of it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.distress_evidence import DistressEvidence
from bot.nlu.language_detector import LANGUAGE
from core.intents import DISTRESS


def intent_of(text: str, confidence: float, language: str = "en") -> str | None:
    ranking: list[dict[str, Any]] = [
        {"name": DISTRESS, "confidence": confidence},
        {"name": "deny", "confidence": (1 - confidence) / 2},
    ]
    message = Message(data={"text": text, "intent": ranking[0], "intent_ranking": ranking, LANGUAGE: language})
    [message] = DistressEvidence(DistressEvidence.get_default_config()).process([message])
    return (message.get("intent") or {}).get("name")


@pytest.mark.parametrize(
    "text",
    [
        "i really can't tell you the colour",
        "cannot remember it",
        "they just aren't for me",
        "don't send anything before noon",
        "honestly not my taste",
        "i can't be asked",
    ],
)
def test_a_short_no_is_no_distress(text: str):
    assert intent_of(text, 0.97) == "deny"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("i want to die", 0.4),
        ("she said she would hurt herself tonight", 0.4),
        ("i dont want to be around", 0.7),
        ("nobody needs me, better off without me", 0.7),
        ("I could do something to myself tonight", 0.7),
        ("i think of doing myself in", 0.7),
        ("every evening I sit on the floor and cannot see why I should get up once more", 0.95),
    ],
)
def test_distress_is_heard(text: str, confidence: float):
    assert intent_of(text, confidence) == DISTRESS


@pytest.mark.parametrize(
    "text",
    [
        "i can't get there before Thursday, would that harm my case",
        "and if it is Saturday then, will that hurt",
        "would two more days hurt the refund",
        "does waiting hurt",
        "is there any harm in posting it on Monday",
        "do the bulbs have to be alive",
        "my watch is completely dead",
        "we live in the north, the van never comes",
        "is my request still live",
        "nobody needs to ring me, is there something I ought to do myself now",
        "no person please, do I pay for it myself or do you",
        "must I print the label myself",
    ],
)
def test_what_harms_a_plan_or_a_thing_is_no_distress(text: str):
    assert intent_of(text, 0.85) == "deny"


@pytest.mark.parametrize(
    "text",
    [
        "it hurts so much I want to die",
        "that would kill me and I want it to",
        "this is where I live and where I will die",
        "waiting hurts, I will harm myself",
        "I might hurt my family and then myself",
        "my phone is dead and so will I be, I'm ending my life",
    ],
)
def test_distress_is_heard_beside_words_of_things(text: str):
    assert intent_of(text, 0.7) == DISTRESS


def test_a_word_of_two_meanings_needs_more_confidence_than_one_of_death():
    assert intent_of("can't find it here", 0.5) == "deny"
    assert intent_of("they are all dead", 0.5) == DISTRESS


STORY = (
    "We moved in April, the old flat was too small for the four of us and the cat, and I ordered a desk from you. " * 2
)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("My knees hurt from building it. Take it back?", "deny"),
        ("Where we live now no van gets through, so no harm if it goes back.", "deny"),
        ("The cat would jump on it at once.", "deny"),
        ("I do not want to live like this any more.", DISTRESS),
        ("Some nights I think of hurting myself over it.", DISTRESS),
        ("I just want to end it all.", DISTRESS),
    ],
)
def test_in_a_story_plainer_words_are_needed(said: str, intent: str):
    assert intent_of(STORY + said, 0.85) == intent


def test_without_another_intent_there_is_none():
    message = Message(data={"text": "no", "intent": {"name": DISTRESS, "confidence": 0.5}, "intent_ranking": []})

    [message] = DistressEvidence(DistressEvidence.get_default_config()).process([message])

    assert message.get("intent") is None


@pytest.mark.parametrize(
    ("text", "language"), [("no quiero seguir viviendo", "es"), ("ich kann nicht mehr", "de"), ("хочу умереть", "ru")]
)
def test_distress_is_heard_in_every_language(text: str, language: str):
    assert intent_of(text, 0.7, language) == DISTRESS
    assert intent_of(text, 0.4, language) == "deny"


@pytest.mark.parametrize(
    "text",
    [
        "and where can I look that up myself, I'd rather not disturb you",
        "I live alone, so nobody could have taken the box in, could they",
    ],
)
def test_who_looks_for_themselves_or_lives_alone_is_in_no_distress(text: str):
    assert intent_of(text, 0.7) == "deny"


@pytest.mark.parametrize(
    "text", ["how can I end it all by myself", "I live alone and see no point in going on like this"]
)
def test_who_speaks_of_the_end_beside_it_is_heard(text: str):
    assert intent_of(text, 0.7) == DISTRESS
