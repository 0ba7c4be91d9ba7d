"""Understanding in a process of its own: what runs away is broken off, and nobody else waits for it for long."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import structlog

from bot.nlu.workers import worker as worker_module
from bot.nlu.workers.worker import NluWorker, NotUnderstood
from bot.nlu.workers.worker_pool import NluWorkerPool

SECONDS = 0.2
ROOT = Path(__file__).parents[4]


def understand(message: str) -> dict[str, Any]:
    """What a worker does with these messages; everything else it gives back."""
    if message == "backtrack":
        re.match(r"(?:a+)+$", "a" * 64 + "b")
    elif message == "count":
        while True:
            pass
    elif message == "sleep":
        time.sleep(3600)
    elif message == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif message == "raise":
        raise LookupError("the words of a customer")
    return {"text": message, "pid": os.getpid()}


@pytest.fixture
def forked() -> Callable[[], list[psutil.Process]]:
    """The processes that this one has started since the test began; others serve other tests."""
    before = set(psutil.Process().children(recursive=True))
    return lambda: [each for each in psutil.Process().children(recursive=True) if each not in before]


@pytest.fixture
async def worker() -> AsyncIterator[NluWorker]:
    made = NluWorker(understand, SECONDS)
    yield made
    made.close()


async def test_a_message_is_understood_elsewhere(worker: NluWorker):
    understood = await worker.understand("hello")
    assert understood is not None
    assert understood["text"] == "hello"
    assert understood["pid"] != os.getpid()


@pytest.mark.parametrize("message", ["backtrack", "count", "sleep", "crash"])
async def test_what_runs_away_is_broken_off_and_the_next_message_understood(message: str, worker: NluWorker):
    broken_off = []
    worker.watch(lambda: broken_off.append(message))
    before = await worker.understand("before")
    assert await worker.understand(message) is None
    after = await worker.understand("after")
    assert broken_off == [message]
    assert before is not None
    assert after is not None
    assert after["text"] == "after"
    assert after["pid"] != before["pid"]


async def test_the_bot_goes_on_meanwhile(worker: NluWorker):
    running = asyncio.ensure_future(worker.understand("count"))
    turns = 0
    while not running.done():
        await asyncio.sleep(0.001)
        turns += 1
    # On the bot's own thread it would have had none until the end.
    assert turns > 10


async def test_who_waits_behind_one_that_runs_away_is_understood_in_the_order_of_coming(worker: NluWorker):
    done: list[str] = []

    async def ask(message: str) -> None:
        await worker.understand(message)
        done.append(message)

    await asyncio.gather(*(ask(message) for message in ("first", "backtrack", "second", "third")))
    assert done == ["first", "backtrack", "second", "third"]


async def test_nobody_waits_behind_a_single_message_that_runs_away():
    understanders = NluWorkerPool(understand, 60.0)
    try:
        first = await understanders.understand("before")
        running = asyncio.ensure_future(understanders.understand("sleep"))
        await asyncio.sleep(0)
        others = [await understanders.understand("other") for _ in range(3)]
        assert not running.done()
        running.cancel()
    finally:
        understanders.close()
    assert first is not None
    assert first["pid"] not in [other["pid"] for other in others if other is not None]
    assert None not in others


async def test_of_two_that_are_free_the_one_that_has_worked_works_again():
    understanders = NluWorkerPool(understand, 60.0)
    try:
        understood = [await understanders.understand("hello") for _ in range(3)]
    finally:
        understanders.close()
    assert len({each["pid"] for each in understood if each is not None}) == 1


async def test_an_error_is_told_by_its_kind_alone_and_ends_nothing(worker: NluWorker):
    before = await worker.understand("before")
    with pytest.raises(NotUnderstood, match=r"^LookupError$"):
        await worker.understand("raise")
    assert await worker.understand("before") == before


async def test_who_asked_may_go_away_and_others_get_their_own_answers(worker: NluWorker):
    gone = asyncio.ensure_future(worker.understand("gone"))
    await asyncio.sleep(0)
    gone.cancel()
    for number in range(3):
        understood = await worker.understand(f"number {number}")
        assert understood is not None
        assert understood["text"] == f"number {number}"


@pytest.fixture
def own_logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has a worker log everything, whatever level a test before it has configured."""
    configured = structlog.get_config()
    structlog.reset_defaults()
    monkeypatch.setattr(worker_module, "logger", structlog.get_logger())
    yield
    structlog.configure(**configured)


@pytest.mark.usefixtures("own_logger")
async def test_a_killed_process_that_forks_has_a_successor(worker: NluWorker):
    understood = await worker.understand("hello")
    assert understood is not None
    forking = psutil.Process(understood["pid"]).parent()
    assert forking is not None
    with structlog.testing.capture_logs() as logs:
        forking.kill()
        assert await worker.understand("crash") is None
    assert [each["event"] for each in logs] == ["understanding.forking_lost"]
    again = await worker.understand("again")
    assert again is not None
    assert again["text"] == "again"
    assert not worker.is_lost


@pytest.mark.usefixtures("own_logger")
async def test_the_log_says_what_ended_a_worker_and_nothing_that_was_said(worker: NluWorker):
    with structlog.testing.capture_logs() as logs:
        await worker.understand("count")
    assert [(each["event"], each["reason"]) for each in logs] == [("understanding.worker_replaced", "SIGPROF")]


async def test_nothing_is_left_once_it_is_closed(forked: Callable[[], list[psutil.Process]]):
    worker = NluWorker(understand, SECONDS)
    await worker.understand("hello")
    children = forked()
    assert len(children) == 2
    worker.close()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[Callable[[psutil.Process], bool]]:
    """A file that this process has open, and whether another one has it open too."""
    path = tmp_path / "store.db"
    with path.open("w"):
        yield lambda process: str(path) in [each.path for each in process.open_files()]


async def test_files_of_the_bot_are_not_held_open(
    open_file: Callable[[psutil.Process], bool], forked: Callable[[], list[psutil.Process]]
):
    worker = NluWorker(understand, SECONDS)
    try:
        await worker.understand("hello")
        assert open_file(psutil.Process())
        assert [open_file(each) for each in forked()] == [False, False]
    finally:
        worker.close()


_BOT = """
import asyncio, signal, sys, time
# Whoever runs tests in several processes keeps Ctrl-C from them, and they from their children.
signal.signal(signal.SIGINT, signal.default_int_handler)
from bot.nlu.workers.worker import NluWorker

def understand(message):
    while message == "count":
        pass
    return message

async def main():
    worker = NluWorker(understand, 3600)
    await worker.understand("hello")
    print("ready", flush=True)
    await worker.understand("count")

asyncio.run(main())
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_they_end_with_the_bot_however_it_ends_and_whatever_they_do(number: signal.Signals):
    bot = subprocess.Popen([sys.executable, "-c", _BOT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert bot.stdout is not None
    with bot.stdout as said:
        assert said.readline() == b"ready\n"
        children = psutil.Process(bot.pid).children(recursive=True)
        assert len(children) == 2
        bot.send_signal(number)
        bot.wait(30)
        _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []


async def test_a_signal_to_the_whole_group_leaves_what_is_under_way(
    forked: Callable[[], list[psutil.Process]], worker: NluWorker
):
    understood = await worker.understand("hello")
    assert understood is not None
    assert len(forked()) == 2
    for process in forked():
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            process.send_signal(number)
    assert await worker.understand("hello") == understood
