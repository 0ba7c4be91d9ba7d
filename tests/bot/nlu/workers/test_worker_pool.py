"""Who has to wait for whom: nobody for another's long messages, and nobody for all that somebody else has sent."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.nlu.workers.waiting import Waiting
from bot.nlu.workers.worker_pool import NluWorkerPool

#: In seconds: far longer than it takes, and far shorter than to wait for what never ends.
_BEFORE_LONG = 60.0


def understand(message: str) -> dict[str, Any]:
    """What a worker does: of a path it waits until there is such a file."""
    while message.startswith("/") and not Path(message).exists():
        time.sleep(0.001)
    return {"text": message, "pid": os.getpid()}


@pytest.fixture
async def pool() -> AsyncIterator[NluWorkerPool]:
    made = NluWorkerPool(understand, 60.0)
    yield made
    made.close()


async def test_a_short_message_waits_for_no_long_one_however_many_there_are(pool: NluWorkerPool, tmp_path: Path):
    until = tmp_path / "until"
    long = [asyncio.ensure_future(pool.understand(str(until), f"s{number}", is_long=True)) for number in range(5)]
    await asyncio.sleep(0)
    short = [await asyncio.wait_for(pool.understand("hello", "somebody"), _BEFORE_LONG) for _ in range(3)]
    assert None not in short
    assert not any(each.done() for each in long)
    until.touch()
    readers = {each["pid"] for each in await asyncio.gather(*long) if each is not None}
    assert readers.isdisjoint(each["pid"] for each in short if each is not None)


async def test_who_reads_long_messages_gives_way(pool: NluWorkerPool):
    short, long = await pool.understand("hello"), await pool.understand("hello", is_long=True)
    assert short is not None
    assert long is not None
    own = psutil.Process().nice()
    assert [psutil.Process(each["pid"]).nice() - own for each in (short, long)] == [0, 5]


@pytest.mark.parametrize("is_long", [True, False])
async def test_who_sends_a_lot_waits_behind_themselves(pool: NluWorkerPool, tmp_path: Path, *, is_long: bool):
    until = tmp_path / "until"
    done: list[str] = []

    async def ask(message: str, source: str) -> None:
        await pool.understand(message, source, is_long=is_long)
        done.append(source)

    # One for each who might read it.
    begun = [asyncio.ensure_future(ask(str(until), "stranger")) for _ in range(1 if is_long else 2)]
    begun += [asyncio.ensure_future(ask("more", "stranger")) for _ in range(6)]
    begun += [asyncio.ensure_future(ask("hello", name)) for name in ("one", "another")]
    await asyncio.sleep(0)
    until.touch()
    await asyncio.gather(*begun)
    # Not before them: those that were being read, and at most two of the six.
    assert max(map(done.index, ("one", "another"))) < len(begun) - 4


async def test_who_goes_away_while_they_wait_takes_nobodys_place(pool: NluWorkerPool, tmp_path: Path):
    until = tmp_path / "until"
    begun = [asyncio.ensure_future(pool.understand(str(until))) for _ in range(2)]
    gone = [asyncio.ensure_future(pool.understand("gone")) for _ in range(3)]
    await asyncio.sleep(0)
    for each in gone:
        each.cancel()
    until.touch()
    understood = await asyncio.gather(*begun, *(pool.understand(f"number {number}") for number in range(4)))
    assert [each["text"] for each in understood if each][2:] == [f"number {number}" for number in range(4)]


async def test_sources_take_turns():
    waiting = Waiting[int]()
    served: list[str] = []

    async def wait(source: str) -> None:
        await waiting.turn(source)
        served.append(source)

    running = [asyncio.ensure_future(wait(source)) for source in ("a", "a", "a", "b", "c", "b")]
    await asyncio.sleep(0)
    running[3].cancel()
    for _ in range(5):
        assert waiting.give(0)
    await asyncio.gather(*running, return_exceptions=True)
    assert not waiting.give(0)
    assert served == ["a", "c", "a", "b", "a"]
