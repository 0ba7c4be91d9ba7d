"""A WebSocket is read no further than what was read is handled, whatever its client sends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.server import ServerConnection

from bot.gateway.errors import ApiError
from bot.gateway.intake import Intake, PacedWebSocket


@dataclass
class Transport:
    """The network, which is read or not."""

    reading: bool = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


@dataclass
class WebSocket:
    """Takes what is read apart, and handles it once it may."""

    may_go_on: asyncio.Event
    pieces: list[bytes] = field(default_factory=list)
    can_pause: bool = True

    @property
    def connection(self) -> Any:
        return SimpleNamespace(
            receive_data=self.pieces.append, data_to_send=lambda: [], events_received=lambda: ["a frame"]
        )

    async def async_data_received(self, answers: list[bytes], frames: list[str]) -> None:
        await self.may_go_on.wait()


@dataclass
class Connection:
    """Counts what comes in, and refuses what is more than `most` bytes."""

    most: int = 1_000_000
    octets: int = 0
    refused: bool = False
    pace: Any = field(default_factory=lambda: SimpleNamespace(rest=lambda: None))

    async def take(self, frames: int, octets: int) -> None:
        self.octets += octets
        if self.octets > self.most:
            raise ApiError(429, "too much")

    def refuse(self, refusal: ApiError, error: Exception | None = None) -> None:
        self.refused = True


@dataclass
class Read:
    """An intake between a network and a WebSocket that handles nothing yet."""

    connection: Connection = field(default_factory=Connection)
    transport: Transport = field(default_factory=Transport)
    websocket: WebSocket = field(default_factory=lambda: WebSocket(asyncio.Event()))

    def __post_init__(self) -> None:
        protocol: Any = SimpleNamespace(transport=self.transport)
        self.intake = Intake(protocol, self.websocket, self.connection)  # type: ignore[arg-type]

    async def settle(self) -> None:
        """Lets everything run that can."""
        for _ in range(50):
            await asyncio.sleep(0)


@pytest.fixture
async def read() -> Read:
    return Read()


async def test_nothing_more_comes_in_until_what_came_in_is_handled(read: Read) -> None:
    read.intake.data_received(b"x" * 5_000)
    await read.settle()
    assert read.transport.reading is False
    assert sum(map(len, read.websocket.pieces)) < 2_000

    read.websocket.may_go_on.set()
    await read.settle()
    assert read.transport.reading is True
    assert b"".join(read.websocket.pieces) == b"x" * 5_000


async def test_sanic_does_not_have_the_network_go_on_by_itself(read: Read) -> None:
    assert read.websocket.can_pause is False


async def test_who_is_refused_is_read_no_further(read: Read) -> None:
    read.connection.most = 2_000
    read.websocket.may_go_on.set()
    read.intake.data_received(b"x" * 50_000)
    await read.settle()
    assert read.connection.refused
    assert read.transport.reading is False
    handled = sum(map(len, read.websocket.pieces))
    assert handled < 5_000

    read.intake.data_received(b"x" * 50_000)
    await read.settle()
    assert sum(map(len, read.websocket.pieces)) == handled
    assert read.transport.reading is False


async def test_a_wait_that_is_broken_off_leaves_no_task_behind() -> None:
    websocket = PacedWebSocket(None, None)
    websocket.take(WebsocketImplProtocol(ServerConnection()))
    before = asyncio.all_tasks()
    waiting = asyncio.ensure_future(websocket.wait())
    for _ in range(5):
        await asyncio.sleep(0)
    assert len(asyncio.all_tasks() - before) == 2
    waiting.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
