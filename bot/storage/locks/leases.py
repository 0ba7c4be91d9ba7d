"""Keeps the tickets of this process alive while it lives.

It does so from a thread of its own: a server that has much to compute comes to nothing else for a while, and would lose
its conversations to others just then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from redis import Redis
from redis.exceptions import RedisError

from bot.storage.locks.scripts import BEGIN, KEEP

logger = structlog.get_logger(__name__)

#: In milliseconds: for how long a ticket counts after its process was last heard of.
LEASE: Final = 4_000
#: In milliseconds: for how long a Redis without memory waits for the holders to speak up.
SILENCE: Final = 2_500
#: In seconds.
_EVERY: Final = 1.0
_PATIENCE: Final = 1.0
#: In seconds: nobody works on a conversation for so long, so that its process must have lost it.
_LONGEST: Final = 90.0


@dataclass
class Ticket:
    """A place in the queue for a conversation.

    Args:
        name: Its own, of no other ticket anywhere.
        keys: What Redis keeps about the conversation; see scripts.py.
        holds: Whether its turn has come.
    """

    name: str
    keys: Sequence[str]
    holds: bool = False
    since: float = field(default_factory=time.monotonic)


class Leases:
    """The tickets of this process.

    Args:
        url: The address of Redis.
    """

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._keep = self._redis.register_script(KEEP)
        self._tickets: dict[str, Ticket] = {}
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, since: str) -> None:
        """Have a Redis that is new begin to keep locks, so that the first customer need not wait for it.

        Args:
            since: The key of when it began.
        """
        try:
            self._redis.eval(BEGIN, 1, since)
        except RedisError as error:
            logger.warning("locks.redis_unavailable", error=type(error).__name__)

    def add(self, ticket: Ticket) -> None:
        """Keep a ticket alive from now on."""
        with self._guard:
            self._tickets[ticket.name] = ticket
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
                self._thread.start()

    def drop(self, ticket: Ticket) -> None:
        """Let a ticket run out."""
        with self._guard:
            self._tickets.pop(ticket.name, None)

    def _run(self) -> None:
        while True:
            time.sleep(_EVERY)
            oldest = time.monotonic() - _LONGEST
            with self._guard:
                kept = [ticket for ticket in self._tickets.values() if ticket.since > oldest]
            try:
                for ticket in kept:
                    lost = not self._keep(ticket.keys, [ticket.name, LEASE, SILENCE, int(ticket.holds)])
                    if lost and ticket.holds and ticket.name in self._tickets:
                        logger.warning(
                            "locks.lost", consequence="what the turn says is not saved if another came first"
                        )
                        self.drop(ticket)
            except RedisError as error:
                logger.warning("locks.redis_unavailable", error=type(error).__name__)
