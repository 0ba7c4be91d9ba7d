"""What a channel has accepted is answered and delivered, whatever ends in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from databases import EITHER_KIND, Databases, Files, OnServices
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.channels.delivery_worker import GIVEN_UP_AFTER, MOST_TRIES, Answering, DeliveryWorker
from bot.channels.incoming import Attachment, Incoming
from bot.channels.mailbox import (
    GATHER_SECONDS,
    LEASE_SECONDS,
    MOST_IN_ALL,
    MOST_OF_ONE,
    REDELIVERED_WITHIN,
    SEEN_KEPT,
    UNTIMED_KEPT,
    Mailbox,
    MailboxFull,
    Undelivered,
    Waiting,
)
from bot.channels.mailbox_tables import inbox, outbox, seen
from bot.channels.outgoing import Call, Refused, TryLater
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable

NOW = 1_791_892_800.0


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The moment of a test."""
    return Clock()


@pytest.fixture(params=EITHER_KIND)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database for conversations, of either kind wherever the suite runs."""
    with ExitStack() as stack:
        databases: Databases = Files()
        if request.param == "postgresql":
            databases = OnServices(request.getfixturevalue("postgresql"), stack)
        url = databases.new(tmp_path, "conversations.db")
        engine = open_engine(url)
        yield engine
        engine.dispose()
        databases.drop(url)


@pytest.fixture
def mailbox(engine: Engine, clock: Clock) -> Mailbox:
    """One channel's mailbox in one process."""
    return box(engine, clock)


def box(engine: Engine, clock: Clock, owner: str = "one", channel: str = "telegram") -> Mailbox:
    opened = Mailbox(engine, channel, owner, clock)
    opened.open()
    return opened


def message(delivery: str, person: str = "marta", **more: Any) -> Incoming:
    return Incoming(delivery, person, **{"text": f"text of {delivery}", **more})


