"""Keeps the list of what customers said, and the figures of past days, up to date while the application is served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

import structlog
from aiohttp import web

from core.database.errors import StoreUnavailable
from returndesk.people.services import PeopleServices

logger = structlog.get_logger(__name__)

_PAUSE_SECONDS: Final = 5.0


def listing(services: PeopleServices) -> Callable[[web.Application], AsyncIterator[None]]:
    """What an application does from its start to its end; any number of processes may do so at once."""

    async def keep_on(_: web.Application) -> AsyncIterator[None]:
        # Before the bot has written anything pages are empty, and no page finds a table missing.
        with suppress(StoreUnavailable):
            await asyncio.to_thread(services.conversations.create)
        task = asyncio.get_running_loop().create_task(_list(services))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return keep_on


async def _list(services: PeopleServices) -> None:
    while True:
        try:
            further = await asyncio.to_thread(services.turn_list.catch_up, services.wall.now())
            if not further:
                # Days are counted from where the list begins.
                further = await asyncio.to_thread(services.day_counter.count_next, services.wall.now())
            if not further:
                await asyncio.to_thread(services.desk_days.catch_up, services.clock.now(), services.wall.now())
        except StoreUnavailable as error:
            logger.warning("people.not_listed", reason=str(error))
            further = False
        await asyncio.sleep(0 if further else _PAUSE_SECONDS)
