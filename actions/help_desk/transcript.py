"""What was said in a conversation, as a person may read it: masked, without commands, and not endless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from actions.help_desk.ticket import Line
from core.clock import format_instant
from core.masking import cut, mask
from core.notation import as_plain

MOST_LINES = 60
LONGEST_LINE = 1500
CUSTOMER, ASSISTANT = "customer", "assistant"

# Takes words whole, whether an address follows or not, so that none is read again from each of its letters.
_WORD = re.compile(r"[^\s@<>()\[\]\"',;:]+(?:'[^\s@<>()\[\]\"',;:]+)*(?P<host>@[^\s@<>()\[\]\"',;:]+)?")
_Events = Iterable[Mapping[str, Any]]


def transcript_of(events: _Events, *, verified: bool) -> tuple[Line, ...]:
    """The last lines of a conversation, oldest first.

    Args:
        events: The tracker's events.
        verified: Whether the customer has proven who they are; an address that nobody has proven is left out.
    """
    lines = list(_lines(events))[-MOST_LINES:]
    return tuple(Line(line.at, line.who, readable(line.words, verified=verified)) for line in lines)


def rules_of(events: _Events) -> tuple[str, ...]:
    """The ids of the facts that the assistant spoke about, in the order in which it did."""
    found: dict[str, None] = {}
    for event in events:
        if event.get("event") == "bot":
            metadata = event.get("metadata") or {}
            told: Sequence[Any] = metadata.get("facts") or ()
            found.update(dict.fromkeys(str(rule) for rule in (*told, metadata.get("because")) if rule))
    return tuple(found)


def readable(words: str, *, verified: bool) -> str:
    """Words without what nobody needs in order to help, and not too many of them."""
    shown = mask(cut(words, LONGEST_LINE))
    if not verified:
        shown = _WORD.sub(lambda found: "[e-mail address]" if found["host"] else found.group(), shown)
    # A label may be longer than what it stands for.
    return shown[:LONGEST_LINE] + " …" if max(len(words), len(shown)) > LONGEST_LINE else shown


def _lines(events: _Events) -> Iterator[Line]:
    for event in events:
        words = _words(event)
        if words:
            at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc).replace(microsecond=0)
            yield Line(format_instant(at), CUSTOMER if event["event"] == "user" else ASSISTANT, words)


def _words(event: Mapping[str, Any]) -> str:
    """What somebody said; nothing for what the desk set off itself."""
    text, metadata = str(event.get("text") or "").strip(), event.get("metadata") or {}
    if event.get("event") == "bot":
        return as_plain(text)
    if event.get("event") != "user" or metadata.get("is_external") or text.startswith("EXTERNAL: "):
        return ""
    # The guard keeps the title of the button that was pressed.
    return str(metadata.get("title") or text)
