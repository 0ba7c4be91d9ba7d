"""Holds conversations across processes that meet at a Redis.

Who wants a conversation takes a ticket; the oldest that still counts holds it. A ticket counts for a few seconds after
its process was last heard of, so that the conversations of a killed one are soon free. That a process which was merely
held up does no harm is not seen to here but where turns are saved (`bot/storage/conversation_store.py`).
"""

from __future__ import annotations

import asyncio
import hashlib
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from rasa.core.lock_store import LockError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import RedisError

from bot.storage.locks.leases import LEASE, SILENCE, Leases, Ticket
from bot.storage.locks.memory_locks import MemoryLocks
from bot.storage.locks.scripts import GIVE_BACK, TAKE

logger = structlog.get_logger(__name__)

_BORN: Final = "returndesk:locks:since"
#: In seconds. A server that is busy reads an answer late, which must not look as if none had come.
_PATIENCE: Final = 3.0
#: In seconds: how often whoever waits looks again, at first and later.
_SOON: Final = 0.005
_LATER: Final = 0.04
#: In seconds, after which whoever waits gives up.
_LONGEST_WAIT: Final = 30.0


class LocksUnavailable(Exception):
    """Redis does not answer, so nobody can be sure to be alone with a conversation."""


class RedisLocks:
    """The conversations that a process works on.

    Args:
        url: The address of one Redis, not of a cluster of them.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._leases = Leases(url)
        self._leases.begin(_BORN)
        self._entering = MemoryLocks()
        self._on: tuple[asyncio.AbstractEventLoop, _Scripts] | None = None

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """Wait for its turn, and hold the conversation for the time of the block.

        Raises:
            LockError: Others took too long.
            LocksUnavailable: Redis does not answer.
        """
        ticket = Ticket(uuid.uuid4().hex, _keys(conversation))
        scripts = self._scripts()
        try:
            # One after the other, as there is no telling which of two connections Redis listens to first.
            async with self._entering.hold(conversation):
                self._leases.add(ticket)
                ticket.holds = await self._is_first(scripts, ticket)
            if not ticket.holds:
                await self._wait(scripts, ticket)
            yield
        finally:
            self._leases.drop(ticket)
            try:
                await scripts.give_back(ticket.keys, [ticket.name])
            except RedisError as error:
                # It runs out by itself.
                logger.warning("locks.not_given_back", error=type(error).__name__)

    async def _wait(self, scripts: _Scripts, ticket: Ticket) -> None:
        deadline, pause = time.monotonic() + _LONGEST_WAIT, _SOON
        while not ticket.holds:
            if time.monotonic() > deadline:
                raise LockError("Others are still at work on this conversation.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LATER)
            ticket.holds = await self._is_first(scripts, ticket)

    async def _is_first(self, scripts: _Scripts, ticket: Ticket) -> bool:
        try:
            return bool(await scripts.take(ticket.keys, [ticket.name, LEASE, SILENCE]))
        except RedisError as error:
            logger.error("locks.redis_unavailable", error=type(error).__name__)
            raise LocksUnavailable(type(error).__name__) from error

    def _scripts(self) -> _Scripts:
        """What Redis is asked; its connections belong to the event loop that they were opened on."""
        loop = asyncio.get_running_loop()
        if self._on is None or self._on[0] is not loop:
            self._on = (loop, _Scripts(self._url))
        return self._on[1]


class _Scripts:
    def __init__(self, url: str) -> None:
        # A connection that was kept may have been closed by a Redis that was started anew.
        again = {"retry": Retry(NoBackoff(), 1), "retry_on_error": [RedisGone]}
        redis: Any = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, **again)
        self.take: Any = redis.register_script(TAKE)
        self.give_back: Any = redis.register_script(GIVE_BACK)


def _keys(conversation: str) -> Sequence[str]:
    """Where Redis keeps a conversation's tickets; a conversation's name may be somebody's phone number."""
    digest = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return (f"returndesk:lock:{digest}:tickets", f"returndesk:lock:{digest}:until", _BORN)