def count(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


# --- The mailbox ----------------------------------------------------------------------------------------------------


def test_a_message_comes_back_as_it_was_accepted(mailbox: Mailbox) -> None:
    accepted = message("1", choice="c:1", intent="greet", group="C1", thread="5", sent_at=NOW)
    assert mailbox.accept([accepted]) == ["C1/marta"]
    task = mailbox.next_task("C1/marta")
    assert isinstance(task, Waiting)
    assert task.incoming == accepted


def test_a_redelivery_is_known_also_after_its_answer_and_in_the_same_batch(mailbox: Mailbox) -> None:
    assert mailbox.accept([message("1"), message("1")]) == ["marta"]
    waiting = mailbox.next_task("marta")
    assert isinstance(waiting, Waiting)
    mailbox.answered("marta", waiting, [])
    assert mailbox.accept([message("1")]) == []
    assert mailbox.next_task("marta") is None


def test_the_same_id_on_another_channel_is_another_message(engine: Engine, clock: Clock, mailbox: Mailbox) -> None:
    mailbox.accept([message("1")])
    assert box(engine, clock, channel="slack").accept([message("1")]) == ["marta"]


def test_answers_go_out_before_the_next_message_is_answered(mailbox: Mailbox) -> None:
    mailbox.accept([message("1"), message("2")])
    first = mailbox.next_task("marta")
    assert isinstance(first, Waiting)
    mailbox.answered("marta", first, [Call("/a", {"text": "1"}), Call("/a", {"text": "2"})])
    order = []
    while isinstance(task := mailbox.next_task("marta"), Undelivered):
        order.append(task.call.body["text"])
        mailbox.delivered(task)
    assert order == ["1", "2"]
    assert isinstance(task, Waiting)
    assert task.incoming.delivery == "2"


def test_photos_that_come_one_by_one_are_one_message_and_words_between_them_end_it(
    mailbox: Mailbox, clock: Clock
) -> None:
    photo = (Attachment(reference="file"),)
    mailbox.accept([message("1", text="Look", attached=photo)])
    clock.now += 1
    mailbox.accept(
        [message("2", text="", attached=photo), message("3", text="Torn"), message("4", text="", attached=photo)]
    )
    task = mailbox.next_task("marta")
    assert isinstance(task, Waiting)
    assert (task.incoming.text, len(task.incoming.attached)) == ("Look", 2)
    assert mailbox.gathers(task) == GATHER_SECONDS
    clock.now += GATHER_SECONDS
    assert mailbox.gathers(task) == 0
    mailbox.answered("marta", task, [])
    words = mailbox.next_task("marta")
    assert isinstance(words, Waiting)
    assert words.incoming.text == "Torn"
    assert mailbox.gathers(words) == 0


def test_what_a_file_holds_is_never_stored_here(mailbox: Mailbox, engine: Engine) -> None:
    mailbox.accept([message("1", attached=(Attachment(file="kept", content=b"JPEG"), Attachment(problem="kind")))])
    with engine.connect() as connection:
        assert "JPEG" not in connection.execute(select(inbox.c.message)).scalar_one()
    task = mailbox.next_task("marta")
    assert isinstance(task, Waiting)
    assert task.incoming.attached == (Attachment(file="kept"), Attachment(problem="kind"))


def test_nothing_of_what_was_said_is_left_when_it_is_done(engine: Engine, mailbox: Mailbox) -> None:
    mailbox.accept([message("1")])
    waiting = mailbox.next_task("marta")
    assert isinstance(waiting, Waiting)
    mailbox.answered("marta", waiting, [Call("/a", {"text": "secret"})])
    call = mailbox.next_task("marta")
    assert isinstance(call, Undelivered)
    mailbox.delivered(call)
    assert (count(engine, inbox), count(engine, outbox), count(engine, seen)) == (0, 0, 1)


def test_what_was_sent_longer_ago_than_platforms_redeliver_is_a_replay(mailbox: Mailbox) -> None:
    assert mailbox.accept([message("1", sent_at=NOW - REDELIVERED_WITHIN - 1)]) == []
    assert mailbox.accept([message("2", sent_at=NOW - REDELIVERED_WITHIN + 1)]) == ["marta"]


def test_a_delivery_is_forgotten_only_after_it_has_become_a_replay(mailbox: Mailbox, clock: Clock) -> None:
    mailbox.accept([message("1", sent_at=NOW)])
    clock.now += REDELIVERED_WITHIN
    mailbox.forget_old()
    assert mailbox.accept([message("1", sent_at=NOW)]) == []
    clock.now = NOW + SEEN_KEPT + 1
    mailbox.forget_old()
    assert mailbox.accept([message("1", sent_at=NOW)]) == []


@pytest.mark.parametrize("days", [8, 100, 399])
def test_a_delivery_that_tells_no_time_is_once_also_long_after(mailbox: Mailbox, clock: Clock, days: int) -> None:
    assert mailbox.accept([message("1", sent_at=None)]) == ["marta"]
    clock.now += days * 86_400
    mailbox.forget_old()
    assert mailbox.accept([message("1", sent_at=None)]) == []


def test_what_is_known_of_it_is_not_kept_for_ever(mailbox: Mailbox, engine: Engine, clock: Clock) -> None:
    mailbox.accept([message("1", sent_at=None)])
    clock.now += UNTIMED_KEPT + SEEN_KEPT + 1
    mailbox.forget_old()
    assert count(engine, seen) == 0


def test_a_flood_of_one_person_is_let_go_and_others_are_served(mailbox: Mailbox) -> None:
    flood = [message(str(number)) for number in range(MOST_OF_ONE + 20)]
    assert len(mailbox.accept(flood)) == MOST_OF_ONE
    assert mailbox.accept([message("other", person="tom")]) == ["tom"]


def test_when_too_much_waits_the_platform_is_asked_to_come_again(engine: Engine, mailbox: Mailbox) -> None:
    rows = [
        {"channel": "telegram", "conversation": str(number), "message": "{}", "tries": 0, "at": NOW}
        for number in range(MOST_IN_ALL)
    ]
    with engine.begin() as connection:
        connection.execute(inbox.insert(), rows)
    with pytest.raises(MailboxFull):
        mailbox.accept([message("1")])
    with engine.begin() as connection:
        connection.execute(inbox.delete())
    assert mailbox.accept([message("1")]) == ["marta"]


def test_one_process_at_a_time_serves_a_conversation(engine: Engine, clock: Clock, mailbox: Mailbox) -> None:
    other = box(engine, clock, "two")
    assert mailbox.take("marta")
    assert mailbox.take("marta")
    assert not other.take("marta")
    assert other.take("tom")
    mailbox.let_go("marta")
    assert other.take("marta")


def test_a_lease_of_a_clock_that_was_ahead_keeps_nobody_out(engine: Engine, clock: Clock) -> None:
    dead, other = box(engine, clock, "dead"), box(engine, clock, "other")
    dead.accept([message("1")])
    clock.now += 10**8
    assert dead.take("marta")
    clock.now -= 10**8
    assert other.unserved() == ["marta"]
    assert other.take("marta")


def test_a_conversation_of_a_dead_process_is_taken_up(engine: Engine, clock: Clock, mailbox: Mailbox) -> None:
    mailbox.accept([message("1")])
    assert mailbox.take("marta")
    other = box(engine, clock, "two")
    assert other.unserved() == []
    clock.now += LEASE_SECONDS - 1
    mailbox.keep(["marta"])
    clock.now += LEASE_SECONDS - 1
    assert other.unserved() == []
    clock.now += 2
    assert other.unserved() == ["marta"]
    assert other.take("marta")


def test_a_database_that_is_down_is_said_so(clock: Clock) -> None:
    mailbox = Mailbox(open_engine("sqlite:////dev/null/conversations.db"), "telegram", "one", clock)
    with pytest.raises(StoreUnavailable):
        mailbox.accept([message("1")])


def test_several_processes_may_make_the_tables_and_accept_the_same_delivery_at_once(
    engine: Engine, clock: Clock
) -> None:
    def process(number: int) -> list[str]:
        return box(engine, clock, str(number)).accept([message("1")])

    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(process, range(8)))
    assert sorted(accepted) == [[]] * 7 + [["marta"]]


