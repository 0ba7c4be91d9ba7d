"""Somebody sends what is made to keep the desk busy: what each message costs, and what other customers notice of it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import aiohttp

from lab.benchmark.samples import percentile
from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import groups, target
from lab.load.hostile_texts import hostile_texts
from lab.load.ledger import Book, Message
from lab.load.loops import open_loop
from lab.load.schedule import open_schedule
from lab.load.scripts import Kind, Line, script
from lab.load.usage import tree_seconds
from lab.testbed.cluster import Cluster

#: What a production desk allows by itself; the stand allows everything.
PRODUCTION_LIMITS: Final = {
    "RETURNDESK_MESSAGES_PER_SESSION": "30/minute",
    "RETURNDESK_REQUESTS_PER_ADDRESS": "240/minute",
}
#: Messages a second: as many as one address may send all the time, with sessions enough.
ATTACK_RATE: Final = 4.0
_ATTACK_SESSIONS: Final = 8
#: An address that no customer has.
_ATTACKER: Final = "203.0.113.9"
_HEALTH_EVERY: Final = 0.1
_HEALTH_PATIENCE: Final = 30.0


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Args:
        times: How often each hostile message is sent for its cost.
        rounds: How often quiet and attack take turns.
        seconds: How long each of them takes.
        rate: Messages a second of the other customers.
        flood_seconds: How long each kind of flood takes.
    """

    times: int
    rounds: int
    seconds: float
    rate: float
    flood_seconds: float


FULL: Final = Plan(times=5, rounds=3, seconds=40.0, rate=5.0, flood_seconds=10.0)
QUICK: Final = Plan(times=1, rounds=1, seconds=5.0, rate=4.0, flood_seconds=1.0)


@dataclass(frozen=True)
class Attack:
    """What other customers noticed.

    Args:
        quiet: Seconds to the answers of other customers while nobody attacks.
        attacked: The same while somebody does.
        sent: Hostile messages that were sent.
        health: Seconds to the answers of /healthz during the attack.
        silent: How often /healthz did not answer.
    """

    quiet: Sequence[float]
    attacked: Sequence[float]
    sent: int
    health: Sequence[float]
    silent: int

    @property
    def rise(self) -> float:
        """The p95 of others during the attack, in times of what it is without."""
        return percentile(self.attacked, 95) / percentile(self.quiet, 95)


async def cost(cluster: Cluster, texts: Mapping[str, str], times: int) -> Mapping[str, float]:
    """The processor time of bots and action servers for each message, in seconds; endless without an answer.

    Args:
        cluster: The desk.
        texts: The messages, by name.
        times: How often each is sent, each time in a conversation of its own.
    """
    found: dict[str, float] = {}
    book = Book()
    async with connections() as session:
        client = Client(session, target(cluster), book)
        for name, text in {"an ordinary one": "where is my refund?", **texts}.items():
            before = _seconds_used(cluster)
            for number in range(times):
                # Each from an address of its own, for limits are no part of this.
                who = Customer(len(found) * times + number)
                await client.say(Message(f"{name}-{number}", 0, Line(text, Kind.UNCLEAR), who, client.now()))
            answered = all(message.text for message in book.messages[-times:])
            found[name] = (_seconds_used(cluster) - before) / times if answered else math.inf
    return found


def _seconds_used(cluster: Cluster) -> float:
    members = groups(cluster)()
    return sum(tree_seconds(pid) for name in ("bots", "action servers") for pid in members[name])


async def attack(cluster: Cluster, plan: Plan, everyone: Sequence[Customer], tell: Callable[[str], None]) -> Attack:
    """Have customers talk with and without an attack, in turns.

    Args:
        cluster: The desk, with `PRODUCTION_LIMITS`.
        plan: How much is measured.
        everyone: The other customers.
        tell: Told what is going on.
    """
    quiet: list[float] = []
    attacked: list[float] = []
    health: list[float] = []
    sent = silent = 0
    for number in range(plan.rounds):
        tell(f"customers alone, round {number + 1} of {plan.rounds}")
        quiet += await talk(cluster, plan, everyone, f"quiet-{number}")
        tell(f"customers and an attack, round {number + 1} of {plan.rounds}")
        attacker = Attacker(cluster.url)
        probe = Probe(cluster)
        around = [asyncio.ensure_future(attacker.run()), asyncio.ensure_future(probe.run())]
        try:
            attacked += await talk(cluster, plan, everyone, f"attacked-{number}")
        finally:
            await ended(around)
        sent += attacker.sent
        health += probe.seconds
        silent += probe.silent
    return Attack(quiet, attacked, sent, health, silent)


async def talk(cluster: Cluster, plan: Plan, everyone: Sequence[Customer], tag: str) -> list[float]:
    """The seconds to each answer of customers who talk as planned.

    Args:
        cluster: The desk.
        plan: How many messages a second, and for how long.
        everyone: Who talks.
        tag: Makes the conversations' names unique among runs.
    """
    book = Book()
    lines = [len(script(number, everyone[0])) for number in range(10)]
    async with connections() as session:
        client = Client(session, target(cluster), book)
        await open_loop(client, open_schedule(plan.rate, plan.seconds, lines, think=1.0), everyone, tag)
    return book.latencies()


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End what runs on by itself."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


class Attacker:
    """One address that sends hostile messages as fast as it may, by several sessions, whatever becomes of them.

    Args:
        url: The desk's address.

    Attributes:
        sent: How many messages it has sent so far.
    """

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/rest"
        self.sent = 0

    async def run(self) -> None:
        """Send until it is cancelled."""
        under_way: set[asyncio.Task[None]] = set()
        async with aiohttp.ClientSession(headers={"X-Forwarded-For": _ATTACKER}) as http:
            try:
                shown = [await self._session(http) for _ in range(_ATTACK_SESSIONS)]
                for session, text in zip(cycle(shown), cycle(hostile_texts().values())):  # both endless
                    task = asyncio.ensure_future(self._send(http, session, text))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
                    self.sent += 1
                    await asyncio.sleep(1 / ATTACK_RATE)
            finally:
                await ended(list(under_way))

    async def _session(self, http: aiohttp.ClientSession) -> str:
        async with http.post(f"{self._url}/session", json={}) as response:
            return str((await response.json())["session"])

    async def _send(self, http: aiohttp.ClientSession, session: str, text: str) -> None:
        headers = {"Authorization": f"Bearer {session}"}
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with http.post(f"{self._url}/webhook", json={"message": text}, headers=headers) as response:
                await response.read()


class Probe:
    """Asks the bot itself whether it is well, many times a second.

    Args:
        cluster: The desk; its first bot is asked.

    Attributes:
        seconds: How long each answer took.
        silent: How often there was none.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._url = f"{cluster.bots[0].url}/healthz"
        self.seconds: list[float] = []
        self.silent = 0

    async def run(self) -> None:
        """Ask until it is cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_HEALTH_PATIENCE)) as http:
            while True:
                began = time.perf_counter()
                try:
                    async with http.get(self._url) as response:
                        response.raise_for_status()
                    self.seconds.append(time.perf_counter() - began)
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    self.silent += 1
                await asyncio.sleep(_HEALTH_EVERY)
