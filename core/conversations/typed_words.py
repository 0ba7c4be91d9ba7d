"""Finds the conversations in which an address or a number was typed, whoever typed it and whatever became of it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import column, func, inspect, or_, select, table
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, Select

from core.conversations.tables import events, mail_threads, set_aside
from core.conversations.undelivered import TEXTS

#: What people put between the digits of a number.
_SEPARATORS = " -"
_BETWEEN = "[ -]{0,3}"


def conversations_with(connection: Connection, address: str | None, numbers: Collection[str]) -> Iterator[str]:
    """The names of conversations with events, messages set aside, or messages and answers that wait.

    Every row is read: nothing says beforehand where somebody may have typed it.

    Args:
        connection: The conversation store.
        address: An e-mail address, found wherever it stands.
        numbers: Numbers as the store has them; found with separators as well, but not as a part of a longer one.
    """
    whole = re.compile("|".join(_written(address, numbers)))
    for place, names, said in _places(connection):
        for *name, words in connection.execute(_may_hold(place, names, said, address, numbers)):
            if whole.search(words.lower()):
                yield ":".join(name)


def _written(address: str | None, numbers: Collection[str]) -> Iterator[str]:
    if address:
        yield re.escape(_as_json(address))
    for number in numbers:
        yield rf"(?<![0-9a-z]){_BETWEEN.join(map(re.escape, number.lower()))}(?![0-9a-z])"


def _places(connection: Connection) -> Iterator[tuple[Any, list[ColumnElement[Any]], ColumnElement[Any]]]:
    """Tables with the columns that make a conversation's name, and the one that holds what was said."""
    yield events, [events.c.sender_id], events.c.data
    there = set(inspect(connection).get_table_names())
    if set_aside.name in there:
        yield set_aside, [set_aside.c.sender_id], set_aside.c.message
    if mail_threads.name in there:
        yield mail_threads, [mail_threads.c.sender_id], mail_threads.c.address + " " + mail_threads.c.subject
    for name, said in TEXTS.items():
        if name in there:
            waiting = table(name, column("channel"), column("conversation"), column(said))
            yield waiting, [waiting.c.channel, waiting.c.conversation], waiting.c[said]


def _may_hold(
    place: Any, names: list[ColumnElement[Any]], said: ColumnElement[Any], address: str | None, numbers: Collection[str]
) -> Select:
    words = func.lower(said)
    close = words
    for sign in _SEPARATORS:
        close = func.replace(close, sign, "")
    conditions = [close.like(f"%{number.lower()}%") for number in numbers]
    if address:
        written = _as_json(address)
        for sign in "\\%_":
            written = written.replace(sign, f"\\{sign}")
        conditions.append(words.like(f"%{written}%", escape="\\"))
    return select(*names, said).select_from(place).where(or_(*conditions))


def _as_json(text: str) -> str:
    return json.dumps(text.lower())[1:-1]
