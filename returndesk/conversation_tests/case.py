"""A conversation to hold, and what has to come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Optional, Union

from returndesk.conversation_tests.file_format import Message, Slot


@dataclass(frozen=True)
class MessageCheck:
    """What a message of the answer has to be like, or with `absent` what none may be like.

    Args:
        line: Where the file says so, from 1.
        message: What it is like.
        absent: Whether no message may be so.
    """

    line: int
    message: Message
    absent: bool = False


@dataclass(frozen=True)
class SlotCheck:
    """A slot that has to be set in the turn, or with `absent` may not be."""

    line: int
    slot: Slot
    absent: bool = False


@dataclass(frozen=True)
class ActionCheck:
    """An action that has to run in the turn."""

    line: int
    name: str


Check = Union[MessageCheck, SlotCheck, ActionCheck]


@dataclass(frozen=True)
class CaseTurn:
    """What the customer writes, and what has to come of it.

    Args:
        line: Where the file says so, from 1.
        user: The message.
        checks: All that has to hold.
        metadata: What the client sends along.
        ordered: Whether messages, slots and actions have to come in the order of their checks.
        silent: Whether there has to be no answer at all.
    """

    line: int
    user: str
    checks: tuple[Check, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    ordered: bool = False
    silent: bool = False


@dataclass(frozen=True)
class World:
    """What an assistant has to run on for a case.

    Args:
        store: The file that its store is loaded from; None for the demo shop.
        now: When its clock stands still; None for the time it is.
        scans: What the carrier knows, as `actions.carrier.demo_service` reads it; None for nothing.
        rules: The folder with the rules of its shop; None for the usual ones.
    """

    store: Optional[Path] = None
    now: Optional[datetime] = None
    scans: Optional[Path] = None
    rules: Optional[Path] = None


@dataclass(frozen=True)
class Case:
    """One conversation of a file.

    Args:
        file: Where it stands, as the person named it.
        line: Where in the file, from 1.
        name: What it shows, unique in the file.
        turns: What is said and what has to come of it.
        whole_answer: Whether every message of an answer has to be expected, in order.
        slots: Set before the first turn.
        world: What it has to run on; None where any assistant will do.
    """

    file: Path
    line: int
    name: str
    turns: tuple[CaseTurn, ...]
    whole_answer: bool = False
    slots: Mapping[str, Any] = field(default_factory=dict)
    world: Optional[World] = None

    @property
    def title(self) -> str:
        """What it is called in a report."""
        return f"{self.file.name}: {self.name}"

    @property
    def looks_inside(self) -> bool:
        """Whether it asks for more than a customer sees: response names, slots, actions."""
        checks = [check for turn in self.turns for check in turn.checks]
        return bool(self.slots) or any(
            not isinstance(check, MessageCheck) or check.message.utter_name for check in checks
        )
