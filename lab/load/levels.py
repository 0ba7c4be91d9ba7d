"""How much the desk carries: throughput and waiting, by how many serve and how many talk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from lab.benchmark.samples import middle, summary
from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import groups, target
from lab.load.ledger import Book
from lab.load.loops import closed_loop, open_loop
from lab.load.quota import processor_quota
from lab.load.schedule import open_schedule
from lab.load.scripts import script
from lab.load.usage import Watch, cores_used
from lab.testbed.cluster import Cluster

#: How many bots and action servers stand ready.
BOTS: Final = 3
ACTION_SERVERS: Final = 3
#: The share of a core that each bot gets where one and two are compared.
SHARE: Final = 0.35
_SHARE_CONVERSATIONS: Final = 16
#: Seconds between two messages of a conversation in the open loop: short, so that a run holds many whole ones.
_THINK: Final = 1.0
_WARM_UP: Final = 2.0
_SAMPLE_SECONDS: Final = 0.5
#: A knee is where so much of the highest throughput is reached.
_NEARLY_ALL: Final = 0.95


@dataclass(frozen=True)
class Level:
    """One measurement.

    Args:
        bots: How many bots served.
        action_servers: How many action servers did.
        conversations: How many talked at a time; 0 in the open loop, where that is what comes out.
        offered: Messages a second that arrived, 0 in the closed loop, where that is what comes out.
        rate: Answers a second.
        p50: Seconds to the answer, from when the message should have been sent.
        p95: The same.
        p99: The same.
        cores: How many cores each group of processes used.
        failed: Requests that had to be sent again.
    """

    bots: int
    action_servers: int
    conversations: int
    offered: float
    rate: float
    p50: float
    p95: float
    p99: float
    cores: Mapping[str, float]
    failed: int


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Args:
        seconds: How long each measurement takes.
        conversations: How many talk at a time, in the closed loop.
        bots: How many bots serve.
        action_servers: How many action servers, with two bots.
        shares: Rates of the open loop, as shares of what the closed loop came to.
        rounds: How often one and two bots of the same share of a core take turns.
    """

    seconds: float
    conversations: Sequence[int]
    bots: Sequence[int]
    action_servers: Sequence[int]
    shares: Sequence[float]
    rounds: int


FULL: Final = Plan(10.0, (1, 8, 32, 128, 512), (1, 2, 3), (1, 2, 3), (0.25, 0.5, 0.75, 0.9, 1.1), 3)
QUICK: Final = Plan(3.0, (1, 8), (1, 2), (2,), (0.5,), 1)


