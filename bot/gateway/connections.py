"""The connections of the Socket.IO channel: how many one address holds, what each may send, and how one is ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Optional

import structlog
from engineio import AsyncServer

from bot.gateway.errors import ApiError
from bot.gateway.limits import PER_SITE
from bot.gateway.pace import Pace

logger = structlog.get_logger(__name__)

#: In seconds: how long a connection may last without a session.
_WITHOUT_SESSION: Final = 10.0
#: In seconds: how long one that is refused stays open and unread, so that its client is not back at once.
_UNREAD: Final = 1.0
#: Requests of one connection at the same time: a poll, a post, and the one that becomes a WebSocket.
_MOST_REQUESTS: Final = 4
#: Packets that a client has not read yet.
_MOST_UNREAD: Final = 200


class Connection:
    """One of Engine.IO's connections, by polling or over a WebSocket.

    Args:
        connections: Those that it is one of.
        holders: What it counts for: the address that holds it, and the network around that.
    """

    def __init__(self, connections: Connections, holders: Sequence[str]) -> None:
        self.holders = holders
        self.pace = Pace()
        self.refused = False
        self.sid = ""
        #: Breaks off the WebSocket, where it is one.
        self.break_off: Optional[Callable[[], object]] = None
        self._connections = connections
        self._requests = 0

    async def take(self, packets: int, octets: int) -> None:
        """Count what has come in, and return when it may be handled.

        Raises:
            ApiError: It is too much, or the client does not read what it is answered.
        """
        if self._connections.unread(self.sid) > _MOST_UNREAD:
            raise ApiError(429, "This connection does not read its answers.")
        await self.pace.take(packets, octets)

    @contextmanager
    def one_request(self) -> Iterator[None]:
        """Count a request for the time of the block.

        Raises:
            ApiError: There are too many at the same time, or the connection was refused.
        """
        if self.refused or self._requests >= _MOST_REQUESTS:
            raise ApiError(429, "Too many requests of this connection at once.")
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1

    def refuse(self, refusal: ApiError, error: Optional[Exception] = None) -> None:
        """Handle nothing of it any more and end it in a moment.

        Args:
            refusal: Why, in words of ours: it is logged.
            error: What its packet has led to.
        """
        if not self.refused:
            self.refused = True
            self._connections.refuse(self, refusal, error)

    def shows_session(self) -> None:
        """Note that it has shown a session."""
        self.pace.has_session = True

    def is_without_session(self) -> None:
        """Note that it has a session no more, or none yet; it gets some time to show one."""
        self.pace.has_session = False
        asyncio.get_running_loop().call_later(_WITHOUT_SESSION, self._end_without_session)

    def _end_without_session(self) -> None:
        if not self.pace.has_session and self._connections.get(self.sid) is self:
            self.refuse(ApiError(401, "This connection has shown no session."))


class Connections:
    """All connections of this process while they last.

    Args:
        engine: Engine.IO's server; Socket.IO has said already what it does on its events.
        most: How many one address may hold; there are only so many for all.
        refused: Told of every connection that was refused for what it sent.
    """

    def __init__(self, engine: AsyncServer, most: int, refused: Callable[[str], None]) -> None:
        self._engine = engine
        self._most = most
        self._refused = refused
        self._open: dict[str, Connection] = {}
        self._held: Counter[str] = Counter()
        self._handlers = dict(engine.handlers)
        engine.on("connect", self._connect)
        engine.on("message", self._message)
        engine.on("disconnect", self._disconnect)

    def get(self, sid: Optional[str]) -> Optional[Connection]:
        """The connection of that id, None where there is none."""
        return self._open.get(sid or "")

    def new(self, network: str, site: str = "") -> Connection:
        """A connection that an address is about to open; its request has to name it: `request.ctx.connection`.

        Args:
            network: The address, or the network of one customer.
            site: The network of an organisation around it, which may hold `PER_SITE` times as many; empty for none.

        Raises:
            ApiError: The address or the network holds too many already.
        """
        if self._held[network] >= self._most or (site and self._held[site] >= PER_SITE * self._most):
            raise ApiError(429, "Too many connections from this address; close some.", retry_after=60)
        return Connection(self, (network, site) if site else (network,))

    def unread(self, sid: str) -> int:
        """How many packets a client has not read yet."""
        socket = self._engine.sockets.get(sid)
        return 0 if socket is None else socket.queue.qsize()

    def refuse(self, connection: Connection, refusal: ApiError, error: Optional[Exception]) -> None:
        """Say once that a connection was refused, and end it in a moment."""
        self._refused("connection")
        logger.warning(
            "gateway.connection_refused", reason=refusal.reason, error=None if error is None else type(error).__name__
        )
        asyncio.get_running_loop().call_later(_UNREAD, lambda: asyncio.ensure_future(self._end(connection)))

    async def _end(self, connection: Connection) -> None:
        if connection.break_off is not None:
            connection.break_off()
        socket = self._engine.sockets.pop(connection.sid, None)
        if socket is not None:
            # A poll that waits is told; a client that does not read is not waited for.
            await socket.close(wait=False, abort=connection.break_off is not None)

    async def _connect(self, sid: str, environ: dict[str, Any]) -> None:
        connection: Connection = environ["sanic.request"].ctx.connection
        connection.sid = sid
        self._open[sid] = connection
        self._held.update(connection.holders)
        connection.is_without_session()
        await self._handlers["connect"](sid, environ)

    async def _message(self, sid: str, data: str) -> None:
        connection = self._open.get(sid)
        if connection is None or connection.refused:
            return
        try:
            await self._handlers["message"](sid, data)
        except Exception as error:  # noqa: BLE001 - its words may hold the client's
            connection.refuse(ApiError(400, "That is no packet of Socket.IO."), error)

    async def _disconnect(self, sid: str, reason: str) -> None:
        try:
            await self._handlers["disconnect"](sid, reason)
        finally:
            connection = self._open.pop(sid, None)
            if connection is not None:
                self._held.subtract(connection.holders)
                for holder in connection.holders:
                    if not self._held[holder]:
                        del self._held[holder]
