"""What the response generator adds for clients that show cards, and the facts that it notes with every answer."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from rasa.core.actions.action import create_bot_utterance
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.responses.nlg import FactsResponseGenerator

RESPONSES = {
    "utter_rule": "About **{inspection.longest} business days**.\n\n{line}\n\n_Source: {inspection.source}_\n",
    "utter_two_sources": "So.\n_Source: {inspection.source}; {refund.time.source}_",
    "utter_same_source_twice": "So.\n_Source: {inspection.source}; {inspection.source}_",
    "utter_because": "It is so.\n_Source: {source}_",
    "utter_plain": "Good morning.",
    "utter_outer": "Wait: {inner}",
    "utter_inner": "{update.dropoff.longest} working days",
    "utter_name": "Hello {name}.",
}
CARD = {
    "card": "timeline",
    "version": 1,
    "text": {"say": "name", "name": "Ana"},
    "steps": [{"label": {"say": "inner"}}],
}


@pytest.fixture(scope="module")
def voice() -> FactsResponseGenerator:
    """A generator with the responses above."""
    responses = {name: [{"text": text}] for name, text in RESPONSES.items()}
    return FactsResponseGenerator(domain=Domain.from_dict({"responses": responses}))


def said(voice: FactsResponseGenerator, response: str, **values: Any) -> dict[str, Any]:
    message = voice.generate_from_slots(response, {}, "rest", **values)
    assert message is not None
    return message


def conversation(metadata: dict[str, Any] | None, entities: list[dict[str, Any]] | None = None) -> DialogueStateTracker:
    tracker = DialogueStateTracker("web:one", [])
    if metadata is not None:
        tracker.update(UserUttered("hello", {"name": "greet"}, entities or [], metadata=metadata))
    return tracker


# --- The card of an answer ----------------------------------------------------------------------------------------


def test_an_answer_with_a_source_becomes_a_card_in_which_the_source_is_apart(voice: FactsResponseGenerator):
    message = said(voice, "utter_rule", line="It may take longer.", rich=True)

    assert message["custom"] == {
        "card": "answer",
        "version": 1,
        "text": "About **2 business days**.\n\nIt may take longer.",
        "sources": [
            {
                "fact": "inspection",
                "title": "Complete guide to AliExpress free returns",
                "section": "Reception and Inspection of Returned Items by the Warehouse",
                "label": "Complete guide to AliExpress free returns, "
                "“Reception and Inspection of Returned Items by the Warehouse”",
                "url": None,
            }
        ],
    }
    assert message["text"].strip().endswith("by the Warehouse”_")


@pytest.mark.parametrize(
    ("response", "facts"),
    [
        ("utter_two_sources", ["inspection", "refund.time"]),
        ("utter_same_source_twice", ["inspection"]),
        ("utter_because", ["parcel.lost"]),
    ],
)
def test_each_source_stands_there_once(voice: FactsResponseGenerator, response: str, facts: list[str]):
    message = said(voice, response, because="parcel.lost", rich=True)

    assert [source["fact"] for source in message["custom"]["sources"]] == facts


def test_an_answer_without_a_source_is_no_card(voice: FactsResponseGenerator):
    assert "custom" not in said(voice, "utter_plain", rich=True)
    assert "custom" not in said(voice, "utter_because", rich=True)


def test_what_a_value_holds_is_no_source(voice: FactsResponseGenerator):
    assert "custom" not in said(voice, "utter_name", name="x\n_Source: {inspection.source}_", rich=True)


# --- The card of an action ----------------------------------------------------------------------------------------


def test_the_phrases_of_a_card_become_words(voice: FactsResponseGenerator):
    message = said(voice, "utter_because", because="inspection", card=copy.deepcopy(CARD))

    card = message["custom"]
    assert card["text"] == "Hello Ana."
    assert card["steps"] == [{"label": "2 working days"}]
    assert [source["fact"] for source in card["sources"]] == ["inspection"]


def test_text_with_signs_of_templates_stays_as_it_is_in_a_card(voice: FactsResponseGenerator):
    title = '{inspection.longest} {"say": "inner"} <b>'
    message = said(voice, "utter_plain", card={**CARD, "title": title})

    assert message["custom"]["title"] == title


# --- Who gets cards -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metadata", "entities", "shown"),
    [
        ({"rich": True}, [], True),
        ({"rich": False}, [], False),
        ({"rich": "yes"}, [], False),
        ({}, [], False),
        (None, [], False),
        ({"is_external": True}, [{"entity": "rich", "value": True}], True),
        ({"is_external": True}, [], False),
        # What a customer's own words are taken for says nothing about their client.
        ({}, [{"entity": "rich", "value": True}], False),
    ],
)
async def test_cards_are_for_clients_that_show_them(voice: FactsResponseGenerator, metadata, entities, shown):
    message = await voice.generate("utter_because", conversation(metadata, entities), "rest", because="inspection")

    assert message is not None
    assert ("custom" in message) is shown


async def test_the_conversation_keeps_a_card_once_and_in_words(voice: FactsResponseGenerator):
    # As Rasa does it: what the action sent goes into the metadata of the message, unless it is empty.
    sent: dict[str, Any] = {"because": "inspection", "card": copy.deepcopy(CARD)}
    draft = await voice.generate("utter_because", conversation({"rich": True}), "rest", **sent)
    assert draft is not None
    draft.update({name: value for name, value in sent.items() if value})
    uttered = create_bot_utterance(draft)

    assert uttered.data["custom"]["text"] == "Hello Ana."
    assert "card" not in uttered.metadata
    assert uttered.metadata["facts"] == ["inspection", "update.dropoff"]


# --- Facts --------------------------------------------------------------------------------------------------------


def test_an_answer_names_every_fact_in_it_the_one_it_rests_on_first(voice: FactsResponseGenerator):
    message = said(voice, "utter_outer", inner={"say": "inner"}, because="parcel.lost")

    assert message["facts"] == ["parcel.lost", "update.dropoff"]
    assert said(voice, "utter_rule", line="")["facts"] == ["inspection"]


def test_an_answer_without_a_rule_names_none(voice: FactsResponseGenerator):
    assert "facts" not in said(voice, "utter_plain")