class Measuring:
    """Takes the measurements of a plan.

    Args:
        cluster: The desk, with `BOTS` bots and `ACTION_SERVERS` action servers.
        everyone: Who talks.
        plan: How much is measured.
        tell: Told what is being measured.
    """

    def __init__(self, cluster: Cluster, everyone: Sequence[Customer], plan: Plan, tell: Callable[[str], None]) -> None:
        self._cluster = cluster
        self._everyone = everyone
        self._plan = plan
        self._tell = tell
        self._runs = 0

    def closed(self) -> list[Level]:
        """Conversations that each wait for their answers, with different numbers of bots."""
        found = []
        for bots in self._plan.bots:
            self._serve_with(bots, 2)
            self._closed(2, _WARM_UP)
            found += [self._closed(conversations, self._plan.seconds) for conversations in self._plan.conversations]
        return found

    def by_action_servers(self) -> list[Level]:
        """The same with different numbers of action servers, two bots and enough conversations."""
        found = []
        for action_servers in self._plan.action_servers:
            self._serve_with(2, action_servers)
            found.append(self._closed(32, self._plan.seconds))
        return found

    def open(self, highest: float) -> list[Level]:
        """Conversations that arrive by a schedule, at shares of a rate, with two bots."""
        self._serve_with(2, 2)
        return [self._open(share * highest) for share in self._plan.shares]

    def held_to_a_share(self) -> list[Level]:
        """One bot and two, each held to the same share of a core, in turns.

        Raises:
            Failure: This system does not let us hold them.
        """
        found = []
        for number in range(self._plan.rounds):
            # A bot takes long to start, so the next round begins with what the last one ended with.
            for bots in (2, 1) if number % 2 else (1, 2):
                self._serve_with(bots, 2)
                with ExitStack() as stack:
                    for bot in self._cluster.bots[:bots]:
                        stack.enter_context(processor_quota(bot.pid, SHARE))
                    found.append(self._closed(_SHARE_CONVERSATIONS, self._plan.seconds))
        return found

    def _closed(self, conversations: int, seconds: float) -> Level:
        self._tell(f"{self._serving()}: {conversations} conversations at a time")
        book = Book()
        tag = self._tag()

        async def run() -> None:
            async with connections() as session:
                client = Client(session, target(self._cluster), book)
                await closed_loop(client, self._everyone, conversations, seconds, tag)

        with Watch(groups(self._cluster), _SAMPLE_SECONDS) as watch:
            asyncio.run(run())
        return self._level(book, watch, seconds, conversations=conversations)

    def _open(self, rate: float) -> Level:
        self._tell(f"{self._serving()}: {rate:.0f} messages a second arrive")
        book = Book()
        seconds = 2 * self._plan.seconds
        lines = [len(script(number, self._everyone[0])) for number in range(10)]
        planned = open_schedule(rate, seconds, lines, think=_THINK)
        tag = self._tag()

        async def run() -> None:
            async with connections() as session:
                client = Client(session, target(self._cluster), book)
                await open_loop(client, planned, self._everyone, tag)

        with Watch(groups(self._cluster), _SAMPLE_SECONDS) as watch:
            asyncio.run(run())
        return self._level(book, watch, seconds, offered=rate)

    def _level(
        self, book: Book, watch: Watch, seconds: float, *, conversations: int = 0, offered: float = 0.0
    ) -> Level:
        # Before that not everybody talks yet, afterwards not everybody any more.
        since = min(_WARM_UP, seconds / 4)
        waited = summary(book.latencies(since, seconds))
        during = [sample for sample in watch.samples if since <= sample.at <= seconds + 1.0]
        bots, action_servers = self._numbers()
        return Level(
            bots=bots,
            action_servers=action_servers,
            conversations=conversations,
            offered=offered,
            rate=book.rate(since, seconds),
            p50=waited.p50,
            p95=waited.p95,
            p99=waited.p99,
            cores=cores_used(during),
            failed=sum(book.refusals().values()),
        )

    def _serve_with(self, bots: int, action_servers: int) -> None:
        for members, wanted in ((self._cluster.bots, bots), (self._cluster.action_servers, action_servers)):
            for number, member in enumerate(members):
                if number < wanted:
                    member.start()
                else:
                    member.stop()

    def _numbers(self) -> tuple[int, int]:
        return (
            sum(bot.runs for bot in self._cluster.bots),
            sum(server.runs for server in self._cluster.action_servers),
        )

    def _serving(self) -> str:
        bots, action_servers = self._numbers()
        return f"{bots} bots, {action_servers} action servers"

    def _tag(self) -> str:
        self._runs += 1
        return f"load-{self._runs}"


def knee(levels: Sequence[Level]) -> Level:
    """The fewest conversations that reach nearly all of the highest throughput; more only wait longer.

    Args:
        levels: Of the closed loop, with one number of bots.

    Raises:
        ValueError: There are none.
    """
    if not levels:
        raise ValueError("nothing was measured")
    highest = max(level.rate for level in levels)
    ranked = sorted(levels, key=lambda level: level.conversations)
    return next(level for level in ranked if level.rate >= _NEARLY_ALL * highest)


def gain(levels: Sequence[Level]) -> float:
    """By how much two bots answer more than one, both held to the same share of a core."""
    rates = {bots: middle([level.rate for level in levels if level.bots == bots]) for bots in (1, 2)}
    return rates[2] / rates[1]
