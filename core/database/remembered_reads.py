"""What was read from a database is remembered while one message is answered, until something is written.

Several steps of an answer ask the same: who this is, what is theirs. Within it they get the same answer, as if they had
asked at the same instant.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Optional, TypeVar

Found = TypeVar("Found")

_remembered: ContextVar[Optional[dict[Hashable, Any]]] = ContextVar("returndesk_remembered_reads", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what this context reads, for the time of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def remembered(question: Hashable, read: Callable[[], Found]) -> Found:
    """The answer to a question, read where nobody has asked it since something was written.

    Args:
        question: All that the answer depends on, the database included.
        read: Asks the database. What it gives must not change.
    """
    known = _remembered.get()
    if known is None:
        return read()
    if question in known:
        found: Found = known[question]
        return found
    found = read()
    known[question] = found
    return found


def known_already(question: Hashable) -> Any:
    """The answer to a question that was asked since something was written; None where it was not."""
    return (_remembered.get() or {}).get(question)


def forget_what_was_read() -> None:
    """Have everything asked anew: something is written, or was."""
    known = _remembered.get()
    if known is not None:
        known.clear()
