"""The classifier of what is not English: families of languages, what is stored, and the counts that it reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import save_file

from bot.nlu import multilingual_intent_classifier as module
from bot.nlu.first_words import FIRST_WORDS, METADATA
from bot.nlu.language_detector import LANGUAGE
from bot.nlu.multilingual_intent_classifier import (
    COLUMNS,
    MultilingualIntentClassifier,
    columns_of,
    rarity_of,
    weighted,
)
from bot.nlu.second_opinion import FIRST_OPINION
from core.intents import FALLBACK

EXAMPLES = {
    "en": {
        "cancel": ["cancel my return", "please cancel it", "I want to cancel the return", "cancel that now"],
        "refund": ["where is my money", "the money is not here", "when do I get my money", "money please"],
        "other": ["tell me a joke", "a joke about cats", "sing a joke", "joke number two"],
    },
    "de": {
        "cancel": ["rückgabe stornieren", "bitte stornieren", "ich will das stornieren", "jetzt stornieren"],
        "refund": ["wo ist mein geld", "das geld ist nicht da", "wann kommt mein geld", "geld bitte"],
        "other": ["erzähl einen witz", "ein witz über katzen", "sing einen witz", "witz nummer zwei"],
    },
    "nl": {
        "cancel": ["retour annuleren", "graag annuleren", "ik wil het annuleren", "nu annuleren"],
        "refund": ["waar is mijn geld", "het geld is er niet", "wanneer komt mijn geld", "geld graag"],
        "other": ["vertel een grap", "een grap over katten", "zing een grap", "grap nummer twee"],
    },
    "he": {
        "cancel": ["לבטל את ההחזרה", "בבקשה לבטל", "אני רוצה לבטל", "לבטל עכשיו"],
        "refund": ["איפה הכסף שלי", "הכסף לא הגיע", "מתי יגיע הכסף", "הכסף בבקשה"],
        "other": ["ספר בדיחה", "בדיחה על חתולים", "עוד בדיחה", "בדיחה שתיים"],
    },
}
MEANINGS = (("cancel", "stornieren", "annuleren", "לבטל"), ("money", "geld", "כסף"), ("joke", "witz", "grap", "בדיחה"))
TEXTS = {"de": "kannst du das stornieren", "nl": "kan ik dit annuleren", "he": "אפשר לבטל"}


class WordsReader:
    """Stands in for the encoder: a direction for each meaning that it knows words of, and one that all texts have."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def vector(self, text: str) -> np.ndarray:
        self.read.append(text)
        found = [float(any(word in text.lower() for word in words)) for words in MEANINGS]
        vector = np.array([*found, 1.0], dtype=np.float32)
        return vector / np.linalg.norm(vector)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self.vector(text) for text in texts])


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> WordsReader:
    stand_in = WordsReader()
    monkeypatch.setattr(module, "encoder", lambda: stand_in)
    monkeypatch.setattr(module, "bare_encoder", lambda: stand_in)
    return stand_in


def example(text: str, language: str, intent: str) -> Message:
    return Message(data={TEXT: text, INTENT: intent, LANGUAGE: language})


def training(*languages: str) -> TrainingData:
    return TrainingData(
        [
            example(text, language, intent)
            for language in languages
            for intent, texts in EXAMPLES[language].items()
            for text in texts
        ]
    )


def trained(graph, *languages: str, **config) -> MultilingualIntentClassifier:
    graph.create(MultilingualIntentClassifier, **config).train(training(*(languages or EXAMPLES)))
    return graph.load(MultilingualIntentClassifier, **config)


def understood(classifier, text: str, language: str | None, **more) -> Message:
    (message,) = classifier.process([Message(data={TEXT: text, LANGUAGE: language, **more})])
    return message


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The intents' examples of each fit, and how many rows it had."""
    seen = []
    fit = module.fit

    def watched(dense, sparse, labels, **config):
        seen.append((dense, sparse, list(labels), config, fit(dense, sparse, labels, **config)))
        return seen[-1][-1]

    monkeypatch.setattr(module, "fit", watched)
    return seen


@pytest.mark.parametrize("language", TEXTS)
def test_new_wording_gets_its_intent_in_each_language(graph, language):
    assert understood(trained(graph), TEXTS[language], language).get(INTENT)["name"] == "cancel"


def test_the_ranking_falls_starts_with_the_intent_and_is_part_of_the_output(graph):
    message = understood(trained(graph), "geld stornieren", "de")
    ranking = message.get(INTENT_RANKING_KEY)
    assert ranking[0] == message.get(INTENT)
    assert [each["confidence"] for each in ranking] == sorted((each["confidence"] for each in ranking), reverse=True)
    assert sum(each["confidence"] for each in ranking) == pytest.approx(1, abs=1e-5)
    assert {each["name"] for each in ranking} == {"cancel", "refund", "other"}
    assert {INTENT, INTENT_RANKING_KEY} <= set(message.as_dict(only_output_properties=True))


