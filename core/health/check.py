"""What a process needs in order to do its work: what a check is, and that of a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from core.http_client import HttpClient, ServiceUnavailable

#: What asking a server or Redis may take, below what the whole answer may.
SERVER_SECONDS: Final = 1.5


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


def server_check(name: str, url: str) -> Check:
    """That a server answers 200 at an address."""
    client = HttpClient(name, timeout=SERVER_SECONDS, budget=SERVER_SECONDS, longest=0)

    def ask() -> None:
        try:
            status = client.status(url)
        except ServiceUnavailable as error:
            raise NotReady("it does not answer") from error
        if status != HTTPStatus.OK:
            raise NotReady(f"it answers with status {status}")

    return Check(name, ask)
