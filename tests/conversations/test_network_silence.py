"""The desk talks to nobody but itself: no telemetry, no crash reports, no look-up of anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conversation_product import GUARD, Product
from own_environment import own_environment


@pytest.mark.served
def test_a_desk_that_trains_starts_and_answers_connects_to_nobody_outside(running_product: Product) -> None:
    chat = running_product.conversation()
    for message in (
        "How long does a refund take?",
        "R1017, felix@example.com, my parcel is not marked as returned",
        "I want to talk to a person",
        "sdlkfj https://example.com/?q=1 %%%",
    ):
        chat.say(message)
    assert running_product.connections() == []


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)",
        "import socket; socket.getaddrinfo('example.com', 443)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import requests; requests.get('https://example.com')",
        "import asyncio, aiohttp\n"
        "async def get():\n"
        "    async with aiohttp.ClientSession() as session:\n"
        "        await session.get('http://192.0.2.1/')\n"
        "asyncio.run(get())",
    ],
)
def test_the_check_sees_whoever_tries(tmp_path: Path, attempt: str) -> None:
    seen = tmp_path / "connections"
    settings = {"PYTHONPATH": str(GUARD), "RETURNDESK_TEST_CONNECTIONS": str(seen)}
    ended = subprocess.run(
        [sys.executable, "-c", attempt], env=own_environment(**settings), stderr=subprocess.PIPE, text=True, timeout=60
    )
    assert ended.returncode != 0
    assert seen.read_text(encoding="utf-8").strip()


def test_the_check_lets_a_desk_talk_to_itself(tmp_path: Path) -> None:
    seen = tmp_path / "connections"
    settings = {"PYTHONPATH": str(GUARD), "RETURNDESK_TEST_CONNECTIONS": str(seen)}
    attempt = (
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(('localhost', server.getsockname()[1]), timeout=5)"
    )
    subprocess.run([sys.executable, "-c", attempt], env=own_environment(**settings), check=True, timeout=60)
    assert not seen.exists()
