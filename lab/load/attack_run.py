"""Has a stranger attack a desk while customers talk to it: what these wait, what it holds, who still gets in."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psutil  # type: ignore[import-untyped]

from lab.benchmark.memory import tree_memory
from lab.benchmark.samples import percentile
from lab.load.attacks import Attacked, play
from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import target
from lab.load.hostile import Plan, talk
from lab.load.ledger import Book, Message
from lab.load.scripts import Kind, Line
from lab.testbed.cluster import Cluster
from returndesk.failure import Failure

#: In seconds: how long a stranger may take to begin.
_PATIENCE: Final = 120.0
#: Behind each attack, for what the desk has taken in to be gone.
_QUIET_SECONDS: Final = 5.0
_MB: Final = 1024.0**2


@dataclass(frozen=True)
class Suffered:
    """What one attack came to.

    Args:
        attack: Its name.
        quiet: Seconds to the answers of other customers while nobody attacks, the 95th percentile.
        attacked: The same during the attack.
        unanswered: How many of their messages were not answered during it.
        before: Megabytes of memory of bot and action server before it.
        most: The most at the end of a round of it.
        after: The same behind it.
        gets_in: Whether the customer whom the attack was about could see their return behind it.
        load: How many processes of the whole machine wanted to run, at the end of it.
    """

    attack: str
    quiet: float
    attacked: float
    unanswered: int
    before: float
    most: float
    after: float
    gets_in: bool
    load: float

    @property
    def rise(self) -> float:
        """The p95 of others during the attack, in times of what it is without."""
        return self.attacked / self.quiet


async def suffered(
    cluster: Cluster, attacks: Sequence[str], plan: Plan, everyone: Sequence[Customer], tell: Callable[[str], None]
) -> Sequence[Suffered]:
    """Have a stranger attack in every way, each in turns with none at all.

    Args:
        cluster: The desk, with the limits of production.
        attacks: The names of the ways.
        plan: How much is measured.
        everyone: Customers; each attack is about one of the last of them, who does not talk meanwhile.
        tell: Told what is going on.
    """
    found = []
    tell("customers alone, so that everything has been used once")
    await talk(cluster, plan, everyone, "first")
    talking, others = everyone[: -len(attacks)], everyone[-len(attacks) :]
    for victim, name in zip(others, attacks, strict=True):
        tell(name)
        quiet: list[float] = []
        attacked: list[float] = []
        before = most = _megabytes(cluster)
        for number in range(plan.rounds):
            quiet += await talk(cluster, plan, talking, f"{name}-quiet-{number}")
            with _stranger(name, cluster, victim):
                attacked += await talk(cluster, plan, talking, f"{name}-attacked-{number}")
                most = max(most, _megabytes(cluster))
        await asyncio.sleep(_QUIET_SECONDS)
        found.append(
            Suffered(
                name,
                percentile(quiet, 95),
                percentile(attacked, 95),
                max(0, len(quiet) - len(attacked)),
                before,
                most,
                _megabytes(cluster),
                await _gets_in(cluster, victim),
                psutil.getloadavg()[0],
            )
        )
    return found


@contextmanager
def _stranger(name: str, cluster: Cluster, victim: Customer) -> Iterator[None]:
    """Somebody who attacks for the time of a block.

    Raises:
        Failure: The attack ended by itself, so nothing was measured.
    """
    desk = Attacked(cluster.url, cluster.bots[0].url)
    processes = multiprocessing.get_context("spawn")
    begun = processes.Event()
    stranger = processes.Process(target=play, args=(name, desk, victim, begun), daemon=True)
    stranger.start()
    try:
        begun.wait(_PATIENCE)
        yield
        if not stranger.is_alive():
            raise Failure(f"the attack {name} ended with code {stranger.exitcode}, before it was measured")
    finally:
        stranger.terminate()
        stranger.join()


async def _gets_in(cluster: Cluster, who: Customer) -> bool:
    """Whether a customer who comes with their number and address is told of their return."""
    book = Book()
    async with connections() as session:
        client = Client(session, target(cluster), book)
        line = Line(f"Where is my return {who.return_number}? My e-mail address is {who.email}", Kind.SIGN_IN)
        await client.say(Message(f"victim-{who.number}", 0, line, who, intended=client.now()))
    (message,) = book.messages
    return who.return_number in message.text


def _megabytes(cluster: Cluster) -> float:
    return sum(tree_memory(pid) for pid in (cluster.bots[0].pid, cluster.action_servers[0].pid)) / _MB
