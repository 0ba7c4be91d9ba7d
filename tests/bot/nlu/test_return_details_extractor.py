"""Details as Rasa's entities."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language_detector import LANGUAGE
from bot.nlu.return_details_extractor import ReturnDetailsExtractor


@pytest.fixture
def read(graph, tokenizer):
    extractor = graph.create(ReturnDetailsExtractor)

    def entities(text, **more):
        (message,) = extractor.process(tokenizer.process([Message(data={TEXT: text, **more})]))
        return message.as_dict(only_output_properties=True).get(ENTITIES)

    return entities


def test_a_detail_becomes_an_entity_with_its_place_value_and_certainty(read):
    assert read("my R 1001") == [
        {
            "entity": "customer_number",
            "start": 3,
            "end": 9,
            "value": "R1001",
            "confidence_entity": 1.0,
            "well_formed": True,
            "extractor": "ReturnDetailsExtractor",
        }
    ]


def test_a_typo_lowers_the_certainty(read):
    (entity,) = read("R10O1")
    assert (entity["value"], entity["confidence_entity"], entity["well_formed"]) == ("R10O1", 0.5, False)


def test_entities_found_before_are_kept(read):
    earlier = {"entity": "size", "value": "L"}
    assert [entity["entity"] for entity in read("R1001", entities=[earlier])] == ["size", "customer_number"]


def test_a_message_without_details_has_no_entities(read):
    assert read("how long does a refund take?") == []


def test_behind_another_tokenizer_it_finds_the_details_itself(graph):
    (message,) = graph.create(ReturnDetailsExtractor).process([Message(data={TEXT: "R 1001"})])
    assert [entity["value"] for entity in message.get(ENTITIES)] == ["R1001"]


def test_by_itself_it_reads_the_language_of_the_message(graph):
    message = Message(data={TEXT: "sdal v sredu", LANGUAGE: "ru"})
    graph.create(ReturnDetailsExtractor).process([message])
    assert [(entity["value"], entity["sense"]) for entity in message.get(ENTITIES)] == [("Wednesday", "past")]


def test_a_message_without_text_is_left_alone(graph):
    (message,) = graph.create(ReturnDetailsExtractor).process([Message(data={})])
    assert message.data == {}


def test_how_many_digits_an_order_number_has_is_read_when_it_is_needed(graph, monkeypatch):
    monkeypatch.setenv("RETURNDESK_ORDER_NUMBER_DIGITS", "10")
    message = Message(data={TEXT: "8120034500"})
    graph.create(ReturnDetailsExtractor).process([message])
    assert [(each["value"], each["well_formed"]) for each in message.get(ENTITIES)] == [("8120034500", True)]
