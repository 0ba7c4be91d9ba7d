"""Which language a message is in, and when it changes that of a conversation."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language_detector import LANGUAGE, LanguageDetector, english_messages, is_english
from core.languages import OUR_WORDS, SPOKEN

EXAMPLES = {
    "en": [
        "where is my refund", "I want to return these shoes", "how do I send the parcel back",
        "cancel my return please", "the label is missing", "my order never arrived", "how long does it take",
        "can I exchange it for another size",
        "who pays for the shipping", "what is the status of my return", "the item is broken", "thank you very much",
    ],
    "de": [
        "wo ist mein geld", "ich möchte diese schuhe zurückgeben", "wie schicke ich das paket zurück",
        "bitte die rücksendung stornieren", "das etikett fehlt", "meine bestellung ist nie angekommen",
        "wie lange dauert das", "kann ich es gegen eine andere größe tauschen", "wer bezahlt den versand",
        "was ist der status meiner rücksendung", "der artikel ist kaputt", "vielen dank",
    ],
    "he": [
        "איפה הכסף שלי", "אני רוצה להחזיר את הנעליים", "איך שולחים את החבילה בחזרה", "לבטל את ההחזרה בבקשה",
        "המדבקה חסרה", "ההזמנה שלי לא הגיעה", "כמה זמן זה לוקח", "אפשר להחליף למידה אחרת",
        "מי משלם על המשלוח", "מה מצב ההחזרה שלי", "המוצר שבור", "תודה רבה",
    ],
}  # fmt: skip
GERMAN, ENGLISH_TEXT = "wie lange dauert die rücksendung bitte", "how long does the return take please"


def example(text: str, language: str) -> Message:
    about = {} if language == "en" else {METADATA: {"intent": {"language": language}}}
    return Message(data={TEXT: text, INTENT: "any", **about})


def training() -> TrainingData:
    return TrainingData([example(text, tag) for tag, texts in EXAMPLES.items() for text in texts])


@pytest.fixture
def detector(graph) -> LanguageDetector:
    trained = graph.create(LanguageDetector)
    trained.train(training())
    return trained


def read(detector: LanguageDetector, text: str, spoken: str | None = None) -> Message:
    """A message in a conversation whose language is `spoken`, as the detector leaves it."""
    about = {METADATA: {SPOKEN: spoken}} if spoken else {}
    (message,) = detector.process([Message(data={TEXT: text, **about})])
    return message


def entities(message: Message) -> list[tuple[str, str]]:
    return [(each["entity"], each["value"]) for each in message.get(ENTITIES, [])]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wann bekomme ich mein geld zurück", "de"),
        ("when do I get the refund for my order", "en"),
        ("מתי אקבל את הכסף", "he"),
        ("WO IST MEINE RÜCKSENDUNG???", "de"),
    ],
)
@pytest.mark.parametrize("spoken", [None, "en", "de", "he"])
def test_a_sentence_is_in_its_own_language_whatever_is_spoken(detector, text, language, spoken):
    assert read(detector, text, spoken).get(LANGUAGE) == language


@pytest.mark.parametrize("spoken", ["en", "de"])
@pytest.mark.parametrize("text", ["כן", "the tracking says בדרך since Monday, where is my order"])
def test_a_script_that_one_language_has_decides(detector, text, spoken):
    message = read(detector, text, spoken)
    assert message.get(LANGUAGE) == "he"
    assert entities(message) == [(LANGUAGE, "he")]


def test_a_script_says_nothing_where_training_has_no_such_language(graph):
    detector = graph.create(LanguageDetector)
    detector.train(TrainingData([each for each in training().training_examples if "he" not in str(each.get(METADATA))]))
    assert read(detector, "כן", "de").get(LANGUAGE) == "de"


@pytest.mark.parametrize("spoken", ["en", "de"])
@pytest.mark.parametrize("text", ["ok", "no", "R1001", "status R1001", "Zara"])
def test_short_latin_words_keep_the_language_of_the_conversation(detector, text, spoken):
    message = read(detector, text, spoken)
    assert message.get(LANGUAGE) == spoken
    assert entities(message) == []


@pytest.mark.parametrize("spoken", ["en", "de", "he"])
@pytest.mark.parametrize(
    "text", ["/affirm", '/choose{"item": "wie lange dauert das bitte"}', "4711", "12.05.2026", "?!", ""]
)
def test_payloads_numbers_and_signs_keep_the_language_of_the_conversation(detector, text, spoken):
    message = read(detector, text, spoken)
    assert message.get(LANGUAGE) == spoken
    assert entities(message) == []


@pytest.mark.parametrize(
    ("text", "spoken", "found"),
    [
        (GERMAN, "en", "de"),
        (GERMAN, "he", "de"),
        (ENGLISH_TEXT, "de", "en"),
        ("die rücksendung dauert lange", "en", "de"),
    ],
)
def test_four_words_in_another_language_change_that_of_the_conversation(detector, text, spoken, found):
    assert entities(read(detector, text, spoken)) == [(LANGUAGE, found)]


def test_three_words_change_nothing_but_are_read_in_their_language(detector):
    message = read(detector, "rücksendung dauert lange", "en")
    assert message.get(LANGUAGE) == "de"
    assert entities(message) == []


@pytest.mark.parametrize(
    ("text", "found"), [("rücksendung stornieren", [(LANGUAGE, "de")]), ("תודה", [(LANGUAGE, "he")]), ("thank you", [])]
)
def test_the_first_words_say_the_language_however_few_they_are(detector, text, found):
    assert entities(read(detector, text)) == found


def test_a_message_in_the_language_of_the_conversation_has_no_entity(detector):
    assert entities(read(detector, GERMAN, "de")) == []


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("de_CH", "de"), ("he-IL", "he"), ("EN-us", "en")])
def test_of_a_locale_the_language_counts(detector, locale, language):
    message = read(detector, "4711", locale)
    assert message.get(LANGUAGE) == language
    assert entities(message) == []


def test_a_locale_of_the_language_is_no_other_language(detector):
    assert entities(read(detector, GERMAN, "de-AT")) == []


@pytest.mark.parametrize("locale", ["tr", "pl-PL", "zh-hans"])
def test_where_the_language_of_the_app_is_none_that_was_learnt_what_is_in_no_language_is_read_as_english(
    detector, locale
):
    message = read(detector, "R1002, 4711", locale)
    assert message.get(LANGUAGE) == "en"
    assert entities(message) == []
    assert entities(read(detector, GERMAN, locale)) == [(LANGUAGE, "de")]
    assert entities(read(detector, ENGLISH_TEXT, locale)) == []


def test_the_words_of_an_old_button_are_read_as_english_and_change_no_language(detector):
    about = {SPOKEN: "de", OUR_WORDS: True}
    (message,) = detector.process([Message(data={TEXT: ENGLISH_TEXT, METADATA: about})])
    assert message.get(LANGUAGE) == "en"
    assert entities(message) == []


def test_other_entities_stay(detector):
    other = {"entity": "order_number", "value": "4711"}
    (message,) = detector.process([Message(data={TEXT: GERMAN, ENTITIES: [other]})])
    assert message.get(ENTITIES)[0] == other
    assert entities(message)[1:] == [(LANGUAGE, "de")]


def test_language_and_entity_are_part_of_the_output(detector):
    output = read(detector, GERMAN, "en").as_dict(only_output_properties=True)
    assert output[LANGUAGE] == "de"
    assert [each["value"] for each in output[ENTITIES]] == ["de"]


def test_another_language_must_lead_by_so_much(graph):
    careful = graph.create(LanguageDetector, lead=10_000)
    careful.train(training())
    assert read(careful, GERMAN, "en").get(LANGUAGE) == "en"


def test_what_follows_the_first_letters_is_not_read(detector):
    assert read(detector, f"{GERMAN} {'.' * 400} {'תודה רבה ' * 20}", "de").get(LANGUAGE) == "de"


def test_a_stored_detector_finds_the_same(detector, graph):
    loaded = graph.load(LanguageDetector)
    for texts in EXAMPLES.values():
        for text in texts:
            assert read(loaded, text).get(LANGUAGE) == read(detector, text).get(LANGUAGE)


def test_an_untrained_detector_keeps_the_language_of_the_conversation(graph):
    assert read(graph.create(LanguageDetector), GERMAN, "pt-BR").get(LANGUAGE) == "pt"


def test_training_examples_say_their_language(detector):
    data = detector.process_training_data(training())
    assert [each.get(LANGUAGE) for each in data.training_examples] == [
        tag for tag, texts in EXAMPLES.items() for _ in texts
    ]
    assert english_messages(data.training_examples) == data.training_examples[: len(EXAMPLES["en"])]


def test_a_message_without_language_is_read_as_english():
    assert is_english(Message(data={TEXT: "hello"}))
    assert not is_english(Message(data={TEXT: "hallo", LANGUAGE: "de"}))


def test_a_single_word_must_lead_by_more(graph):
    careful = graph.create(LanguageDetector, lead=0, lead_of_one_word=10_000)
    careful.train(training())

    assert read(careful, "rücksendung").get(LANGUAGE) == "en"
    assert read(careful, "rücksendung stornieren").get(LANGUAGE) == "de"
