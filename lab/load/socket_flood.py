"""Floods the Socket.IO channel as a hostile program does, so that what it costs the desk can be measured.

WebSocket frames are made once and written as they are, thousands at a time: a library that frames each message anew is
slower than the desk that reads them.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Optional
from urllib.parse import urlsplit

_PATH: Final = "/webhooks/socketio/socket.io/?EIO=4&transport="
_CONTINUATION: Final = 0x0
_TEXT: Final = 0x1
_BINARY: Final = 0x2
_PING: Final = 0x9
_FINAL: Final = 0x80
#: In bytes: how much is written at once.
_BURST: Final = 65_536
#: In seconds: how long a desk may take to open a connection, and how long it is left alone once it has refused one.
_PATIENCE: Final = 5.0
_REFUSED_PAUSE: Final = 0.05
_ONE_PIECE: Final = 16_384


@dataclass
class FloodResult:
    """What a flood has done.

    Args:
        octets: How many bytes the desk's side has taken.
        opened: How many connections were opened, one after the other.
        refused: How many were refused when they were to be opened.
        ended: How many the desk has ended while they were in use.
    """

    octets: int = 0
    opened: int = 0
    refused: int = 0
    ended: int = 0


@dataclass(frozen=True)
class _Stream:
    """What one connection is sent: once, then again and again; and whether what the desk says is read."""

    again: bytes
    once: bytes = b""
    reads: bool = True


@dataclass(frozen=True)
class _Desk:
    host: str
    port: int
    address: Optional[str]

    @property
    def headers(self) -> str:
        """What every request begins with."""
        forwarded = f"X-Forwarded-For: {self.address}\r\n" if self.address else ""
        return f"Host: {self.host}:{self.port}\r\n{forwarded}"


def _frame(opcode: int, data: bytes, final: bool = True) -> bytes:
    """A frame as clients send it; a mask of zeros leaves the data as it is."""
    first = opcode | (_FINAL if final else 0)
    if len(data) < 126:
        length = bytes([0x80 | len(data)])
    elif len(data) < 65_536:
        length = b"\xfe" + len(data).to_bytes(2, "big")
    else:
        length = b"\xff" + len(data).to_bytes(8, "big")
    return bytes([first]) + length + bytes(4) + data


def _text(packet: str) -> bytes:
    return _frame(_TEXT, packet.encode())


_STREAMS: Final[Mapping[str, _Stream]] = {
    "binary": _Stream(_frame(_BINARY, bytes(_ONE_PIECE))),
    "binary_event": _Stream(_frame(_BINARY, bytes(_ONE_PIECE)), _text('4599999-["say",{"_placeholder":true,"num":0}]')),
    "attachments": _Stream(_text('4599999999-["say"]')),
    "events": _Stream(_text('42["a"]')),
    "acknowledged_events": _Stream(_text('421["a"]'), reads=False),
    "other_namespaces": _Stream(_text('42/admin,1["a"]')),
    "acks": _Stream(_text('43999999999["a"]')),
    "connects": _Stream(_text('40{"session":"none"}')),
    "connects_and_disconnects": _Stream(_text('40{"session":"none"}') + _text("41")),
    "upgrades": _Stream(_text("5"), reads=False),
    "pongs": _Stream(_text("3")),
    "characters": _Stream(_text("x")),
    "deep": _Stream(_text("42" + "[" * 10_000)),
    "huge_ids": _Stream(_text("42" + "9" * 99 + '["a"]')),
    "long_texts": _Stream(_text('42["say",{"message":"' + "x" * _ONE_PIECE + '"}]')),
    "pings": _Stream(_frame(_PING, b"")),
    "unread_pings": _Stream(_frame(_PING, bytes(125)), reads=False),
    "fragments": _Stream(_frame(_CONTINUATION, b"", final=False), _frame(_TEXT, b"4", final=False)),
    "one_long_message": _Stream(
        _frame(_CONTINUATION, bytes(_ONE_PIECE), final=False), _frame(_TEXT, b"4", final=False)
    ),
    "silence": _Stream(b""),
}
_POLLS: Final[Mapping[str, bytes]] = {
    "polled_binary": b"b" + base64.b64encode(bytes(_ONE_PIECE)),
    "polled_events": b"\x1e".join([b'42["a"]'] * 16),
    "polled_opens": b"",
}
#: The kinds of floods there are.
KINDS: Final = (*_STREAMS, *_POLLS)


async def flood(
    url: str, kind: str, seconds: float, session: Optional[str] = None, address: Optional[str] = None
) -> FloodResult:
    """Send as quickly as the desk takes it, over one connection after the other: a new one where the last was ended.

    Args:
        url: The bot's address, `http://host:port`.
        kind: One of `KINDS`.
        seconds: For how long.
        session: The session that a WebSocket shows before it begins; none shows none.
        address: The address that a proxy in front of the desk would say it comes from.

    Raises:
        KeyError: There is no such kind.
    """
    result = FloodResult()
    until = time.monotonic() + seconds
    desk = _Desk(urlsplit(url).hostname or "127.0.0.1", urlsplit(url).port or 80, address)
    running = (
        _poll(desk, _POLLS[kind], result, until)
        if kind in _POLLS
        else _stream(desk, _STREAMS[kind], result, until, session)
    )
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(running, seconds)
    return result


async def _stream(desk: _Desk, stream: _Stream, result: FloodResult, until: float, session: Optional[str]) -> None:
    shown = _text("40" + json.dumps({"session": session})) if session else b""
    burst = stream.again * max(1, _BURST // max(1, len(stream.again)))
    while time.monotonic() < until:
        try:
            reader, writer = await _open(desk)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            result.refused += 1
            await asyncio.sleep(_REFUSED_PAUSE)
            continue
        result.opened += 1
        reading = asyncio.ensure_future(_read(reader) if stream.reads else asyncio.sleep(until))
        writing = asyncio.ensure_future(_write(writer, shown + stream.once, burst, result))
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
            result.ended += 1
        finally:
            reading.cancel()
            writing.cancel()
            await asyncio.gather(reading, writing, return_exceptions=True)
            writer.transport.abort()


async def _open(desk: _Desk) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A WebSocket, opened.

    Raises:
        ConnectionRefusedError: The desk does not want one more.
    """
    reader, writer = await asyncio.open_connection(desk.host, desk.port)
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    writer.write(
        f"GET {_PATH}websocket HTTP/1.1\r\n{desk.headers}Upgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
    if not answer.startswith(b"HTTP/1.1 101"):
        writer.transport.abort()
        raise ConnectionRefusedError(answer[:40])
    return reader, writer


async def _read(reader: asyncio.StreamReader) -> None:
    """Read to the end of the connection."""
    with suppress(OSError):
        while await reader.read(_BURST):
            pass


async def _write(writer: asyncio.StreamWriter, once: bytes, burst: bytes, result: FloodResult) -> None:
    """Write until the connection is ended."""
    with suppress(OSError):
        writer.write(once)
        while True:
            writer.write(burst)
            await writer.drain()
            result.octets += len(burst)
            # The end of a connection is noticed in between.
            await asyncio.sleep(0 if burst else 1)


async def _poll(desk: _Desk, body: bytes, result: FloodResult, until: float) -> None:
    """Open connections by polling, and posts to each until it is ended; without a body it only opens them."""
    while time.monotonic() < until:
        status, answer = await _request(desk, "GET", "", b"")
        if status != 200:
            result.refused += 1
            await asyncio.sleep(_REFUSED_PAUSE)
            continue
        result.opened += 1
        sid = json.loads(answer[1:])["sid"]
        while body and status == 200 and time.monotonic() < until:
            status, _ = await _request(desk, "POST", f"&sid={sid}", body)
            result.octets += len(body)
        result.ended += status != 200


async def _request(desk: _Desk, method: str, query: str, body: bytes) -> tuple[int, bytes]:
    """The status and the body of an answer; status 0 where there is none."""
    try:
        reader, writer = await asyncio.open_connection(desk.host, desk.port)
        try:
            writer.write(
                f"{method} {_PATH}polling{query} HTTP/1.1\r\n{desk.headers}Content-Type: text/plain\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                + body
            )
            head, _, said = (await asyncio.wait_for(reader.read(), _PATIENCE)).partition(b"\r\n\r\n")
            return int(head.split(b" ", 2)[1]), said
        finally:
            writer.transport.abort()
    except (OSError, ValueError, IndexError, asyncio.TimeoutError):
        return 0, b""
