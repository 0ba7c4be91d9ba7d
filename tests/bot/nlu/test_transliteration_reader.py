"""Which messages in Latin letters are read as Russian or Ukrainian, and as what."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.transliteration_reader import TransliterationReader

EXAMPLES = {
    "ru": ["где мои деньги за возврат", "когда вернут деньги на карту", "я сдал посылку в четверг", "уже неделя прошла",
           "статус возврата не изменился", "сколько стоит товар с доставкой", "мои заказы не пришли"],
    "uk": ["де мої гроші за повернення", "коли повернуть гроші на картку", "я здала посилку в четвер",
           "статус повернення не змінився", "скільки коштує повернути товар", "вже тиждень минув"],
    "en": ["where is my refund", "what is the status of my order", "I sent the parcel on Thursday"],
    "nl": ["waar is mijn geld", "de status van mijn retour", "op de kaart"],
}  # fmt: skip


@pytest.fixture
def reader(graph) -> TransliterationReader:
    graph.create(TransliterationReader).train(
        TrainingData(
            [
                Message(data={TEXT: text, INTENT: "any", METADATA: {"intent": {"language": tag}}})
                for tag, texts in EXAMPLES.items()
                for text in texts
            ]
        )
    )
    return graph.load(TransliterationReader)


def read(reader: TransliterationReader, text: str) -> str:
    (message,) = reader.process([Message(data={TEXT: text})])
    return str(message.get(TEXT))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gde moi dengi za vozvrat", "где мои деньги за возврат"),
        ("GDE MOI DEN'GI", "Где Мои Деньги"),
        ("ya sdal posylku v 4etverg, status ne izmenilsja", "я сдал посылку в четверг, статус не изменился"),
        (
            "Kogda vernut dengi za vozvrat R1002? anna@example.com",
            "Когда вернут деньги за возврат R1002? anna@example.com",
        ),
        ("skolko stoit moj tovar s AliExpress.com", "сколько стоит мои товар с AliExpress.com"),
        ("de moyi groshi za povernennya", "де мої гроші за повернення"),
        ("koly povernut hroshi na kartku", "коли повернуть гроші на картку"),
    ],
)
def test_a_message_in_latin_letters_is_put_into_cyrillic(reader, written, meant):
    assert read(reader, written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "where is my refund",
        "status",
        "kde jsou moje penize",
        "gdzie sa moje pieniadze za zwrot",
        "na karte",
        "de status van mijn retour",
        "R1002 anna.dengi@example.com",
        "где мои dengi",
        "/button_my_returns{}",
        "",
        "👍",
    ],
)
def test_any_other_message_stays_as_it_is(reader, text):
    assert read(reader, text) == text


def test_a_word_of_another_language_within_one_stays(reader):
    assert read(reader, "gde moi dengi, gde refund") == "где мои деньги, где refund"


def test_training_messages_are_read_alike_where_they_are_in_one_of_the_two(reader):
    def example(language: str) -> Message:
        return Message(data={TEXT: "gde moi dengi", INTENT: "any", METADATA: {"intent": {"language": language}}})

    read_so = reader.process_training_data(TrainingData([example("ru"), example("nl")]))
    assert [each.get(TEXT) for each in read_so.training_examples] == ["где мои деньги", "gde moi dengi"]


def test_nothing_is_read_before_it_has_learnt_words(graph):
    assert read(graph.create(TransliterationReader), "gde moi dengi za vozvrat") == "gde moi dengi za vozvrat"