def test_the_ranking_can_be_cut(graph):
    message = understood(trained(graph, ranking_length=2), "geld", "de")
    assert len(message.get(INTENT_RANKING_KEY)) == 2


def test_related_languages_are_one_model_and_others_have_their_own(graph, fitted):
    trained(graph, families=[["es", "fr"], ["de", "nl"]])
    # Of each language twelve examples, and the twelve English ones with every family.
    assert [len(labels) for _, _, labels, _, _ in fitted] == [36, 24]


def test_a_language_that_no_family_names_has_a_model_of_its_own(graph, fitted):
    classifier = trained(graph, families=[])
    assert [len(labels) for _, _, labels, _, _ in fitted] == [24, 24, 24]
    assert understood(classifier, TEXTS["nl"], "nl").get(INTENT)["name"] == "cancel"


def test_a_family_learns_from_each_of_its_languages(graph):
    data = training("en", "nl")
    data.training_examples.extend(each for each in training("de").training_examples if each.get(INTENT) != "cancel")
    graph.create(MultilingualIntentClassifier).train(data)
    assert understood(graph.load(MultilingualIntentClassifier), "annuleren", "de").get(INTENT)["name"] == "cancel"


def test_so_many_english_examples_of_each_intent_go_into_a_family(graph, fitted):
    trained(graph, "en", "he", english_examples=2)
    ((_, _, labels, _, _),) = fitted
    assert [labels.count(intent) for intent in ("cancel", "refund", "other")] == [6, 6, 6]


def test_the_mean_of_each_language_is_taken_away(graph, fitted):
    trained(graph, "en", "de", "nl")
    ((dense, _, _, _, _),) = fitted
    for start in (0, 12, 24):
        assert dense[start : start + 12].mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-6)


@pytest.mark.parametrize("language", ["en", None])
def test_english_messages_that_left_no_doubt_stay_as_they_are(graph, reader, language):
    classifier = trained(graph)
    reader.read.clear()
    known = {"name": "refund", "confidence": 0.9}
    message = understood(classifier, "please cancel it", language, **{INTENT: known, INTENT_RANKING_KEY: [known]})
    assert message.get(INTENT) == known
    assert message.get(INTENT_RANKING_KEY) == [known]
    assert reader.read == []


@pytest.mark.parametrize("language", ["en", None])
def test_an_english_message_that_left_doubts_is_told_by_those_near_to_it_as_well(graph, language):
    doubted = [{"name": "refund", "confidence": 0.45}, {"name": "cancel", "confidence": 0.4}]
    message = understood(
        trained(graph, "en"), "please cancel it", language, **{INTENT: doubted[0], INTENT_RANKING_KEY: doubted}
    )
    assert message.get(INTENT) == message.get(INTENT_RANKING_KEY)[0]
    assert message.get(INTENT)["name"] == "cancel"
    assert message.get(INTENT)["confidence"] > 0.4


@pytest.mark.parametrize(("confidence", "alone"), [(0.34, FALLBACK), (0.36, "refund")])
def test_it_is_noted_where_the_first_opinion_would_not_have_been_answered(graph, confidence, alone):
    ranking = [{"name": "refund", "confidence": confidence}]
    message = understood(
        trained(graph, "en"), "please cancel it", "en", **{INTENT: ranking[0], INTENT_RANKING_KEY: ranking}
    )
    assert message.get(FIRST_OPINION) == alone


