"""In which countries a customer may be at home, after what the bot knows of them without asking anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Optional

import phonenumbers
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.customer_messages import customer_messages
from core.languages import SPOKEN
from core.settings import load_settings

#: How a conversation is named whose channel knows people by their phone numbers.
_BY_PHONE: Final = re.compile(r"(?:whatsapp|twilio):\+?([1-9]\d{6,14})", re.ASCII)
_COUNTRY_OF_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})")
#: Where the languages are spoken among the countries that the rules are about. English is written from everywhere.
_SPOKEN_IN: Final = MappingProxyType(
    {
        **{"de": ("DE", "BE"), "fr": ("FR", "BE", "CA"), "nl": ("NL", "BE"), "es": ("ES", "MX", "CL", "US")},
        **{"it": ("IT",), "pt": ("PT", "BR"), "he": ("IL",), "uk": ("UA",), "ru": ("RU", "UA")},
    }
)
#: Where the conversation is held for the number that a carrier gave a parcel: no digits are a phone's then.
_ASKED_FOR_A_PARCEL: Final = "drop_off_tracking"


def home_countries(tracker: DialogueStateTracker, locale: Optional[str]) -> frozenset[str]:
    """The ISO codes of the countries that a conversation's customer may dial phone numbers of as at home.

    Args:
        tracker: The conversation so far.
        locale: That of the customer's page or app.

    Returns:
        The countries of the shop's customers, of the locale and the language that they write, of the number that they
        write from, and those that they have named. None where they were asked for a parcel's number, as some country's
        phone numbers look like one.
    """
    if tracker.get_slot("requested_slot") == _ASKED_FOR_A_PARCEL:
        return frozenset()
    spoken_in = _SPOKEN_IN.get(str(tracker.get_slot(SPOKEN) or ""), ())
    return _of_the_shop() | {*_told_by(tracker.sender_id, locale), *_named(tracker), *spoken_in}


@lru_cache(maxsize=1)
def _of_the_shop() -> frozenset[str]:
    return load_settings().home_countries


def _told_by(sender_id: str, locale: Optional[str]) -> Iterator[str]:
    by_locale = _COUNTRY_OF_LOCALE.fullmatch(locale or "")
    by_phone = _BY_PHONE.match(sender_id)
    if by_locale:
        yield by_locale[1].upper()
    if by_phone:
        yield from phonenumbers.region_codes_for_country_code(_country_code(by_phone[1]))


def _country_code(number: str) -> int:
    try:
        return int(phonenumbers.parse(f"+{number}", None).country_code or 0)
    except phonenumbers.NumberParseException:
        return 0


def _named(tracker: DialogueStateTracker) -> Iterator[str]:
    for message in customer_messages(tracker):
        yield from (str(each.get("value")) for each in message.entities if each.get("entity") == "country")
