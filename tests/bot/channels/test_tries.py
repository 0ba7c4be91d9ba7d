"""A message that ends or holds up the process which answers it is set aside in the end, and nobody else with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from databases import Databases
from mortal_process import CHANNEL, ENDED, HANGS
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.delivery_worker import MOST_TRIES, Answering, DeliveryWorker, NotReady
from bot.channels.incoming import Incoming
from bot.channels.mailbox import LEASE_SECONDS, SET_ASIDE_KEPT, Mailbox, Waiting
from bot.channels.mailbox_tables import inbox, metadata
from bot.channels.outgoing import Call
from core.conversations.conversations import Conversations
from core.conversations.tables import set_aside
from core.database.engine import make_file, open_engine
from returndesk.project import this_project

_PATIENCE = 60


@dataclass
class Shop:
    """A database with what people wrote, and processes that answer it one after the other."""

    url: str
    engine: Engine
    #: What was delivered by all of them.
    delivered: list[str] = field(default_factory=list)
    processes: int = 0

    def mailbox(self, owner: str = "shop", clock: Callable[[], float] | None = None) -> Mailbox:
        """The channel's mailbox."""
        opened = Mailbox(self.engine, CHANNEL, owner, **({"clock": clock} if clock else {}))
        opened.open()
        return opened

    def gets(self, *messages: tuple[str, str]) -> None:
        """Accepts messages, each a person and what they wrote."""
        delivered = [Incoming(f"{person} {number}", person, text) for number, (person, text) in enumerate(messages)]
        self.mailbox().accept(delivered)

    def process(self, begins_processes: subprocess.Popen[str]) -> int:
        """Has a process work until it ends, or until it hangs and is killed; what it returned."""
        self.processes += 1
        out, into = begins_processes.stdout, begins_processes.stdin
        assert out is not None
        assert into is not None
        # What one that was killed has leased is free again by then.
        into.write(f"{self.processes * (LEASE_SECONDS + 1)} {self.url}\n")
        into.flush()
        for line in out:
            word, _, number = line.strip().partition(" ")
            if word == ENDED:
                return int(number)
            if word == HANGS:
                os.kill(int(number), signal.SIGKILL)
            else:
                self.delivered.append(line.strip())
        raise AssertionError("mortal_process.py ended by itself")

    def rows(self, table: Any) -> list[Any]:
        """What stands in a table."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(table)))


@pytest.fixture
def shop(databases: Databases, tmp_path: Path) -> Iterator[Shop]:
    """A shop where nobody has written yet."""
    url = databases.new(tmp_path, "conversations.db")
    engine = open_engine(url)
    yield Shop(url, engine)
    engine.dispose()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the processes log."""
    return tmp_path_factory.mktemp("processes") / "log"


@pytest.fixture(scope="module")
def begins_processes(log: Path) -> Iterator[subprocess.Popen[str]]:
    """What the processes are forked from."""
    command = [sys.executable, str(Path(__file__).with_name("mortal_process.py"))]
    environment = {**os.environ, "PYTHONPATH": str(this_project().root)}
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as running,
    ):
        yield running
        running.terminate()


@pytest.mark.parametrize("deed", ["kill", "hang"])
def test_a_message_that_ends_its_process_is_set_aside_and_the_next_one_answered(
    shop: Shop, begins_processes: subprocess.Popen[str], log: Path, deed: str
) -> None:
    logged = log.stat().st_size
    shop.gets(("marta", f"{deed} it"), ("marta", "and this?"))
    assert [shop.process(begins_processes) for _ in range(MOST_TRIES)] == [-signal.SIGKILL] * MOST_TRIES
    assert shop.process(begins_processes) == 0
    assert shop.delivered == ["sorry marta", "and this?"]
    kept = shop.rows(set_aside)
    assert [(row.sender_id, row.tries) for row in kept] == [("telegram:marta", MOST_TRIES)]
    assert f"{deed} it" in kept[0].message
    assert shop.rows(inbox) == []
    assert log.read_bytes()[logged:].count(b"channel.set_aside") == 1


def test_those_who_write_beside_a_message_that_ends_the_process_are_answered(
    shop: Shop, begins_processes: subprocess.Popen[str]
) -> None:
    others = [f"person {number}" for number in range(6)]
    shop.gets(*((person, f"I am {person}") for person in others[:3]), ("marta", "kill it"))
    shop.gets(*((person, f"I am {person}") for person in others[3:]))
    while shop.process(begins_processes) != 0:
        assert shop.processes < 3 * MOST_TRIES
    assert sorted(set(shop.delivered)) == sorted([*(f"I am {person}" for person in others), "sorry marta"])
    assert [row.sender_id for row in shop.rows(set_aside)] == ["telegram:marta"]


# --- In one process -------------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """Couriers of one shop, one after the other, and what they have delivered."""

    shop: Shop
    taken: list[str] = field(default_factory=list)
    workers: list[DeliveryWorker] = field(default_factory=list)

    async def opens(self, answer: Answering) -> DeliveryWorker:
        """A delivery worker at work; it waits for nothing but its answers."""

        async def deliver(call: Call) -> None:
            self.taken.append(call.body["text"])

        async def no_time(_: float) -> None:
            await asyncio.sleep(0)

        worker = DeliveryWorker(self.shop.mailbox("desk"), answer, deliver, no_time)
        await worker.start()
        self.workers.append(worker)
        return worker

    async def has_delivered(self, *texts: str) -> None:
        """Waits until these were delivered, and nothing else."""
        while len(self.taken) < len(texts):
            await asyncio.sleep(0.01)
        assert self.taken == list(texts)