# --- The worker ----------------------------------------------------------------------------------------------------


@dataclass
class Platform:
    """Takes calls, and fails first as often as it is told to."""

    failures: list[Exception] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    async def deliver(self, call: Call) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(call.body["text"])


async def echo(waiting: Waiting, give_up: bool) -> list[Call]:
    """Answers every message with its own text, or with an apology."""
    return [Call("/send", {"text": "sorry" if give_up else waiting.incoming.text})]


@dataclass
class Waits:
    """Does not wait, and remembers for how long it should have."""

    clock: Clock
    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.clock.now += seconds
        await asyncio.sleep(0)


async def settled(engine: Engine) -> None:
    """Waits until nothing is in the mailboxes."""

    async def empty() -> None:
        while count(engine, inbox) or count(engine, outbox):
            await asyncio.sleep(0.01)

    await asyncio.wait_for(empty(), 30)


@dataclass
class Office:
    """Couriers of one database, each as in a process of its own."""

    engine: Engine
    clock: Clock
    waits: Waits
    workers: list[DeliveryWorker] = field(default_factory=list)

    async def worker(
        self, platform: Platform, answer: Answering = echo, owner: str = "one"
    ) -> tuple[Mailbox, DeliveryWorker]:
        """A delivery worker that has started, with its mailbox."""
        mailbox = box(self.engine, self.clock, owner)
        worker = DeliveryWorker(mailbox, answer, platform.deliver, self.waits)
        await worker.start()
        self.workers.append(worker)
        return mailbox, worker


@pytest.fixture
async def office(engine: Engine, clock: Clock) -> AsyncIterator[Office]:
    """Couriers that are stopped in the end."""
    office = Office(engine, clock, Waits(clock))
    yield office
    for worker in office.workers:
        await worker.stop()


async def test_messages_of_one_person_are_answered_in_their_order(office: Office) -> None:
    platform = Platform()
    mailbox, worker = await office.worker(platform)
    for number in range(5):
        for conversation in mailbox.accept([message(str(number))]):
            worker.wake(conversation)
    await settled(office.engine)
    assert platform.taken == [f"text of {number}" for number in range(5)]


async def test_a_slow_answer_to_one_person_holds_up_nobody_else(office: Office) -> None:
    platform, martas_turn = Platform(), asyncio.Event()

    async def slow_for_marta(waiting: Waiting, give_up: bool) -> list[Call]:
        if waiting.incoming.person == "marta":
            await martas_turn.wait()
        return await echo(waiting, give_up)

    mailbox, worker = await office.worker(platform, slow_for_marta)
    for conversation in mailbox.accept([message("1"), message("2", person="tom")]):
        worker.wake(conversation)
    while platform.taken != ["text of 2"]:
        await asyncio.sleep(0.01)
    martas_turn.set()
    await settled(office.engine)
    assert platform.taken == ["text of 2", "text of 1"]


