"""How much one session and one address may ask for."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from bot.gateway.errors import ApiError
from bot.gateway.memory_counter import CountedHere

logger = structlog.get_logger(__name__)

_REDIS_PATIENCE = 0.5
#: In characters. Hardly anybody's message is longer than one piece.
PIECE = 300
#: How many customers' networks together one organisation's may fill.
PER_SITE: Final = 8
#: In seconds: for how long a Redis that did not answer is not asked again.
_LEFT_ALONE = 1.0


@dataclass(frozen=True)
class Allowance:
    """What is allowed.

    Args:
        per_session: Messages of one conversation.
        per_address: Requests from one network address, of all its sessions together; and as many pieces of text of
            `PIECE` characters, because a long message takes the desk as much time as several short ones.
    """

    per_session: RateLimitItem
    per_address: RateLimitItem


#: Wide, so that scripted tests are not in the way of each other.
DEVELOPMENT = Allowance(per_session=parse("6000/minute"), per_address=parse("30000/minute"))
#: A person writes a handful of messages a minute; an address may be an office.
PRODUCTION = Allowance(per_session=parse("30/minute"), per_address=parse("240/minute"))


class Limits:
    """Counts, and refuses what is too much.

    Args:
        allowance: What is allowed.
        redis_url: Where it is counted, for all processes together; in this one's memory where it is None. While Redis
            does not answer, this process counts by itself: customers keep their desk.
        refused: Told of every refusal, by the limit that it went over: session or address.
    """

    def __init__(self, allowance: Allowance, redis_url: str | None, refused: Callable[[str], None]) -> None:
        self._refused = refused
        self._allowance = allowance
        per_address = allowance.per_address
        self._per_site = type(per_address)(per_address.amount * PER_SITE, per_address.multiples)
        # A limiter does not keep what it counts in.
        self._memory = CountedHere()
        self._here = FixedWindowRateLimiter(self._memory)
        self._redis = (
            storage_from_string(redis_url, socket_timeout=_REDIS_PATIENCE, socket_connect_timeout=_REDIS_PATIENCE)
            if redis_url
            else None
        )
        self._shared = FixedWindowRateLimiter(self._redis) if self._redis else None
        self._in_turn = ThreadPoolExecutor(max_workers=1, thread_name_prefix="limits")
        self._alone_until = 0.0

    async def message(self, conversation: str, client: str = "", length: int = 0) -> None:
        """Count a message of a conversation, and its text.

        Args:
            conversation: Whose message it is.
            client: Where it comes from, as a keyed hash.
            length: Of the text, in characters.

        Raises:
            ApiError: There were too many, or too much text came from there.
        """
        await self._take(self._allowance.per_session, "session", conversation, "messages in this chat")
        if length:
            pieces = math.ceil(length / PIECE)
            await self._take(
                self._allowance.per_address, "address", f"text {client}", "words from this address", pieces
            )

    async def request(self, network: str, site: str = "") -> None:
        """Count a request of an address.

        Args:
            network: The address, or the network of one customer.
            site: The network of an organisation around it, which may have `PER_SITE` times as much; empty for none.

        Raises:
            ApiError: There were too many.
        """
        await self._take(self._allowance.per_address, "address", network, "requests from this address")
        if site:
            await self._take(self._per_site, "address", f"site {site}", "requests from this network")

    async def _take(self, item: RateLimitItem, kind: str, key: str, what: str, cost: int = 1) -> None:
        wait = await self._seconds_to_wait(item, kind, key, cost)
        if wait is not None:
            self._refused(kind)
            raise ApiError(429, f"Too many {what}; try again in {wait} seconds.", retry_after=wait)

    async def _seconds_to_wait(self, item: RateLimitItem, kind: str, key: str, cost: int) -> int | None:
        if self._shared is None:
            return _seconds_to_wait(self._here, item, kind, key, cost)
        # One thread, so that of two messages the first to come in is the first to go on.
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._in_turn, self._ask_redis, self._shared, item, kind, key, cost)

    def _ask_redis(
        self, shared: FixedWindowRateLimiter, item: RateLimitItem, kind: str, key: str, cost: int
    ) -> int | None:
        """What Redis says; this process where it does not answer, and those who come next do not wait for it."""
        if time.monotonic() >= self._alone_until:
            try:
                return _seconds_to_wait(shared, item, kind, key, cost)
            except RedisError as error:
                self._alone_until = time.monotonic() + _LEFT_ALONE
                logger.warning("gateway.redis_unavailable", error=type(error).__name__)
        return _seconds_to_wait(self._here, item, kind, key, cost)


def _seconds_to_wait(
    limiter: FixedWindowRateLimiter, item: RateLimitItem, kind: str, key: str, cost: int
) -> int | None:
    """Count so many; None where it is within the limit, otherwise how long to wait."""
    if limiter.hit(item, kind, key, cost=cost):
        return None
    ends_at, _ = limiter.get_window_stats(item, kind, key)
    return max(1, math.ceil(ends_at - time.time()))
