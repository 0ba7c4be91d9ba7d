"""One turn of a conversation at a time, in the order in which they came, also where several processes serve it.

Rasa's own lock on Redis keeps the conversations of a killed process for a minute, looks again only every second, and
lets whoever looks first go first. Without Redis this one holds within the process alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Optional, Protocol

from rasa.core.lock_store import LockStore

from bot.storage.locks.memory_locks import MemoryLocks
from bot.storage.locks.redis_locks import RedisLocks
from core.settings import load_settings

#: Told for how many seconds a turn waited until it held its conversation.
Waited = Callable[[float], None]


class Locks(Protocol):
    """How one conversation is held."""

    def hold(self, conversation: str) -> Any:
        """An asynchronous context manager that waits for its turn and holds the conversation for the block."""


class DeskLockStore(LockStore):
    """The lock store that `bot/endpoints.yml` names.

    Args:
        endpoint_config: What Rasa hands to a lock store; nothing of it is needed.
        redis_url: Where processes meet; without it the settings say, and without those each is on its own.

    Raises:
        SettingsError: A RETURNDESK_… variable can't be used.
    """

    def __init__(self, endpoint_config: Any = None, redis_url: Optional[str] = None) -> None:
        super().__init__()
        if redis_url is None:
            named = load_settings().redis_url
            redis_url = named.get_secret_value() if named else None
        self._locks: Locks = RedisLocks(redis_url) if redis_url else MemoryLocks()
        self._holders: dict[str, Any] = {}
        self._waited: Optional[Waited] = None

    def watch(self, waited: Waited) -> None:
        """Tell somebody of every turn from now on for how many seconds it waited."""
        self._waited = waited

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0, wait_time_in_seconds: float = 0
    ) -> AsyncIterator[None]:
        """Wait until nobody else works on a conversation, and keep others out for the time of the block.

        A task that holds a conversation may do so again: a channel holds it from the moment at which a message came in,
        and Rasa while it handles the message.

        Args:
            conversation_id: The conversation.
            lock_lifetime: What Rasa hands in; a lock lives as long as its holder does.
            wait_time_in_seconds: What Rasa hands in; whoever waits is told at once, or looks often.

        Raises:
            LockError: Others took too long.
            LocksUnavailable: Redis does not answer.
        """
        task = asyncio.current_task()
        if self._holders.get(conversation_id) is task:
            yield
            return
        began = time.perf_counter()
        async with self._locks.hold(conversation_id):
            if self._waited is not None:
                self._waited(time.perf_counter() - began)
            self._holders[conversation_id] = task
            try:
                yield
            finally:
                del self._holders[conversation_id]