async def test_the_seconds_that_the_platform_asks_for_are_waited(office: Office) -> None:
    platform = Platform([TryLater("rate limit", 7.0), TryLater("rate limit", 30.0)])
    mailbox, worker = await office.worker(platform)
    mailbox.accept([message("1")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == ["text of 1"]
    assert office.waits.seconds == [7.0, 30.0]


async def test_an_outage_is_waited_out_ever_more_slowly_up_to_a_minute(office: Office) -> None:
    platform = Platform([TryLater("down") for _ in range(30)])
    mailbox, worker = await office.worker(platform)
    mailbox.accept([message("1")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == ["text of 1"]
    assert len(office.waits.seconds) == 30
    assert all(0 <= seconds <= 60 for seconds in office.waits.seconds)
    assert office.waits.seconds[0] <= 0.5


async def test_a_platform_that_takes_nothing_for_a_day_does_not_get_the_message_any_more(office: Office) -> None:
    platform = Platform([TryLater("down", 3600.0) for _ in range(1000)])
    mailbox, worker = await office.worker(platform)
    mailbox.accept([message("1")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == []
    assert sum(office.waits.seconds) > GIVEN_UP_AFTER


async def test_a_refused_message_does_not_stop_the_next(office: Office) -> None:
    platform = Platform([Refused("blocked")])
    mailbox, worker = await office.worker(platform)
    mailbox.accept([message("1"), message("2")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == ["text of 2"]


async def test_a_turn_that_breaks_is_tried_again_and_in_the_end_apologised_for(office: Office) -> None:
    tries = []

    async def broken(waiting: Waiting, give_up: bool) -> list[Call]:
        tries.append(give_up)
        if waiting.incoming.delivery == "1" and not give_up:
            raise RuntimeError("bug")
        return await echo(waiting, give_up)

    platform = Platform()
    mailbox, worker = await office.worker(platform, broken)
    mailbox.accept([message("1"), message("2")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == ["sorry", "text of 2"]
    assert tries == [False] * MOST_TRIES + [True, False]


async def test_what_a_person_at_the_desk_writes_goes_out_before_the_next_answer(office: Office) -> None:
    platform = Platform()
    mailbox, worker = await office.worker(platform)
    mailbox.post("marta", [Call("/send", {"text": "from a person"})])
    mailbox.accept([message("1")])
    worker.wake("marta")
    await settled(office.engine)
    assert platform.taken == ["from a person", "text of 1"]


async def test_the_end_of_the_process_waits_for_a_turn_under_way(office: Office) -> None:
    platform, begun, go_on = Platform(), asyncio.Event(), asyncio.Event()

    async def waiting_for_us(waiting: Waiting, give_up: bool) -> list[Call]:
        begun.set()
        await go_on.wait()
        return await echo(waiting, give_up)

    mailbox, worker = await office.worker(platform, waiting_for_us)
    mailbox.accept([message("1"), message("2")])
    worker.wake("marta")
    await begun.wait()
    stopping = asyncio.create_task(worker.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    # The answer is kept, the second message has not begun: the next process goes on with both.
    assert (count(office.engine, inbox), count(office.engine, outbox)) == (1, 1)
    after = Platform()
    await office.worker(after, owner="two")
    await settled(office.engine)
    assert after.taken == ["text of 1", "text of 2"]


@pytest.mark.embedded("about a folder that is not there yet")
async def test_a_database_that_is_down_at_the_start_does_not_keep_the_bot_from_starting(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.delivery_worker.SWEEP_SECONDS", 0.01)
    folder = tmp_path / "not yet a folder"
    folder.touch()
    engine = open_engine(f"sqlite:///{folder / 'conversations.db'}")
    platform, mailbox = Platform(), Mailbox(engine, "telegram", "one", clock)
    worker = DeliveryWorker(mailbox, echo, platform.deliver)
    await worker.start()
    with pytest.raises(StoreUnavailable):
        mailbox.accept([message("1")])
    folder.unlink()
    mailbox.open()
    mailbox.accept([message("1")])
    await settled(engine)
    await worker.stop()
    engine.dispose()
    assert platform.taken == ["text of 1"]


async def test_what_a_dead_process_left_behind_is_answered_and_delivered(office: Office) -> None:
    dead = box(office.engine, office.clock, "dead")
    dead.accept([message("1"), message("2")])
    first = dead.next_task("marta")
    assert isinstance(first, Waiting)
    assert dead.take("marta")
    dead.answered("marta", first, [Call("/send", {"text": "answer to 1"})])
    office.clock.now += LEASE_SECONDS + 1
    platform = Platform()
    await office.worker(platform)
    await settled(office.engine)
    assert platform.taken == ["answer to 1", "text of 2"]
