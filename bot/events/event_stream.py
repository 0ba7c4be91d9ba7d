"""Tells an analytics system what happens in conversations (docs/events.md), without any turn waiting for it.

What happened is read from the database of conversations, where it was stored with its turn, and a position there says
how far it was told. So nothing is lost while the broker is away, and what was told just before a process ended is told
again. One of the bots does so at a time.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from contextlib import suppress
from typing import Final

import structlog
from sanic import Sanic
from sqlalchemy.engine import make_url

from bot.events.event_brokers import Broker, BrokerAway, broker_at
from bot.events.streamed_event import EventWriter
from core.conversations.address import conversations_url
from core.conversations.conversations import Conversations, open_conversations
from core.conversations.event_feed import EventFeed
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.settings import Settings, SettingsError

logger = structlog.get_logger(__name__)

_NAME: Final = "events"
_BATCH: Final = 500
#: In seconds: how long the bot that tells may be silent before another one does, and how often all look.
_LEASE: Final = 15.0
_LOOK_EVERY: Final = 0.5
#: In seconds: the longest rest after a failure.
_LONGEST_REST: Final = 30.0


class EventStream:
    """Tells a broker what happens.

    Args:
        feed: What happens.
        writer: How it is told.
        broker: Whom it is told.
        conversations: Makes the tables where they are missing.
    """

    def __init__(self, feed: EventFeed, writer: EventWriter, broker: Broker, conversations: Conversations) -> None:
        self._feed = feed
        self._writer = writer
        self._broker = broker
        self._conversations = conversations
        self._has_tables = False

    async def run(self) -> None:
        """Tell for ever; cancelled when the bot ends."""
        failures = 0
        try:
            while True:
                try:
                    more = await self.tell_next()
                    failures = 0
                except (BrokerAway, StoreUnavailable) as error:
                    failures += 1
                    logger.warning("events.not_told", error=type(error).__name__, reason=_reason(error))
                    await asyncio.sleep(min(_LONGEST_REST, 2.0 ** min(failures, 10) / 2))
                else:
                    await asyncio.sleep(0 if more else _LOOK_EVERY)
        finally:
            await self._broker.close()
            with suppress(StoreUnavailable):
                await asyncio.shield(asyncio.to_thread(self._feed.let_go))

    async def tell_next(self) -> bool:
        """Tell the next events, where this process is the one to do so; whether there may be more.

        Raises:
            BrokerAway: They are to be told again.
            StoreUnavailable: The database does not answer.
        """
        if not self._has_tables:
            await asyncio.to_thread(self._conversations.create)
            self._has_tables = True
        position = await asyncio.to_thread(self._feed.take, time.time(), _LEASE)
        if position is None:
            return False
        found = await asyncio.to_thread(self._feed.after, position, _BATCH)
        if not found:
            return False
        told = [written for event in found if (written := self._writer.written(event)) is not None]
        if told:
            await self._broker.tell(told)
        await asyncio.to_thread(self._feed.advance, found[-1].id)
        return len(found) == _BATCH


def serve_event_stream(app: Sanic, settings: Settings) -> None:
    """Have a bot that was not started yet tell what happens to whom RETURNDESK_EVENTS_URL names, if anybody.

    Raises:
        SettingsError: The address can't be used, or conversations are kept where they can't be read in order.
    """
    if settings.events_url is None:
        return
    stream = stream_from(settings, settings.events_url.get_secret_value())
    tasks: list[asyncio.Task[None]] = []

    @app.listener("after_server_start")
    async def start(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
        tasks.append(asyncio.create_task(stream.run()))

    @app.listener("before_server_stop")
    async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def stream_from(settings: Settings, url: str) -> EventStream:
    """What tells the broker at an address.

    Raises:
        SettingsError: The address can't be used, or conversations are kept where they can't be read in order.
    """
    database = conversations_url(settings)
    if make_url(database).get_backend_name() != "postgresql":
        raise SettingsError(
            "RETURNDESK_EVENTS_URL: needs the conversations in PostgreSQL; name it in RETURNDESK_DATABASE_URL"
        )
    feed = EventFeed(open_engine(database), _NAME, uuid.uuid4().hex)
    return EventStream(feed, EventWriter.from_settings(settings), broker_at(url), open_conversations(database))


def _reason(error: Exception) -> str:
    # The words of a database's error may hold its address.
    return str(error) if isinstance(error, BrokerAway) else ""
