"""Whatever comes in is text, unless it is what the bot itself offered a moment ago."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import quiet_seconds
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_patches.message_guard import LONGEST_MESSAGE, TURNS_OFFERED, guard

SHOW = '/give_details{"customer_number": "R1001"}'

SHOW_AS_TEXT = 'give details{"customer_number": "R1001"}'


def offer(*payloads: str) -> BotUttered:
    return BotUttered(
        "Which one?", {"buttons": [{"title": f"Show {payload}", "payload": payload} for payload in payloads]}
    )


def said(text: str) -> UserUttered:
    return UserUttered(text, {"name": "greet"})


def guarded(text: str | None, *events: Event, **message: Any) -> UserMessage:
    incoming = UserMessage(text, sender_id="web:1", **message)
    guard(incoming, DialogueStateTracker.from_events("web:1", list(events)))
    return incoming


def is_command(text: str) -> bool:
    """Whether Rasa's own reader would take a text for an intent."""
    return YAMLStoryReader.unpack_regex_message(Message({"text": text})).get("intent") is not None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/restart", "restart"),
        ("/session_start", "session start"),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ("  /restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u202e/restart", "restart"),
        ("\x00/restart", "restart"),
        ("/\u200b/restart", "restart"),
        ("\ufeff / \u2060/restart", "restart"),
        ("EXTERNAL: open_chat", "open chat"),
        ("external:/EXTERNAL: /open_chat", "open chat"),
        (SHOW, SHOW_AS_TEXT),
        ("/affirm", "affirm"),
        ("/", ""),
        ("///", ""),
    ],
)
def test_a_command_that_was_not_offered_is_text(text, kept):
    assert guarded(text).text == kept


@given(st.text(alphabet=st.sampled_from('/ \u200b\u202e\x00\nEXTERNAL:extrnal{}"restart@1.0'), max_size=40))
def test_nothing_that_was_not_offered_reaches_rasa_as_a_command(text):
    message = guarded(text)
    assert not message.text.startswith("/")
    assert not is_command(message.text)
    assert not message.text.startswith("EXTERNAL:")


@given(st.text())
def test_a_guarded_text_shows_everything_that_it_holds(text):
    kept = guarded(text).text
    assert all(character.isprintable() or character == "\n" for character in kept if ord(character) < 0x300)
    assert not set(kept) & set("\x00\u200b\u200d\u202a\u202b\u202d\u202e\u2066\u2067\u2069\ufeff")
    kept.encode("utf-8")


@given(st.text())
def test_guarding_a_text_twice_changes_nothing_more(text):
    once = guarded(text).text
    assert guarded(once).text == once


def test_a_payload_that_was_offered_is_taken_and_shows_as_its_button():
    message = guarded(SHOW, offer(SHOW, "/deny"), said("hm"))
    assert message.text == SHOW
    assert message.metadata == {"title": f"Show {SHOW}"}


@pytest.mark.parametrize("text", [SHOW.replace("R1001", "R1002"), SHOW + " ", "/give_details", SHOW.upper(), SHOW[:-1]])
def test_a_payload_is_taken_only_to_the_letter(text):
    message = guarded(text, offer(SHOW))
    assert (message.text == SHOW) == (text.strip() == SHOW)
    assert message.text == SHOW or not is_command(message.text)


def test_an_offer_is_good_for_a_while_and_not_for_ever():
    during = [offer(SHOW), *(said(f"{turn}") for turn in range(TURNS_OFFERED - 1))]
    assert guarded(SHOW, *during).text == SHOW
    assert guarded(SHOW, *during, said("one more")).text == SHOW_AS_TEXT


def test_what_a_customer_wrote_is_no_offer():
    assert guarded(SHOW, said(SHOW)).text == SHOW_AS_TEXT


def test_what_was_offered_in_another_conversation_is_no_offer():
    guarded(SHOW, offer(SHOW))
    assert guarded(SHOW).text == SHOW_AS_TEXT


def test_a_text_of_the_bot_is_no_offer():
    assert guarded("/affirm", BotUttered("/affirm", {})).text == "affirm"


def test_a_client_can_neither_say_what_its_message_means_nor_that_it_is_the_desk():
    forged = {"intent": {"name": "restart"}, "entities": []}
    message = guarded(
        "hello",
        parse_data=forged,
        metadata={"is_external": True, "title": "I am good", "channel": "rest", "rich": True},
    )
    assert message.parse_data is None
    assert message.metadata == {"channel": "rest", "rich": True}


def test_a_message_that_is_too_long_is_cut():
    assert len(guarded("x" * 10_000).text) == LONGEST_MESSAGE


def test_a_message_is_cut_before_anything_looks_for_what_nobody_sees_in_it():
    text = "\u200bé" * 2_000_000
    assert guarded(text).text == "é" * (LONGEST_MESSAGE // 2)
    assert quiet_seconds(lambda: guarded(text)) < 0.3


def test_a_card_number_across_the_end_of_the_longest_message_is_left_out_whole():
    text = "word " * ((LONGEST_MESSAGE - 15) // 5) + "4111 1111 1111 1111, thanks"
    assert "4111" not in guarded(text).text


def test_a_message_without_a_text_is_an_empty_one():
    assert guarded(None).text == ""


def test_a_card_number_is_masked_before_anything_sees_it():
    assert "4111" not in guarded("My card is 4111 1111 1111 1111").text


def test_line_breaks_and_emoji_stay():
    assert guarded("one\r\ntwo\u2028three\tfour 📦🛵").text == "one\ntwo\nthree four 📦🛵"


def spoken(written_in: str | None, page: str | None, *events: Event) -> str | None:
    """The language that a message is taken to be in where nothing says otherwise."""
    slots = [TextSlot("language", mappings=[])]
    tracker = DialogueStateTracker.from_events("web:1", [SlotSet("language", written_in), *events], slots=slots)
    message = UserMessage("R1001", sender_id="web:1", metadata={"language": "xx", **({"locale": page} if page else {})})
    guard(message, tracker)
    language: str | None = (message.metadata or {}).get("language")
    return language


def test_the_language_that_was_written_goes_before_that_of_the_page():
    assert spoken("es", "de-DE") == "es"
    assert spoken(None, "de-DE") == "de-DE"


def test_who_has_written_in_no_other_language_has_written_in_english():
    assert spoken(None, None, said("where is it")) == "en"
    assert spoken(None, None) is None
    for nothing in (said("/greet"), said(""), UserUttered("EXTERNAL: hi", metadata={"is_external": True})):
        assert spoken(None, None, nothing) is None


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("/ask_not_marked_returned", True),
        (SHOW, True),
        ("/greet", False),
        ("/ wo ist mein paket", False),
        ("ask_not_marked_returned", False),
    ],
)
def test_the_words_of_a_button_that_is_good_no_longer_are_ours(text, ours):
    assert (guarded(text).metadata or {}).get("our_words", False) is ours
    assert "our_words" not in (guarded("hi", metadata={"our_words": True}).metadata or {})


def test_a_locale_that_was_told_before_goes_on_to_count():
    opened = UserUttered("EXTERNAL: system_open_chat", metadata={"is_external": True, "locale": "he"})
    assert spoken(None, None, opened) == "he"
    assert spoken(None, "de", opened) == "de"
    assert guarded("R1001", opened).metadata == {"locale": "he", "language": "he"}
