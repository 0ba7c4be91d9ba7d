"""Whoever takes their time at the web port is sent away: with the headers, with a body, and with reading the answer."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest
from aiohttp.test_utils import TestServer
from demo_shop_stand import BOT_PORT

from returndesk.demo_shop.server import create_app
from returndesk.slow_clients import PATIENCE

PATIENCE_HERE = 0.5
#: Far longer than that, and far shorter than a client of these goes on.
MUCH_LATER = 20.0


@pytest.fixture
async def server():
    async with TestServer(create_app(bot_port=BOT_PORT, patience=PATIENCE_HERE)) as server:
        yield server


@pytest.fixture
def port(server):
    return server.port


async def seconds_until_closed(port, beginning, drip, *, pause=0.05):
    """Send something, go on byte by byte, and say after how many seconds the server ends it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    loop = asyncio.get_running_loop()
    began = loop.time()
    writer.write(beginning)

    async def go_on():
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(drip)
                await writer.drain()
                await asyncio.sleep(pause)

    dripping = asyncio.create_task(go_on())
    with contextlib.suppress(ConnectionError):
        await asyncio.wait_for(reader.read(-1), MUCH_LATER)
    dripping.cancel()
    writer.close()
    return loop.time() - began


SLOW = {
    "nothing": (b"", b""),
    "a line that goes on": (b"GET /", b"a"),
    "headers that go on": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"a: b\r\n"),
    "a header that goes on": (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a"),
    "a body that goes on": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n", b"a"),
    "a body of pieces that goes on": (
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\na\r\n",
    ),
    "a second request that goes on": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX-A: ", b"a"),
}


@pytest.mark.parametrize("kind", SLOW)
async def test_a_request_that_never_ends_is_ended(port, kind):
    assert await seconds_until_closed(port, *SLOW[kind]) < MUCH_LATER


@pytest.mark.parametrize("path", ["/returndesk.js", "/static/shop.css", "/nowhere/at/all"])
async def test_who_reads_no_answer_is_sent_away(server, path):
    loop = asyncio.get_running_loop()
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.setblocking(False)
        await loop.sock_connect(client, ("127.0.0.1", server.port))
        asking = asyncio.create_task(
            loop.sock_sendall(client, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 9_000)
        )
        assert await until(lambda: server.handler.connections)
        assert await until(lambda: not server.handler.connections)
        asking.cancel()


async def until(condition):
    """Whether something comes to be before long."""
    for _ in range(int(MUCH_LATER / 0.05)):
        if condition():
            return True
        await asyncio.sleep(0.05)
    return False


async def test_others_are_answered_meanwhile(port):
    slow = [asyncio.create_task(seconds_until_closed(port, *SLOW["headers that go on"])) for _ in range(50)]
    await asyncio.sleep(0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert (await asyncio.wait_for(reader.read(-1), MUCH_LATER)).startswith(b"HTTP/1.1 200")
    writer.close()
    assert max(await asyncio.gather(*slow)) < MUCH_LATER


def test_who_takes_their_time_has_less_than_a_minute():
    # The headers' and the body's.
    assert 10 <= 2 * PATIENCE <= 60
