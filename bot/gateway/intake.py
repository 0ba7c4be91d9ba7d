"""Reads a WebSocket no further than what was read is handled.

Sanic takes whatever the network brings apart at once, tens of thousands of frames from one read, starts a task for
each read, and pings never make it pause: a single client that sends as quickly as it can stopped the process for many
seconds and filled its memory. So what comes in goes through here first, in small pieces, each once the one before is
handled.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Final, Optional

from engineio.async_drivers.sanic import WebSocket
from sanic.server.websockets.frame import WebsocketFrameAssembler

from bot.gateway.connections import Connection
from bot.gateway.errors import ApiError
from bot.gateway.packets import check_packet

#: In bytes: how much is taken apart at once. The shortest frame has six.
_PIECE: Final = 1024
#: In bytes: what the machine keeps of what was not read yet; by itself it would be megabytes.
_UNREAD_BY_US: Final = 65_536
#: What a WebSocket is closed with whose client does what it may not.
_POLICY_VIOLATION: Final = 1008
_NO_FRAME: Final = ApiError(400, "That is no frame of a WebSocket with text in it.")


class Intake(asyncio.Protocol):
    """Stands between the network and Sanic's protocol of a connection that has become a WebSocket.

    Args:
        protocol: Sanic's, which goes on hearing of all but data.
        websocket: Sanic's, which gets the data.
        connection: Whose pace it is read at.
    """

    def __init__(self, protocol: Any, websocket: Any, connection: Connection) -> None:
        self._protocol = protocol
        self._websocket = websocket
        self._connection = connection
        self._transport = protocol.transport
        self._waiting = bytearray()
        self._reading: Optional[asyncio.Task[None]] = None
        # It would have the network go on while there is something left here.
        websocket.can_pause = False

    def data_received(self, data: bytes) -> None:
        """Keep what has come in until it is read, and have nothing more come in before that."""
        self._transport.pause_reading()
        if self._connection.refused:
            return
        self._waiting += data
        if self._reading is None or self._reading.done():
            self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        try:
            while self._waiting and not self._connection.refused:
                piece = bytes(self._waiting[:_PIECE])
                del self._waiting[:_PIECE]
                self._websocket.connection.receive_data(piece)
                answers, frames = (
                    self._websocket.connection.data_to_send(),
                    self._websocket.connection.events_received(),
                )
                await self._connection.take(len(frames), len(piece))
                await self._websocket.async_data_received(answers, frames)
        except ApiError as refusal:
            self._connection.refuse(refusal)
        except Exception as error:  # noqa: BLE001 - text that is no UTF-8, or whatever else a client thinks of
            self._connection.refuse(_NO_FRAME, error)
        self._waiting.clear()
        if not self._connection.refused:
            self._connection.pace.rest()
            self._transport.resume_reading()

    def eof_received(self) -> Optional[bool]:
        """The client will send no more."""
        ended: Optional[bool] = self._protocol.eof_received()
        return ended

    def connection_lost(self, error: Optional[Exception]) -> None:
        """The client is gone."""
        if self._reading is not None:
            self._reading.cancel()
        self._protocol.connection_lost(error)

    def pause_writing(self) -> None:
        """The client reads more slowly than it is written to."""
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._protocol.resume_writing()


class FrameAssembler(WebsocketFrameAssembler):
    """Sanic's, whose wait for the next message can be ended."""

    _waiting: Optional[asyncio.Task[Any]] = None

    async def get(self, timeout: Optional[float] = None) -> Any:
        self._waiting = asyncio.current_task()
        return await super().get(timeout)

    def stop(self) -> None:
        """End the wait that goes on, if any."""
        if self._waiting is not None:
            self._waiting.cancel()


class PacedWebSocket(WebSocket):
    """Engine.IO's WebSocket on Sanic, read through an intake; Engine.IO sees the packets of our protocol alone.

    The request that it was opened by names its connection: `request.ctx.connection`.
    """

    async def __call__(self, environ: dict[str, Any]) -> Any:
        """Open it, and last as long as it does."""
        request = environ["sanic.request"]
        protocol = request.transport.get_protocol()
        self._connection: Connection = request.ctx.connection
        self.take(await protocol.websocket_handshake(request))
        self._connection.break_off = lambda: self._sock.fail_connection(_POLICY_VIOLATION)
        network = request.transport.get_extra_info("socket")
        network.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _UNREAD_BY_US)
        request.transport.set_protocol(Intake(protocol, self._sock, self._connection))
        await self.handler(self)
        return self.server._ok()

    def take(self, websocket: Any) -> None:
        """Read from a WebSocket of Sanic's."""
        self._sock = websocket
        websocket.assembler = FrameAssembler(websocket)

    async def wait(self) -> str:
        """The next packet."""
        while True:
            try:
                packet: str = await super().wait()
            finally:
                # Sanic leaves it to itself where the connection ends, and an error in the log tells of it much later.
                self._sock.assembler.stop()
            try:
                check_packet(packet)
            except ApiError as refusal:
                self._connection.refuse(refusal)
            if not self._connection.refused:
                return packet
