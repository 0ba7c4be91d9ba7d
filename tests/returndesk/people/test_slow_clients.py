"""Whoever takes their time at the application for people is sent away, and others are answered meanwhile."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from aiohttp.test_utils import TestServer

from returndesk.people.server import people_server
from returndesk.people.services import PeopleServices

_PATIENCE = 0.3
#: Far longer than that, and far shorter than a client of these goes on.
_MUCH_LATER = 20.0
_FORM = b"POST /people/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    ("begun", "drop"),
    [
        (b"GET /people/ HTTP/1.1\r\nX-A: ", b"b"),
        (_FORM + b"Content-Length: 9000\r\n\r\nname=", b"b"),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nb\r\n"),
    ],
    ids=["headers", "a form", "a form in pieces"],
)
async def test_a_request_that_never_ends_is_ended(services: PeopleServices, begun: bytes, drop: bytes) -> None:
    async with TestServer(people_server(services, _PATIENCE)) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(begun)

        async def go_on() -> None:
            with contextlib.suppress(ConnectionError):
                while True:
                    writer.write(drop)
                    await writer.drain()
                    await asyncio.sleep(0.02)

        going_on = asyncio.ensure_future(go_on())
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), _MUCH_LATER)
        going_on.cancel()
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /people/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b" 200 " in await reader.readline()
        writer.close()
