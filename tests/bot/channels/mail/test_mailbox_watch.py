"""A real mailbox is watched: mails are taken as they come, by one process at a time, until it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from dovecot_mailbox import Box, dovecot_or_skip
from structlog.testing import capture_logs

from bot.channels.mail.mailbox_watch import MailboxWatch

pytestmark = pytest.mark.services

#: Within which nothing is looked into by itself.
HOUR = 3600.0


def watch(box: Box, may_read: Callable[[], bool] = lambda: True, look_seconds: float = HOUR) -> MailboxWatch:
    return MailboxWatch(box.server, may_read, box.keep, look_seconds)


async def until(question: Callable[[], bool]) -> None:
    while not question():
        await asyncio.sleep(0.02)


def test_mails_are_taken_as_they_come_and_the_waiting_ends_with_the_process(box: Box) -> None:
    watching = watch(box)

    async def work() -> None:
        box.gets("from a person")
        reading = asyncio.create_task(asyncio.to_thread(watching.read))
        await until(lambda: len(box.taken) == 1)
        for number in range(2, 5):
            await asyncio.to_thread(box.gets, f"from person {number}")
            await until(lambda number=number: len(box.taken) == number)
        watching.stop()
        await reading

    asyncio.run(asyncio.wait_for(work(), 120))
    assert box.taken == ["from a person", *(f"from person {number}" for number in range(2, 5))]


def test_a_server_that_does_not_tell_is_looked_into_again_and_again() -> None:
    with dovecot_or_skip("imap_capability = IMAP4rev1\n") as server:
        box = Box(server.port, "ada")
        watching = watch(box, look_seconds=0.01)

        async def work() -> None:
            running = asyncio.create_task(watching.run())
            await asyncio.to_thread(box.gets, "from a person")
            await until(lambda: len(box.taken) == 1)
            await asyncio.to_thread(box.gets, "from another person")
            await until(lambda: len(box.taken) == 2)
            watching.stop()
            await running

        asyncio.run(asyncio.wait_for(work(), 120))


def test_what_another_process_reads_is_left_to_it(box: Box) -> None:
    box.gets("from a person")
    watch(box, lambda: False).read()
    assert box.taken == []


def test_whoever_loses_the_mailbox_to_another_process_ends_its_waiting(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.mail.mailbox_watch.LEASE_SECONDS", 0.0)
    answers = iter([True, True, True])
    watch(box, lambda: next(answers, False)).read()
    assert next(answers, None) is None


def test_a_mailbox_that_is_away_is_named_and_looked_for_again(box: Box) -> None:
    away = Box(9, "ada")
    watching = watch(away, look_seconds=0.0)

    async def work() -> None:
        running = asyncio.create_task(watching.run())
        await until(lambda: len(logs) > 1)
        watching._server = box.server
        box.gets("from a person")
        watching._keep = box.keep
        await until(lambda: len(box.taken) == 1)
        watching.stop()
        await running

    with capture_logs() as logs:
        asyncio.run(asyncio.wait_for(work(), 120))
    assert {(each["event"], each["reason"]) for each in logs} == {("channel.mailbox_away", "ConnectionRefusedError")}
