"""Programs send to the Socket.IO channel as quickly as they can."""

from __future__ import annotations

import asyncio
import concurrent.futures

import psutil
import pytest
from security_desk import Desk, Visitor

from lab.load.socket_flood import KINDS, FloodResult, flood

_SECONDS = 3.0
_CONNECTIONS = 3
_MOST_BYTES = 50_000_000
#: Floods that go on once a session was shown.
_IN_A_CHAT = ("events", "acknowledged_events", "long_texts", "unread_pings", "fragments", "binary")


def bot_of(desk: Desk) -> psutil.Process:
    """The bot's process."""
    for process in psutil.Process(desk.process.pid).children(recursive=True):
        if any(each.laddr.port == desk.port and each.status == psutil.CONN_LISTEN for each in process.connections()):
            return process
    raise LookupError(desk.port)


def flooded(visitor: Visitor, kind: str, session: str | None) -> list[FloodResult]:
    """Lets several floods run at the same time, from one address."""

    async def all_of_them() -> list[FloodResult]:
        return await asyncio.gather(
            *(flood(visitor.desk.bot, kind, _SECONDS, session, visitor.address) for _ in range(_CONNECTIONS))
        )

    return asyncio.run(all_of_them())


def check_memory(visitor: Visitor, kind: str, session: str | None) -> None:
    """Makes sure that a flood fills no memory, and that another customer is answered while it lasts."""
    bot = bot_of(visitor.desk)
    visitor.desk.visitor().say("hello")
    before = bot.memory_info().rss
    with concurrent.futures.ThreadPoolExecutor() as pool:
        running = pool.submit(flooded, visitor, kind, session)
        while not running.done():
            assert "3 to 20 business days" in visitor.desk.visitor().text("How long does a refund take?")
            assert bot.memory_info().rss - before < _MOST_BYTES
    assert bot.memory_info().rss - before < _MOST_BYTES
    assert sum(each.opened for each in running.result()) >= _CONNECTIONS


@pytest.mark.embedded("without a session nothing of it gets as far as what is kept")
@pytest.mark.parametrize("kind", KINDS)
def test_a_flood_without_a_session_fills_no_memory(visitor: Visitor, kind: str) -> None:
    check_memory(visitor, kind, None)


@pytest.mark.parametrize("kind", _IN_A_CHAT)
def test_a_flood_from_a_chat_fills_no_memory(visitor: Visitor, kind: str) -> None:
    check_memory(visitor, kind, visitor.session)