@pytest.fixture
async def desk(shop: Shop) -> AsyncIterator[Desk]:
    """A desk whose workers are stopped in the end."""
    desk = Desk(shop)
    yield desk
    for worker in desk.workers:
        await worker.stop()


async def echo(waiting: Waiting, give_up: bool) -> list[Call]:
    return [Call("/send", {"text": "sorry" if give_up else waiting.incoming.text})]


async def test_a_process_that_is_stopped_in_a_turn_gives_the_try_back(
    desk: Desk, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.delivery_worker.DRAIN_SECONDS", 0.01)
    shop.gets(("marta", "hello"))
    for _ in range(MOST_TRIES + 2):
        begun = asyncio.Event()

        async def slow(waiting: Waiting, give_up: bool, begun: asyncio.Event = begun) -> list[Call]:
            assert not give_up
            begun.set()
            await asyncio.sleep(600)
            return []

        worker = await desk.opens(slow)
        await begun.wait()
        assert [row.tries for row in shop.rows(inbox)] == [1]
        await worker.stop()
        assert [row.tries for row in shop.rows(inbox)] == [0]
    await desk.opens(echo)
    await desk.has_delivered("hello")


async def test_a_bot_that_is_still_loading_is_no_failed_try(desk: Desk, shop: Shop) -> None:
    asked = 0

    async def loading(waiting: Waiting, give_up: bool) -> list[Call]:
        nonlocal asked
        asked += 1
        if asked <= MOST_TRIES + 2:
            raise NotReady
        return await echo(waiting, give_up)

    shop.gets(("marta", "hello"))
    await desk.opens(loading)
    await desk.has_delivered("hello")


async def test_a_turn_without_end_is_ended_and_in_the_end_set_aside(
    desk: Desk, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.delivery_worker.TURN_SECONDS", 0.01)

    async def endless(waiting: Waiting, give_up: bool) -> list[Call]:
        if waiting.incoming.text == "first" and not give_up:
            await asyncio.sleep(600)
        return await echo(waiting, give_up)

    shop.gets(("marta", "first"), ("marta", "second"))
    await desk.opens(endless)
    await desk.has_delivered("sorry", "second")
    assert [row.tries for row in shop.rows(set_aside)] == [MOST_TRIES]


async def test_a_message_whose_apology_fails_too_is_set_aside_all_the_same(desk: Desk, shop: Shop) -> None:
    async def broken(waiting: Waiting, give_up: bool) -> list[Call]:
        if waiting.incoming.text == "first":
            raise RuntimeError
        return await echo(waiting, give_up)

    shop.gets(("marta", "first"), ("marta", "second"))
    await desk.opens(broken)
    await desk.has_delivered("second")
    assert len(shop.rows(set_aside)) == 1


async def test_a_call_that_fails_in_a_way_nobody_thought_of_keeps_nothing_back(desk: Desk, shop: Shop) -> None:
    failures = [KeyError("surprise")]

    async def deliver(call: Call) -> None:
        if failures:
            raise failures.pop()
        desk.taken.append(call.body["text"])

    worker = DeliveryWorker(shop.mailbox("desk"), echo, deliver, lambda _: asyncio.sleep(0))
    desk.workers.append(worker)
    shop.gets(("marta", "first"), ("marta", "second"))
    await worker.start()
    await asyncio.wait_for(desk.has_delivered("first", "second"), _PATIENCE)


def test_what_was_set_aside_is_counted_and_kept_for_a_fortnight(shop: Shop) -> None:
    now = 1_791_892_800.0
    mailbox = shop.mailbox(clock=lambda: now)
    mailbox.accept([Incoming("1", "marta", "hello")])
    waiting = mailbox.next_task("marta")
    assert isinstance(waiting, Waiting)
    mailbox.set_aside("marta", waiting, [])
    assert mailbox.waiting() == {"channel_messages": 0, "channel_answers": 0, "channel_set_aside": 1}
    now += SET_ASIDE_KEPT - 1
    mailbox.forget_old()
    assert len(shop.rows(set_aside)) == 1
    now += 2
    mailbox.forget_old()
    assert shop.rows(set_aside) == []


def test_a_database_of_the_version_before_gets_the_new_table(shop: Shop) -> None:
    make_file(shop.engine)
    metadata.create_all(shop.engine)
    shop.gets(("marta", "hello"))
    assert shop.mailbox().waiting()["channel_set_aside"] == 0


def test_what_was_set_aside_is_forgotten_with_its_conversation(shop: Shop) -> None:
    mailbox = shop.mailbox()
    shop.gets(("marta", "hello"))
    waiting = mailbox.next_task("marta")
    assert isinstance(waiting, Waiting)
    mailbox.set_aside("marta", waiting, [])
    Conversations(shop.engine).forget(["telegram:marta"])
    assert shop.rows(set_aside) == []