@pytest.mark.parametrize(("is_first", "expected"), [(True, "refund"), (False, "cancel")])
def test_a_move_of_the_conversation_is_heard_of_the_second_opinion_alone_in_its_course(graph, is_first, expected):
    ranking = [{"name": "refund", "confidence": 0.09}]
    message = Message(data={TEXT: "please cancel it", LANGUAGE: "en", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    message.set(METADATA, {FIRST_WORDS: is_first})

    trained(graph, "en").process([message])

    assert message.get(INTENT)["name"] == expected


def test_a_message_that_goes_on_about_another_thing_stays_as_it_is(graph):
    ranking = [{"name": "refund", "confidence": 0.4}]
    message = understood(
        trained(graph, "en"), "and the cancel button?", "en", **{INTENT: ranking[0], INTENT_RANKING_KEY: ranking}
    )
    assert message.get(INTENT_RANKING_KEY) == ranking


def test_an_english_message_of_which_nothing_is_known_gets_no_second_opinion(graph, reader):
    classifier = trained(graph, "en")
    reader.read.clear()
    assert understood(classifier, "xyzzy", "en", **{INTENT_RANKING_KEY: []}).get(INTENT) is None
    assert reader.read == []


@pytest.mark.parametrize(("text", "language"), [("", "de"), ("/cancel", "de"), ("anuluj", "pl")])
def test_payloads_and_languages_without_examples_stay_as_they_are(graph, text, language):
    assert understood(trained(graph), text, language).get(INTENT) is None


def test_training_in_english_alone_makes_no_model(graph, fitted):
    classifier = trained(graph, "en")
    assert fitted == []
    assert understood(classifier, TEXTS["de"], "de").get(INTENT) is None


def test_a_component_that_was_not_loaded_says_nothing(graph):
    assert understood(graph.create(MultilingualIntentClassifier), TEXTS["de"], "de").get(INTENT) is None


def test_a_stored_classifier_answers_as_what_was_fitted(graph, reader, fitted):
    data = training("en", "de", "nl")
    loaded = trained(graph, "en", "de", "nl")
    ((_, _, _, _, model),) = fitted
    vectors = reader.vectors([each.get(TEXT) for each in data.training_examples if each.get(LANGUAGE) == "de"])
    rarity = rarity_of([columns_of(text) for text in _texts_in_order("de", "nl", "en")])
    text = "wann stornieren sie das geld"
    dense = (reader.vector(text) - vectors.mean(axis=0))[np.newaxis, :]
    confidences = model.confidences(dense, weighted(columns_of(text), rarity))[0]
    expected = dict(zip(model.intents, confidences.tolist(), strict=True))

    ranking = understood(loaded, text, "de").get(INTENT_RANKING_KEY)

    assert {each["name"]: each["confidence"] for each in ranking} == pytest.approx(expected, abs=1e-3)


def _texts_in_order(*languages: str) -> list[str]:
    return [text for language in languages for texts in EXAMPLES[language].values() for text in texts]


def test_the_same_examples_give_the_same_answers(graph):
    one, other = (understood(trained(graph), "geld stornieren", "de").get(INTENT_RANKING_KEY) for _ in range(2))
    assert one == other


def test_words_and_pairs_are_counted_apart_from_letters():
    words, letters = columns_of("Geld geld")
    # One word, twice, and the pair.
    assert sorted(words.values()) == [1, 2]
    # "_geld_" has five pairs of letters, four of three, three of four and two of five.
    assert sum(letters.values()) == 2 * (5 + 4 + 3 + 2)
    assert all(0 <= column < COLUMNS for column in (*words, *letters))


def test_case_and_which_number_it_is_make_no_difference():
    assert columns_of("WO IST 4711") == columns_of("wo ist R-1001")


def test_a_question_mark_and_a_sign_are_words():
    words, _ = columns_of("geld ? 🙃")
    assert sum(words.values()) == 3 + 2


def test_what_one_example_has_weighs_nothing_and_what_is_rare_weighs_more():
    counted = [columns_of(text) for text in ("das x", "das x", "das y", "das z")]
    rarity = rarity_of(counted)
    (das,), (x,), (y,) = ([*({*columns_of(word)[0]})] for word in ("das", "x", "y"))
    assert rarity[das] == pytest.approx(1)
    assert rarity[x] == pytest.approx(np.log(2) + 1)
    assert rarity[y] == 0


def test_each_half_of_a_row_has_length_one():
    counts = columns_of("das geld ist nicht da")
    row = weighted(counts, np.ones(COLUMNS, np.float32))
    assert row.shape == (1, COLUMNS)
    words = weighted((counts[0], {}), np.ones(COLUMNS, np.float32))
    letters = weighted(({}, counts[1]), np.ones(COLUMNS, np.float32))
    assert [np.linalg.norm(each.toarray()) for each in (words, letters)] == pytest.approx([1, 1])
    assert row.toarray() == pytest.approx((words + letters).toarray())


def test_what_occurs_oftener_weighs_more_by_its_logarithm():
    row = weighted(({3: 3, 5: 1}, {}), np.ones(COLUMNS, np.float32)).toarray()[0]
    assert row[3] / row[5] == pytest.approx(1 + np.log(3))


@pytest.mark.parametrize("text", ["", "...", "\ud83d"])
def test_a_text_without_known_words_is_all_noughts(text):
    assert not weighted(columns_of(text), np.zeros(COLUMNS, np.float32)).toarray().any()


def test_other_directions_are_another_model(monkeypatch, tmp_path):
    prints = []
    for number in (0, 1):
        artefact = tmp_path / f"{number}.safetensors"
        save_file({"projection": np.full((2, 2), number, np.float16)}, artefact)
        monkeypatch.setattr(module, "ARTEFACT", artefact)
        prints.append(MultilingualIntentClassifier.fingerprint_addon({}))
    assert prints[0] != prints[1]
