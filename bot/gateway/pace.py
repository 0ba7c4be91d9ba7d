"""How quickly one connection may send, and how much before it shows a session."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Optional

from bot.gateway.errors import ApiError

#: Until a session is shown: room for the longest token, for the change from polling to a WebSocket, and a few pings.
_PACKETS_BEFORE_SESSION: Final = 30
_OCTETS_BEFORE_SESSION: Final = 16_384
#: How many packets may come at once, and how many a second then. Each kilobyte counts like a packet. A page sends a few
#: a minute; scripted tests, which wait for answers, send no more than the desk can answer in one conversation.
_AT_ONCE: Final = 100.0
_A_SECOND: Final = 50.0
#: In seconds: for how long one that goes on sending without a break is only slowed down.
_PATIENCE: Final = 10.0


class Pace:
    """The pace of one connection: who sends too quickly is read slowly, and then no more.

    It is the same in development: this is about the memory of the process and about the others who wait for it.

    Args:
        clock: Seconds, from any start.
        sleep: Waits some seconds.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.has_session = False
        self._clock = clock
        self._sleep = sleep
        self._packets = 0
        self._octets = 0
        self._left = _AT_ONCE
        self._counted_at = clock()
        self._late_since: Optional[float] = None

    async def take(self, packets: int, octets: int) -> None:
        """Count what has come in, and return when it may be handled.

        Args:
            packets: How many packets, or frames of a WebSocket.
            octets: How many bytes they are long.

        Raises:
            ApiError: It is more than a connection may send.
        """
        if not self.has_session:
            self._packets += packets
            self._octets += octets
            if self._packets > _PACKETS_BEFORE_SESSION or self._octets > _OCTETS_BEFORE_SESSION:
                raise ApiError(429, "This connection has sent too much without a session; connect with one.")
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + (now - self._counted_at) * _A_SECOND) - packets - octets / 1024
        self._counted_at = now
        if self._left >= 0:
            return
        late = -self._left / _A_SECOND
        self._late_since = now if self._late_since is None else self._late_since
        if now + late - self._late_since > _PATIENCE:
            raise ApiError(429, "This connection sends too much; wait for the answers.")
        await self._sleep(late)

    def rest(self) -> None:
        """Note that all that was sent has been handled: whoever waits for that is slowed down and no more."""
        self._late_since = None
