"""One turn of a conversation at a time, in the order in which they came."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from bot.storage.lock_store import DeskLockStore
from bot.storage.locks.leases import LEASE
from bot.storage.locks.redis_locks import LocksUnavailable
from lab.testbed.programs import MissingServer
from lab.testbed.redis_server import RedisServer, own_redis
from returndesk.project import this_project

ANA = "web:ana"
#: In seconds. What waits in vain is given up later than this.
SOON = 25

# Another process: holds a conversation, says so, and does not let it go before somebody writes to it.
HOLDER = """
import asyncio, sys
from bot.storage.lock_store import DeskLockStore
async def hold(url, conversation):
    async with DeskLockStore(redis_url=url).lock(conversation):
        print("held", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    print("free", flush=True)
asyncio.run(hold(*sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    try:
        with own_redis(tmp_path_factory.mktemp("redis")) as server:
            # It was there for a while before anybody came.
            Redis.from_url(server.url).set("returndesk:locks:since", 1)
            yield server
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.fixture(params=["memory", "redis"])
def stores(request: pytest.FixtureRequest) -> list[DeskLockStore]:
    """Two stores that share their conversations, as two processes would; in memory it is one."""
    if request.param == "memory":
        return [DeskLockStore()] * 2
    url = request.getfixturevalue("redis").url
    return [DeskLockStore(redis_url=url), DeskLockStore(redis_url=url)]


def holder(redis: RedisServer, conversation: str) -> subprocess.Popen[str]:
    """A process that holds a conversation."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, redis.url, conversation],
        cwd=this_project().root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


async def test_who_came_first_goes_first_in_a_process() -> None:
    # In memory a turn stands in the queue once it was begun.
    await come_one_after_the_other([DeskLockStore()], lambda: asyncio.sleep(0))


async def test_who_came_first_goes_first_in_any_process(redis: RedisServer) -> None:
    client = Redis.from_url(redis.url)

    async def until_one_more_waits() -> None:
        nonlocal standing
        while sum(map(client.llen, client.keys("returndesk:lock:*:tickets"))) <= standing:
            await asyncio.sleep(0.01)
        standing += 1

    standing = 1
    await come_one_after_the_other([DeskLockStore(redis_url=redis.url) for _ in range(2)], until_one_more_waits)


async def come_one_after_the_other(
    stores: list[DeskLockStore], until_one_more_waits: Callable[[], Awaitable[None]]
) -> None:
    """Eight turns, each of which stands in the queue before the next comes, run in this order."""
    order: list[int] = []

    async def turn(number: int) -> None:
        async with stores[number % len(stores)].lock(ANA):
            order.append(number)

    turns = []
    async with stores[0].lock(ANA):
        for number in range(8):
            turns.append(asyncio.create_task(turn(number)))
            await until_one_more_waits()
        assert order == []
    await asyncio.gather(*turns)
    assert order == list(range(8))


async def test_nobody_is_in_a_conversation_beside_another(stores: list[DeskLockStore]) -> None:
    inside = most = 0

    async def turn(number: int) -> None:
        nonlocal inside, most
        async with stores[number % 2].lock(ANA):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*(turn(number) for number in range(40)))
    assert most == 1


async def test_conversations_do_not_wait_for_each_other(stores: list[DeskLockStore]) -> None:
    async with stores[0].lock(ANA), stores[1].lock("web:ben"):
        pass


async def test_a_task_may_hold_again_what_it_holds(stores: list[DeskLockStore]) -> None:
    async with stores[0].lock(ANA), stores[0].lock(ANA):
        waiting = asyncio.create_task(_hold(stores[1]))
        await asyncio.sleep(0.1)
        assert not waiting.done()
    await asyncio.wait_for(waiting, SOON)


async def test_a_task_that_was_begun_meanwhile_waits(stores: list[DeskLockStore]) -> None:
    async with stores[0].lock(ANA):
        waiting = asyncio.create_task(_hold(stores[0]))
        await asyncio.sleep(0.05)
        assert not waiting.done()
    await asyncio.wait_for(waiting, SOON)


async def test_a_failed_turn_lets_the_conversation_go(stores: list[DeskLockStore]) -> None:
    with pytest.raises(RuntimeError):
        async with stores[0].lock(ANA):
            raise RuntimeError
    await asyncio.wait_for(_hold(stores[1]), SOON)


async def test_nothing_is_left_in_redis_and_no_name_of_a_conversation_ever_was(redis: RedisServer) -> None:
    client = Redis.from_url(redis.url)
    async with DeskLockStore(redis_url=redis.url).lock("whatsapp:+34600000000"):
        assert not client.keys("*34600000000*")
    assert client.keys("*") == [b"returndesk:locks:since"]


async def test_the_conversations_of_a_killed_process_are_free_again(redis: RedisServer) -> None:
    process = holder(redis, ANA)
    process.kill()
    process.wait()
    client = Redis.from_url(redis.url)
    counts_until = [float(until) for key in client.keys("returndesk:lock:*:until") for until in client.hvals(key)]
    assert len(counts_until) == 1
    seconds, _ = client.time()
    assert counts_until[0] - 1000 * seconds <= LEASE + 1000
    await asyncio.wait_for(_hold(DeskLockStore(redis_url=redis.url)), SOON)


async def test_a_process_that_lives_keeps_its_conversation_beyond_the_lease(redis: RedisServer) -> None:
    process = holder(redis, ANA)
    waiting = asyncio.create_task(_hold(DeskLockStore(redis_url=redis.url)))
    await asyncio.sleep(LEASE / 1000 + 1)
    assert not waiting.done()
    process.communicate("\n", timeout=30)
    await asyncio.wait_for(waiting, SOON)


async def test_a_process_that_was_stopped_for_long_does_not_push_others_aside(redis: RedisServer) -> None:
    process = holder(redis, ANA)
    os.kill(process.pid, signal.SIGSTOP)
    store = DeskLockStore(redis_url=redis.url)
    async with store.lock(ANA):
        os.kill(process.pid, signal.SIGCONT)
        waiting = asyncio.create_task(_hold(DeskLockStore(redis_url=redis.url)))
        await asyncio.sleep(2.5)
        assert not waiting.done()
    await asyncio.wait_for(waiting, SOON)
    process.communicate("\n", timeout=30)


async def test_without_redis_nobody_gets_in_and_all_do_once_it_is_back(tmp_path: Path, redis: RedisServer) -> None:
    with own_redis(tmp_path) as own:
        store = DeskLockStore(redis_url=own.url)
        await _hold(store)
        own.kill()
        with pytest.raises(LocksUnavailable):
            await _hold(store)
        own.start()
        await asyncio.wait_for(_hold(store), SOON)


async def test_a_redis_that_lost_its_memory_learns_who_holds_what(tmp_path: Path, redis: RedisServer) -> None:
    with own_redis(tmp_path) as own:
        Redis.from_url(own.url).set("returndesk:locks:since", 1)
        process = holder(own, ANA)
        own.kill()
        own.start()
        waiting = asyncio.create_task(_hold(DeskLockStore(redis_url=own.url)))
        await asyncio.sleep(5)
        assert not waiting.done()
        process.communicate("\n", timeout=30)
        await asyncio.wait_for(waiting, SOON)


async def _hold(store: DeskLockStore) -> float:
    async with store.lock(ANA):
        return time.monotonic()
