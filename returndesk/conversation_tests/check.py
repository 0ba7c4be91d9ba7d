"""Compares what came of a turn with what a case expects of it: rows of expected beside actual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Optional

from returndesk.conversation_tests.case import ActionCheck, CaseTurn, MessageCheck, SlotCheck
from returndesk.conversation_tests.file_format import Button, Message, Slot
from returndesk.conversation_tests.seen import Seen, Uttered

_NOTHING = "no message"
_NO_FURTHER = "no further message"


@dataclass(frozen=True)
class Row:
    """One expectation beside what came.

    Args:
        holds: Whether it was met.
        expected: What was expected, in words.
        actual: What came.
        line: Where the file expects it; None for what nobody expected.
    """

    holds: bool
    expected: str
    actual: str
    line: Optional[int] = None


def compare(turn: CaseTurn, came: Seen, *, whole_answer: bool) -> list[Row]:
    """Every expectation of a turn with what came; the turn passed where all rows hold.

    Args:
        turn: What was said, and what had to come of it.
        came: What came.
        whole_answer: Whether every message has to be expected, in order; else any message may meet an expectation.
    """
    if turn.silent:
        return [Row(not came.messages, "no answer at all", _all(came.messages), turn.line)]
    messages = [check for check in turn.checks if isinstance(check, MessageCheck)]
    wanted = [check for check in messages if not check.absent]
    rows = list(_whole(turn, wanted, came) if whole_answer else _any(wanted, came, ordered=turn.ordered))
    rows += [_refused(check, came) for check in messages if check.absent]
    rows += _slots([check for check in turn.checks if isinstance(check, SlotCheck)], came, ordered=turn.ordered)
    rows += _actions([check for check in turn.checks if isinstance(check, ActionCheck)], came, ordered=turn.ordered)
    return rows


def plain(text: str) -> str:
    """A text as a person reads it: without marks for bold, with one space wherever there is white space."""
    return " ".join(text.replace("**", "").split())


def _whole(turn: CaseTurn, wanted: Sequence[MessageCheck], came: Seen) -> Iterator[Row]:
    if not wanted:
        if not came.messages:
            yield Row(holds=False, expected="any answer", actual=_NOTHING, line=turn.line)
        return
    for check, uttered in zip_longest(wanted, came.messages):
        yield Row(
            holds=check is not None and uttered is not None and not _misses(check.message, uttered),
            expected=_shown_expectation(check.message, uttered) if check else _NO_FURTHER,
            actual=_shown(uttered) if uttered else _NO_FURTHER,
            line=check.line if check else None,
        )


def _any(wanted: Sequence[MessageCheck], came: Seen, *, ordered: bool) -> Iterator[Row]:
    begin = 0
    for check in wanted:
        left = came.messages[begin:]
        found = next((index for index, each in enumerate(left) if not _misses(check.message, each)), None)
        if found is None:
            # Beside several messages, none of which meets it, saying what each misses would be guesswork.
            nearest = left[0] if len(left) == 1 else None
            yield Row(
                holds=False, expected=_shown_expectation(check.message, nearest), actual=_all(left), line=check.line
            )
            continue
        yield Row(
            holds=True,
            expected=_shown_expectation(check.message, left[found]),
            actual=_shown(left[found]),
            line=check.line,
        )
        if ordered:
            begin += found + 1


def _refused(check: MessageCheck, came: Seen) -> Row:
    found = next((each for each in came.messages if not _misses(check.message, each)), None)
    expected = "no message with\n" + "\n".join(_wants(check.message))
    return Row(found is None, expected, _shown(found) if found else "none of the messages", check.line)


def _slots(checks: Sequence[SlotCheck], came: Seen, *, ordered: bool) -> Iterator[Row]:
    left = list(came.slots)
    for check in checks:
        found = next((index for index, each in enumerate(left) if _is_slot(check.slot, each)), None)
        label = f"slot_was_{'not_' if check.absent else ''}set: {_shown_slot(check.slot)}"
        yield Row((found is None) == check.absent, label, _shown_slots(came), check.line)
        if ordered and found is not None and not check.absent:
            left = left[found + 1 :]


def _actions(checks: Sequence[ActionCheck], came: Seen, *, ordered: bool) -> Iterator[Row]:
    left = list(came.actions)
    for check in checks:
        holds = check.name in left
        yield Row(holds, f"action_executed: {check.name}", "ran: " + (", ".join(came.actions) or "nothing"), check.line)
        if ordered and holds:
            left = left[left.index(check.name) + 1 :]


def _is_slot(wanted: Slot, was_set: tuple[str, Any]) -> bool:
    name, value = was_set
    # A slot that was emptied was not filled.
    return name == wanted.name and (value is not None if wanted.any_value else value == wanted.value)


def _misses(message: Message, uttered: Uttered) -> list[str]:
    """What a message does not have of what it should."""
    return [want for want, holds in _held(message, uttered) if not holds]


def _wants(message: Message) -> list[str]:
    return [want for want, _ in _held(message, Uttered(""))]


def _held(message: Message, uttered: Uttered) -> Iterator[tuple[str, bool]]:
    text = plain(uttered.text)
    if message.utter_name is not None:
        yield f"utter_name: {message.utter_name}", message.utter_name == uttered.name
    if message.text is not None:
        yield f"text: {plain(message.text)}", plain(message.text) == text
    if message.text_matches is not None:
        yield f"matches: {message.text_matches}", re.search(message.text_matches, text) is not None
    for part in message.text_contains:
        yield f"contains: {part}", plain(part) in text
    for part in message.not_contains:
        yield f"does not contain: {part}", plain(part) not in text
    if message.buttons is not None:
        yield _shown_buttons(message.buttons), _same_buttons(message.buttons, uttered.buttons)


def _same_buttons(wanted: Sequence[Button], came: Sequence[tuple[str, str]]) -> bool:
    return len(wanted) == len(came) and all(
        want.title == title and want.payload in (None, payload)
        for want, (title, payload) in zip(wanted, came, strict=True)
    )


def _shown_expectation(message: Message, uttered: Optional[Uttered]) -> str:
    """What is expected, each part marked with whether it holds; unmarked where there is nothing to hold it against."""
    if uttered is None:
        return "\n".join(_wants(message))
    return "\n".join(f"{'✓' if holds else '✗'} {want}" for want, holds in _held(message, uttered))


def _shown_buttons(buttons: Sequence[Button]) -> str:
    if not buttons:
        return "buttons: none"
    return "buttons:" + "".join(
        f"\n  [{each.title}]" + (f" → {each.payload}" if each.payload else "") for each in buttons
    )


def _shown(uttered: Uttered) -> str:
    buttons = "".join(f"\n  [{title}] → {payload}" for title, payload in uttered.buttons)
    name = f"({uttered.name}) " if uttered.name else ""
    return f"{name}{uttered.text.strip()}{buttons}"


def _all(messages: Sequence[Uttered]) -> str:
    return "\n\n".join(_shown(each) for each in messages) or _NOTHING


def _shown_slot(slot: Slot) -> str:
    return slot.name if slot.any_value else f"{slot.name} = {slot.value!r}"


def _shown_slots(came: Seen) -> str:
    return "set: " + (", ".join(f"{name} = {value!r}" for name, value in came.slots) or "nothing")
