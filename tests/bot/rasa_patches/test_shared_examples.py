"""Training data that share their messages are what Rasa makes of them by copying."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_patches.shared_examples import share_examples


@pytest.fixture(autouse=True)
def method_of_rasa() -> Iterator[None]:
    """Rasa's own methods again after each test."""
    merge, sanitize = TrainingData.merge, TrainingData.__dict__["sanitize_examples"]
    yield
    TrainingData.merge, TrainingData.sanitize_examples = merge, sanitize


def message(text: str, intent: str = "greet", **more: object) -> Message:
    return Message(data={"text": text, "intent": intent, **more})


def sets() -> list[TrainingData]:
    return [
        TrainingData(
            [message("hello"), message("hi there", " greet "), message("hello")],
            {"Handy": "phone"},
            [{"name": "b", "pattern": "b+"}],
            [{"name": "colour", "elements": ["red"]}],
            {"utter_greet": [{"text": "Hello."}]},
        ),
        TrainingData(
            [message("hello"), message("bye", "goodbye", metadata={"language": "de"})],
            {"mobile": "phone"},
            [{"name": "a", "pattern": "a+"}],
            responses={"utter_bye": [{"text": "Bye."}]},
        ),
        TrainingData(),
    ]


def told(data: TrainingData) -> object:
    examples = [each.as_dict() for each in data.training_examples]
    return examples, data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses, data.fingerprint()


def test_it_is_what_rasa_makes_of_them():
    empty = TrainingData()
    by_rasa = [told(empty.merge(*sets())), told(sets()[0].merge(None, sets()[1])), told(sets()[1].merge(*sets()))]
    share_examples()
    assert [
        told(empty.merge(*sets())),
        told(sets()[0].merge(None, sets()[1])),
        told(sets()[1].merge(*sets())),
    ] == by_rasa


def test_messages_are_shared_and_the_sets_that_were_put_together_stay_as_they_are():
    share_examples()
    first, second, _ = sets()
    before = told(first), told(second)
    merged = first.merge(second)
    assert merged.training_examples[0] is first.training_examples[0]
    merged.training_examples.clear()
    merged.entity_synonyms.clear()
    merged.responses.clear()
    assert (told(first), told(second)) == before


def test_a_word_that_stands_for_two_things_is_told_as_rasa_does():
    share_examples()
    with pytest.warns(UserWarning, match="synonym"):
        merged = TrainingData(entity_synonyms={"bag": "rucksack"}).merge(TrainingData(entity_synonyms={"bag": "sack"}))
    assert merged.entity_synonyms == {"bag": "sack"}
