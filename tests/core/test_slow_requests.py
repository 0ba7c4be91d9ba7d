"""Requests that go on without end, and such as have two ends: a server ends or refuses them."""

from __future__ import annotations

import asyncio
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.server.protocols.http_protocol import HttpProtocol

from core.sanic_setup import REQUEST_SECONDS, check_body_lengths
from core.slow_requests import count_from_the_first_byte

#: More drops of 20 ms each than any bound here lets through.
_DROPS = 400
#: For a request to arrive.
_SECONDS = 0.3
_HEADERS = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that gives a request a third of a second, and answers with the length of its body."""
    app = Sanic(f"slow_{uuid.uuid4().hex}", configure_logging=False)
    app.config.RESPONSE_TIMEOUT = 10 * _SECONDS
    app.config.KEEP_ALIVE_TIMEOUT = _SECONDS
    # Sanic makes its own methods anew for the first server of a process, and can't do so again for another.
    app.config.TOUCHUP = False
    check_body_lengths(app, _SECONDS)

    @app.post("/")
    async def length(request: Request) -> HTTPResponse:
        return text(str(len(request.body)))

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.start_serving()

    loop.run_until_complete(serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.mark.parametrize(
    ("begun", "drop"),
    [
        (b"POST /", b"a"),
        (_HEADERS, b"X-A: b\r\n"),
        (_HEADERS + b"X-A: ", b"b"),
        (_HEADERS + b"Content-Length: 9000\r\n\r\n", b"b"),
        (_HEADERS + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nb\r\n"),
    ],
    ids=["address", "headers", "one header", "body", "pieces"],
)
async def test_a_request_that_never_ends_is_ended(port: int, begun: bytes, drop: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begun)
    ended = asyncio.ensure_future(asyncio.wait({asyncio.ensure_future(reader.read())}))
    for _ in range(_DROPS):
        if ended.done():
            break
        with suppress(ConnectionError):
            writer.write(drop)
        await asyncio.sleep(0.02)
    assert ended.done()
    writer.close()


async def test_headers_and_body_have_that_time_together(port: int) -> None:
    """Each by itself would be there in time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with suppress(ConnectionError):
        writer.write(_HEADERS)
        await asyncio.sleep(_SECONDS * 0.8)
        writer.write(b"Content-Length: 9\r\n\r\n")
        await asyncio.sleep(_SECONDS * 0.8)
        writer.write(b"from last")
    assert b" 200 " not in await reader.read()
    writer.close()


def test_a_request_has_less_than_a_minute() -> None:
    assert 5 <= REQUEST_SECONDS < 60


async def test_one_that_comes_in_pieces_within_its_time_is_answered_and_so_is_the_next(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        for piece in (_HEADERS, b"Content-Length: 4\r\n\r\n", b"ab", b"cd"):
            writer.write(piece)
            await asyncio.sleep(0.01)
        assert b" 200 " in await reader.readline()
        assert (await reader.readuntil(b"\r\n\r\n4")).endswith(b"4")
    writer.close()


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 2\r\nContent-Length: 2\r\n",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Length: 2, 2\r\n",
        b"Content-Length: 2 2\r\n",
        b"Content-Length: +2\r\n",
        b"Content-Length: 0x2\r\n",
    ],
)
async def test_a_body_with_two_lengths_or_an_odd_one_is_refused(port: int, framing: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_HEADERS + framing + b"\r\n2\r\n{}\r\n0\r\n\r\n")
    assert b" 400 " in await reader.readline()
    writer.close()


def test_what_comes_before_a_connections_task_has_begun_is_taken() -> None:
    count_from_the_first_byte()
    connection = SimpleNamespace(_time=1.0, recv_buffer=bytearray(), transport=None, _data_received=None, app=Sanic)
    HttpProtocol.data_received(connection, b"POST /")
    assert connection.recv_buffer == b"POST /"
    assert connection._time > 1.0
