"""The name of the language that somebody asks for."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language_detector import LANGUAGE, language_entity
from bot.nlu.language_wish import LanguageWish, language_named
from core.languages import WISH


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("spanish please", "es"),
        ("habla español?", "es"),
        ("habla espanol por favor", "es"),
        ("en castellano", "es"),
        ("parlez-vous français", "fr"),
        ("en francais svp", "fr"),
        ("Sprechen Sie DEUTSCH?", "de"),
        ("fala português", "pt"),
        ("fala portugues", "pt"),
        ("brasileiro", "pt"),
        ("parli italiano", "it"),
        ("spreek je Nederlands?", "nl"),
        ("auf Holländisch bitte", "nl"),
        ("auf englisch", "en"),
        ("en inglés, por favor", "en"),
        ("in inglese", "en"),
        ("ukrainisch", "uk"),
        ("po russki mozhno", "ru"),
        ("can we do hebrew", "he"),
    ],
)
def test_a_language_is_known_by_its_names_in_many(text, tag):
    assert language_named(text) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [("עברית", "he"), ("בעברית בבקשה", "he"), ("אפשר לעבור לאנגלית?", "en"), ("ברוסית", "ru"), ("תענה בספרדית", "es")],
)
def test_hebrew_writes_a_letter_before_the_name(text, tag):
    assert language_named(text) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("по-русски", "ru"),
        ("русский язык", "ru"),
        ("ответьте на русском", "ru"),
        ("на украинском можно?", "uk"),
        ("українською, будь ласка", "uk"),
        ("можна англійською", "en"),
        ("на английском", "en"),
        ("по-німецьки", "de"),
        ("НА ИСПАНСКОМ", "es"),
    ],
)
def test_cyrillic_names_are_known_in_every_case(text, tag):
    assert language_named(text) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("no german, english", "en"),
        ("why do you write in spanish? english pls", "en"),
        ("nicht Englisch, Deutsch", "de"),
    ],
)
def test_the_last_of_several_counts(text, tag):
    assert language_named(text) == tag


@pytest.mark.parametrize("text", ["can u talk polish", "turkish or arabic", "change the language", "", "12 ?!"])
def test_a_language_that_there_is_not_is_none(text):
    assert language_named(text) is None


def asked(text, intent, *entities):
    (message,) = LanguageWish().process([Message(data={TEXT: text, INTENT: {"name": intent}, ENTITIES: [*entities]})])
    return message


def test_the_wish_stands_in_the_place_of_what_the_message_is_written_in():
    number = {"entity": "order_number", "value": "4711"}
    message = asked("please answer in german", WISH, number, language_entity("en"))
    assert message.get(ENTITIES) == [number, language_entity("de")]
    assert message.as_dict(only_output_properties=True)[ENTITIES] == [number, language_entity("de")]


def test_who_asks_for_an_unknown_language_is_not_taken_to_ask_for_the_one_that_is_written():
    assert asked("kannst du bitte auf polnisch antworten", WISH, language_entity("de")).get(ENTITIES) == []


@pytest.mark.parametrize("intent", ["ask_refund_time", "nlu_fallback", None])
def test_other_intents_are_left_alone(intent):
    message = asked("the german shoes", intent, language_entity("fr"))
    assert [(each["entity"], each["value"]) for each in message.get(ENTITIES)] == [(LANGUAGE, "fr")]


def test_a_message_without_intent_is_left_alone():
    (message,) = LanguageWish().process([Message(data={TEXT: "in english"})])
    assert message.get(ENTITIES) is None
