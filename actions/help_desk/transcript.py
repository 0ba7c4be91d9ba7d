"""What was said in a conversation, as a person may read it: masked, without commands, and not endless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Optional

from actions.help_desk.ticket import Line
from core.clock import format_instant
from core.form_before import FILLED_IN
from core.intents import FALLBACK, IntentKind, intent_kind, topic_name
from core.languages import ENGLISH, IN_ENGLISH, SPOKEN, language_part
from core.masking import cut, mask
from core.notation import as_plain

MOST_LINES = 60
LONGEST_LINE = 1500
CUSTOMER, ASSISTANT = "customer", "assistant"
#: What stands between words that an agent may not read and their meaning.
UNDERSTOOD_AS = " [understood as: "

# Takes words whole, whether an address follows or not, so that none is read again from each of its letters.
_WORD = re.compile(r"[^\s@<>()\[\]\"',;:]+(?:'[^\s@<>()\[\]\"',;:]+)*(?P<host>@[^\s@<>()\[\]\"',;:]+)?")
_Events = Iterable[Mapping[str, Any]]


def transcript_of(events: _Events, *, verified: bool, language: str) -> tuple[Line, ...]:
    """The last lines of a conversation, oldest first: the customer's own words, and the assistant's in English.

    Args:
        events: The tracker's events.
        verified: Whether the customer has proven who they are; an address that nobody has proven is left out.
        language: That of the conversation, which its buttons are in.
    """
    said = [(event, words) for event in events if (words := _words(event))][-MOST_LINES:]
    return tuple(
        Line(_instant(event), *_spoken(event, readable(words, verified=verified), language)) for event, words in said
    )


def rules_of(events: _Events) -> tuple[str, ...]:
    """The ids of the facts that the assistant spoke about, in the order in which it did."""
    found: dict[str, None] = {}
    for event in events:
        if event.get("event") == "bot":
            metadata = event.get("metadata") or {}
            told: Sequence[Any] = metadata.get("facts") or ()
            found.update(dict.fromkeys(str(rule) for rule in (*told, metadata.get("because")) if rule))
    return tuple(found)


def topic_of(events: _Events) -> Optional[str]:
    """What the customer has asked last, in English; None where they have asked nothing that is known here."""
    asked = None
    for event in events:
        if event.get("event") == "user":
            questions = [name for name in _understood(event) if intent_kind(name) is IntentKind.QUESTION]
            asked = _names(questions) or asked
    return asked


def with_meaning(words: str, intents: Sequence[str], language: str) -> str:
    """A customer's own words, and behind those that an agent may not read what they were understood as, in English.

    Args:
        words: As they wrote them.
        intents: What the message was understood as.
        language: The tag of the language that it is in.
    """
    meant = "" if language_part(language) == ENGLISH else _names([name for name in intents if name != FALLBACK])
    return f"{words}{UNDERSTOOD_AS}{meant}]" if meant else words


def readable(words: str, *, verified: bool) -> str:
    """Words without what nobody needs in order to help, and not too many of them."""
    # What only a country's plan makes a phone's was masked when it was said, where it was no parcel's number.
    shown = mask(cut(words, LONGEST_LINE), ())
    if not verified:
        shown = _WORD.sub(lambda found: "[e-mail address]" if found["host"] else found.group(), shown)
    # A label may be longer than what it stands for.
    return shown[:LONGEST_LINE] + " …" if max(len(words), len(shown)) > LONGEST_LINE else shown


def _instant(event: Mapping[str, Any]) -> str:
    at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc)
    return format_instant(at.replace(microsecond=0))


def _spoken(event: Mapping[str, Any], words: str, language: str) -> tuple[str, str]:
    """Who said something, and what."""
    if event["event"] == "slot":
        return CUSTOMER, f"[in the form before the chat] {words}"
    if event["event"] != "user":
        return ASSISTANT, words
    # What is pressed is not read, so nothing tells its language.
    pressed = (event.get("metadata") or {}).get("title")
    written_in = language if pressed else str((event.get("parse_data") or {}).get(SPOKEN) or ENGLISH)
    return CUSTOMER, with_meaning(words, _understood(event), written_in)


def _understood(event: Mapping[str, Any]) -> Sequence[str]:
    """The intents of a message: one, or those of each of its questions."""
    parsed = event.get("parse_data") or {}
    intent = str((parsed.get("intent") or {}).get("name") or "")
    return [str(name) for name in parsed.get("questions") or ()] or ([intent] if intent else [])


def _names(intents: Iterable[str]) -> str:
    return ", ".join(map(topic_name, intents))


def _words(event: Mapping[str, Any]) -> str:
    """What somebody said; nothing for what the desk set off itself."""
    text, metadata = str(event.get("text") or "").strip(), event.get("metadata") or {}
    if event.get("event") == "slot":
        return str(metadata.get(FILLED_IN) or "")
    if event.get("event") == "bot":
        return as_plain(str(metadata.get(IN_ENGLISH) or text))
    if event.get("event") != "user" or metadata.get("is_external") or text.startswith("EXTERNAL: "):
        return ""
    # The guard keeps the title of the button that was pressed.
    return str(metadata.get("title") or text)
