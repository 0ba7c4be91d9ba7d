"""Whether something was said before that a message can go on about, and what that changes."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities.finder import DetailFinder
from bot.nlu.first_words import FIRST_WORDS, are_first
from bot.nlu.negations import NegationReader
from bot.nlu.return_details_extractor import as_entity
from core.identifiers import USUAL_SHAPES
from core.intents import FALLBACK


def said(response: str) -> BotUttered:
    return BotUttered("…", metadata={"utter_action": response})


@pytest.mark.parametrize(
    ("events", "first"),
    [
        ([], True),
        ([ActionExecuted("action_session_start"), ActionExecuted("action_listen")], True),
        ([UserUttered("hi"), said("utter_greet"), ActionExecuted("action_listen")], True),
        ([said("utter_welcome_no_return")], True),
        ([said("utter_welcome_returns")], False),
        ([UserUttered("hi"), said("utter_refund_time"), UserUttered("thanks"), said("utter_greet")], False),
        ([BotUttered("without metadata")], False),
    ],
)
def test_words_are_first_until_something_was_told(events: list[Event], first: bool) -> None:
    assert are_first(DialogueStateTracker.from_events("chat", events)) is first


def test_of_a_conversation_that_nobody_knows_something_may_have_been_told() -> None:
    assert not are_first(None)


def meant(text: str, intent: str, *, first: bool) -> str:
    entities = [as_entity(each) for each in DetailFinder(USUAL_SHAPES).find(text)]
    message = Message({"text": text, "intent": {"name": intent, "confidence": 0.6}, "entities": entities})
    message.set("metadata", {FIRST_WORDS: True} if first else {})
    NegationReader().process([message])
    return str(message.get("intent")["name"])


@pytest.mark.parametrize(
    ("text", "intent", "goes_on"),
    [
        ("do public holidays push the date back for you", "ask_delays", "explain_answer"),
        ("why was only a third of it paid when both went back", FALLBACK, "explain_why"),
        ("answer me. It was delivered 33 days ago. yes or no", FALLBACK, "give_details"),
    ],
)
def test_first_words_keep_what_they_ask(text: str, intent: str, goes_on: str) -> None:
    assert meant(text, intent, first=True) == intent
    assert meant(text, intent, first=False) == goes_on


def test_which_days_are_working_days_needs_no_answer_before() -> None:
    assert meant("are public holidays business days with you", "ask_delays", first=True) == "explain_answer"


def test_first_words_take_no_hand_in_back() -> None:
    text = "they closed the return while my box is in the hallway"
    assert meant(text, "report_return_closed", first=True) == "report_return_closed"
    assert meant(text, "report_return_closed", first=False) == "report_not_marked_returned"


def test_a_story_asks_something_also_where_the_thing_is_still_at_home() -> None:
    text = (
        "its been a week since it came and i still have the parcel in my hallway, and my wife wants the room back for "
        "her loom and her bicycle and all of her plants"
    )
    assert meant(text, FALLBACK, first=True) == FALLBACK
    assert meant(text, FALLBACK, first=False) == "report_not_marked_returned"
    assert meant("the lamp is still in my hallway", FALLBACK, first=True) == "report_not_marked_returned"


def test_a_short_question_for_the_reason_goes_on_about_whatever_there_is() -> None:
    assert meant("why is that so", FALLBACK, first=True) == meant("why is that so", FALLBACK, first=False)
