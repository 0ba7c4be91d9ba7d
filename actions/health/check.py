"""Something that a process needs in order to do its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class NotReady(Exception):
    """What a process needs is not there. The message is for whoever asks: no address, no secret."""


@dataclass(frozen=True)
class Check:
    """A question about one thing that a process needs.

    Args:
        name: What it is, as the answer of `/readyz` says it.
        ask: Looks; raises `NotReady` where it is not there. Called in a thread of its own, and may block.
    """

    name: str
    ask: Callable[[], None]
