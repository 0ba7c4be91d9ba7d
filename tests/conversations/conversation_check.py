"""Compares the bot's messages with what a case expects, and shows both side by side where they differ."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Optional

from conversation_cases import Button, Message, Turn

Uttered = dict[str, Any]
_COLUMN = 66


def plain(text: str) -> str:
    """A text as a person reads it: without marks for bold, with one space wherever there is white space."""
    return " ".join(text.replace("**", "").split())


def difference(turn: Turn, answer: Sequence[Uttered]) -> Optional[str]:
    """Expected beside actual where an answer is not what a turn expects, None where it is.

    Every message of an answer has to be expected, in order: one too many is as wrong as one missing.
    """
    if turn.messages is None:
        return None if answer else f"customer: {shortened(turn.user)}\nno answer at all"
    pairs = list(zip_longest(turn.messages, answer))
    if all(message and uttered and not _misses(message, uttered) for message, uttered in pairs):
        return None
    rows = [_row("expected", "actual"), _row("-" * _COLUMN, "-" * _COLUMN)]
    for message, uttered in pairs:
        rows.append(_beside(_expectation(message, uttered), _shown(uttered)))
    return "\n".join([f"customer: {shortened(turn.user)}", *rows])


def shortened(text: str) -> str:
    """A message short enough for a report."""
    return text if len(text) <= 200 else f"{text[:200]}… ({len(text)} characters)"


def _misses(message: Message, uttered: Uttered) -> list[str]:
    """Which expectations an uttered message does not meet."""
    text = plain(uttered.get("text", ""))
    found = []
    if message.text is not None and plain(message.text) != text:
        found.append(f"text: {plain(message.text)}")
    found += [f"contains: {part}" for part in message.text_contains if plain(part) not in text]
    found += [f"does not contain: {part}" for part in message.not_contains if plain(part) in text]
    if message.text_matches is not None and not re.search(message.text_matches, text):
        found.append(f"matches: {message.text_matches}")
    if message.buttons is not None and not _same_buttons(message.buttons, uttered.get("buttons", [])):
        found.append("buttons: " + "".join(f"\n  [{_button(button.dict())}]" for button in message.buttons))
    return found


def _same_buttons(expected: Sequence[Button], actual: Sequence[Uttered]) -> bool:
    return len(expected) == len(actual) and all(
        want.title == have["title"] and want.payload in (None, have["payload"])
        for want, have in zip(expected, actual, strict=True)
    )


def _expectation(message: Optional[Message], uttered: Optional[Uttered]) -> str:
    if message is None:
        return "no further message"
    missed = _misses(message, uttered or {})
    return "\n".join(f"✗ {part}" for part in missed) if missed else "✓"


def _shown(uttered: Optional[Uttered]) -> str:
    if uttered is None:
        return "no further message"
    buttons = "".join(f"\n  [{_button(button)}]" for button in uttered.get("buttons", []))
    return str(uttered.get("text", "")).strip() + buttons


def _button(button: dict[str, Any]) -> str:
    return str(button["title"]) + (f" → {button['payload']}" if button["payload"] else "")


def _beside(left: str, right: str) -> str:
    return "\n".join(_row(*cells) for cells in zip_longest(_wrapped(left), _wrapped(right), fillvalue="")) + "\n"


def _wrapped(text: str) -> list[str]:
    return [row for line in text.split("\n") for row in textwrap.wrap(line, _COLUMN, subsequent_indent="  ") or [""]]


def _row(left: str, right: str) -> str:
    return f"{left:<{_COLUMN}} | {right}".rstrip()
