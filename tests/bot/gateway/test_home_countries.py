"""Where a customer may be at home is told by their page, their own number, their language and what they have named."""

from __future__ import annotations

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway import home_countries as module
from bot.gateway.home_countries import home_countries
from bot.rasa_patches.message_guard import guard

SLOTS = [TextSlot("requested_slot", mappings=[{}]), TextSlot("language", mappings=[{}])]


@pytest.fixture(autouse=True)
def no_shop(monkeypatch):
    """A shop that says nothing of its customers."""
    monkeypatch.delenv("RETURNDESK_CUSTOMER_COUNTRIES", raising=False)
    module._of_the_shop.cache_clear()
    yield
    module._of_the_shop.cache_clear()


def tracker(sender_id="web:1", *events):
    return DialogueStateTracker.from_events(sender_id, list(events), SLOTS)


def kept(text, sender_id="web:1", *events, **metadata):
    message = UserMessage(text, sender_id=sender_id, metadata=metadata)
    guard(message, tracker(sender_id, *events))
    return message.text


def naming(code):
    return UserUttered("that is where I live", {"name": "inform"}, [{"entity": "country", "value": code}])


@pytest.mark.parametrize(
    ("sender_id", "locale", "countries"),
    [
        ("web:1", None, set()),
        ("web:1", "pt", set()),
        ("web:1", "pt-BR", {"BR"}),
        ("telegram:7", "de_de", {"DE"}),
        ("web:1", "sr-Latn-RS", {"RS"}),
        ("whatsapp:34612345678", None, {"ES"}),
        ("twilio:+5511912345678", None, {"BR"}),
        ("whatsapp:999999999", None, set()),
        ("web:34612345678", None, set()),
        ("slack:G1/34612345678", None, set()),
    ],
)
def test_a_locale_and_the_number_that_somebody_writes_from_say_where(sender_id, locale, countries):
    assert home_countries(tracker(sender_id), locale) == countries


def test_a_number_as_it_is_dialled_at_home_is_masked_where_the_page_says_the_country():
    assert kept("2025550143") == "2025550143"
    assert kept("2025550143", locale="en-US") == "[phone number]"
    assert kept("2025550143", locale="de-DE") == "2025550143"


def test_it_is_masked_where_the_conversation_says_the_country():
    assert kept("11987654321", "web:1", naming("BR")) == "[phone number]"
    assert kept("11987654321", "web:1", SlotSet("language", "pt")) == "[phone number]"
    assert kept("11987654321", "web:1", naming("NL"), SlotSet("language", "it")) == "11987654321"


def test_it_is_masked_where_the_shop_says_the_country(monkeypatch):
    monkeypatch.setenv("RETURNDESK_CUSTOMER_COUNTRIES", "it, ru")
    module._of_the_shop.cache_clear()
    assert (kept("3123456789"), kept("89123456789"), kept("2025550143")) == (
        *("[phone number]", "[phone number]"),
        "2025550143",
    )


def test_what_answers_the_question_for_a_parcels_number_is_none():
    asked = SlotSet("requested_slot", "drop_off_tracking")
    assert kept("2025550143", "web:1", asked, locale="en-US") == "2025550143"
    assert kept("call me at 2025550143", "web:1", asked, locale="en-US") == "call me at [phone number]"
