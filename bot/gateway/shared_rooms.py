"""Tells the tabs that other processes hold, through Redis.

python-socketio's own manager waits for Redis for as long as it takes, so that a turn does too, and looks for one that
went away only every minute after a while. Tabs of this process are told in any case.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from socketio import AsyncRedisManager

logger = structlog.get_logger(__name__)

_CHANNEL: Final = "returndesk:rooms"
#: In seconds: what a turn may wait for Redis, and for how long Redis is left alone when it did not answer.
_PATIENCE: Final = 1.0
_LEFT_ALONE: Final = 1.0
#: In seconds: after how long a silent connection is asked whether it is one. It is given up when it stays silent.
_SILENCE: Final = 5.0


class SharedRooms(AsyncRedisManager):
    """The rooms of several processes.

    Args:
        url: The address of Redis.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, channel=_CHANNEL)
        self._telling = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._listening = Redis.from_url(url, socket_connect_timeout=_PATIENCE)
        self._tell_again_at = 0.0

    async def _publish(self, data: Any) -> None:
        if time.monotonic() < self._tell_again_at:
            return
        try:
            await self._telling.publish(self.channel, self.json.dumps(data))
        except RedisError as error:
            # What was said stands in the history.
            logger.warning("rooms.not_told", error=type(error).__name__)
            self._tell_again_at = time.monotonic() + _LEFT_ALONE

    async def _listen(self) -> AsyncIterator[Any]:
        while True:
            try:
                async with self._listening.pubsub(ignore_subscribe_messages=True) as ear:
                    await ear.subscribe(self.channel)
                    async for heard in _heard(ear):
                        yield heard
            except (RedisError, OSError) as error:
                logger.warning("rooms.not_heard", error=type(error).__name__)
            await asyncio.sleep(_LEFT_ALONE)


async def _heard(ear: Any) -> AsyncIterator[Any]:
    """What others tell; ends when the connection is none any more."""
    asked = False
    while True:
        message = await ear.get_message(timeout=_SILENCE)
        if message is not None:
            asked = False
            if message["type"] == "message":
                yield message["data"]
        elif asked:
            return
        else:
            asked = True
            await ear.ping()
