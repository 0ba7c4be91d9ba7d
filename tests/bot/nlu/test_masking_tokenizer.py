"""Words of a message, with one neutral word in place of each number and address."""

from __future__ import annotations

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities import finder as finder_module
from bot.nlu.entities.detail import Detail, Kind, Sense
from bot.nlu.entities.finder import LONGEST_TEXT
from bot.nlu.language_detector import LANGUAGE
from bot.nlu.masking_tokenizer import RETURN_DETAILS, MaskingTokenizer
from core import identifiers


def tokens(tokenizer, text):
    (message,) = tokenizer.process([Message(data={TEXT: text})])
    return message.get(TOKENS_NAMES[TEXT])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what about R1002?", "what about casenr ?"),
        ("it's 8120 0345 0001 2345.", "it's casenr"),
        ("R 1001, ana@example.com", "casenr email"),
        ("where is LP00123456789CN", "where is tracking"),
        ("R10O1", "casenr"),
        ("don't, I can’t!", "don't I can’t !"),
        ("I ordered 80 days ago in Spain", "I ordered 80 days ago in Spain"),
        ("thanks 👍", "thanks 👍"),
        ("«où est-il»", "« où est il »"),
    ],
)
def test_featurizers_see_words_and_masks(tokenizer, text, words):
    assert " ".join(token.text for token in tokens(tokenizer, text)) == words


def test_every_return_number_reads_the_same(tokenizer):
    for number in ("R1", "r-200", "R 999"):
        assert [token.text for token in tokens(tokenizer, f"about {number}")] == ["about", "casenr"]


def test_a_token_keeps_its_place_in_the_text(tokenizer):
    text = "about R 1001, and ana@example.com please"
    places = {text[token.start : token.end]: token.text for token in tokens(tokenizer, text)}
    assert places == {
        "about": "about",
        "R 1001": "casenr",
        "and": "and",
        "ana@example.com": "email",
        "please": "please",
    }


@pytest.mark.parametrize("text", ["...", " ", "\0"])
def test_a_text_without_words_is_one_token(tokenizer, text):
    assert [token.text for token in tokens(tokenizer, text)] == [text]


def test_an_empty_text_does_no_harm(tokenizer):
    assert [token.text for token in tokens(tokenizer, "")] == [""]


def test_only_the_beginning_of_a_very_long_message_becomes_tokens(tokenizer):
    assert tokens(tokenizer, "word " * 20_000)[-1].end <= LONGEST_TEXT


def test_details_are_looked_for_in_the_language_of_the_message(tokenizer):
    (message,) = tokenizer.process([Message(data={TEXT: "am Freitag abgegeben", LANGUAGE: "de"})])
    assert [(each.value, each.sense) for each in message.get(RETURN_DETAILS)] == [("Friday", Sense.PAST)]


def test_the_words_that_hide_details_can_be_chosen(graph):
    tokenizer = graph.create(MaskingTokenizer, masks={"country": "land"})
    assert [token.text for token in tokens(tokenizer, "R1001 in Spain")] == ["R1001", "in", "land"]


def test_training_examples_are_masked_as_messages_are(tokenizer, training_data):
    data = tokenizer.process_training_data(training_data([("what about R1002?", "give_details")]))
    (example,) = data.training_examples
    assert [token.text for token in example.get(TOKENS_NAMES[TEXT])] == ["what", "about", "casenr", "?"]
    assert [token.text for token in example.get(TOKENS_NAMES[INTENT])] == ["give_details"]


@pytest.mark.parametrize(
    "text",
    [
        "is R1002 closed, I sent it three days ago",
        "ana＠example.com is mine",
        "what about 8120 0345 0001 2345",
        "I ordered it on the ninth of October",
        "can I still send it back from Spain",
    ],
)
def test_a_training_message_has_the_words_that_it_would_have_as_a_customers(tokenizer, training_data, text):
    (example,) = tokenizer.process_training_data(training_data([(text, "give_details")])).training_examples
    read = [(token.text, token.start, token.end) for token in example.get(TOKENS_NAMES[TEXT])]
    assert read == [(token.text, token.start, token.end) for token in tokens(tokenizer, text)]


def test_training_messages_in_other_languages_are_not_split(tokenizer, training_data):
    examples = training_data([("where is R1001", "ask_return_status"), ("wo ist R1001", "ask_return_status")])
    examples.training_examples[1].set(LANGUAGE, "de")

    read = tokenizer.process_training_data(examples).training_examples

    assert [token.text for token in read[0].get(TOKENS_NAMES[TEXT])] == ["where", "is", "casenr"]
    assert [each.get(TEXT) for each in read] == ["where is R1001", "wo ist R1001"]
    assert read[1].get(TOKENS_NAMES[TEXT]) is None


def test_what_decides_about_details_is_part_of_the_fingerprint(tmp_path, monkeypatch):
    (tmp_path / "finder.py").write_text("one", encoding="utf-8")
    monkeypatch.setattr(finder_module, "__file__", str(tmp_path / "finder.py"))
    before = MaskingTokenizer.fingerprint_addon({})
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "de.yml").write_text("two", encoding="utf-8")
    with_words = MaskingTokenizer.fingerprint_addon({})
    (tmp_path / "countries.yml").write_text("two", encoding="utf-8")
    assert len({before, with_words, MaskingTokenizer.fingerprint_addon({})}) == 3


def test_the_grammar_of_numbers_is_part_of_the_fingerprint(tmp_path, monkeypatch):
    (tmp_path / "__init__.py").write_text("one", encoding="utf-8")
    monkeypatch.setattr(identifiers, "__file__", str(tmp_path / "__init__.py"))
    before = MaskingTokenizer.fingerprint_addon({})
    (tmp_path / "numbers.py").write_text("two", encoding="utf-8")
    assert MaskingTokenizer.fingerprint_addon({}) != before


def test_how_many_digits_an_order_number_has_is_read_when_the_component_is_made(monkeypatch):
    monkeypatch.setenv("RETURNDESK_ORDER_NUMBER_DIGITS", "10")
    message = Message(data={TEXT: "8120034500"})
    MaskingTokenizer(MaskingTokenizer.get_default_config()).process([message])
    assert message.get(RETURN_DETAILS) == (Detail(Kind.CUSTOMER_NUMBER, 0, 10, "8120034500"),)
