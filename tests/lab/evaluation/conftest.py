"""What the tests of an evaluation share."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from core.intents import FALLBACK
from lab.evaluation.outcome import Outcome, Reaction
from lab.evaluation.sets import Message

OF_MESSAGE = frozenset({"also", "source", "manner", "at_stake"})


@pytest.fixture
def console() -> Console:
    """A console that is no terminal; `console.file.getvalue()` is what was written."""
    return Console(file=io.StringIO(), width=200)


@pytest.fixture(scope="session")
def outcome() -> Callable[..., Outcome]:
    """Makes an outcome that is right where the intent is, with a confidence of 0.9."""

    def make(expected: str, understood: str, text: str = "some words", **changes: object) -> Outcome:
        message = Message(text, expected, **{name: changes.pop(name) for name in OF_MESSAGE & set(changes)})  # type: ignore[arg-type]
        declined = understood in ("out_of_scope", FALLBACK)
        given: dict[str, object] = {
            "group": message.source,
            "message": message,
            "best": understood,
            "confidence": 0.9,
            "reaction": Reaction.DECLINED if declined else Reaction.ANSWERED,
            "right": understood in message.accepted,
        }
        return Outcome(understood=understood, **{**given, **changes})  # type: ignore[arg-type]

    return make
