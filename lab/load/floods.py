"""Sockets that send as fast as the desk takes it: what the bot holds, and how long others wait meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import psutil  # type: ignore[import-untyped]

from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import target
from lab.load.ledger import Book, Message
from lab.load.scripts import Kind, Line
from lab.load.socket_flood import flood
from lab.testbed.cluster import Cluster

_SAMPLE_SECONDS: Final = 0.1
#: Behind each flood, for what the bot has taken in to be gone.
_QUIET_SECONDS: Final = 1.0
_MB: Final = 1024.0**2


@dataclass(frozen=True)
class Flooded:
    """What one kind of flood came to.

    Args:
        kind: Which kind.
        sent: Megabytes that the desk's side took.
        before: Megabytes of memory of the bot's own process before it.
        most: The most during it.
        after: The same behind it.
        answered: Seconds to the answer to a customer's message in the middle of it.
    """

    kind: str
    sent: float
    before: float
    most: float
    after: float
    answered: float

    @property
    def growth(self) -> float:
        """By how many megabytes the bot has grown for good."""
        return self.after - self.before


async def flooded(
    cluster: Cluster, kinds: Sequence[str], seconds: float, tell: Callable[[str], None]
) -> Sequence[Flooded]:
    """Flood the first bot, with one kind after the other and each from an address of its own.

    Args:
        cluster: The desk; what addresses come with is believed.
        kinds: Kinds of floods.
        seconds: How long each takes.
        tell: Told what is going on.
    """
    found = []
    bot = psutil.Process(cluster.bots[0].pid)
    for number, kind in enumerate(kinds):
        tell(f"a flood of {kind}")
        before = most = _megabytes(bot)
        flooding = asyncio.ensure_future(
            flood(cluster.bots[0].url, kind, seconds, address=f"198.51.100.{number % 250 + 1}")
        )
        asking = asyncio.ensure_future(_ask(cluster, kind, seconds / 2))
        while not flooding.done():
            await asyncio.sleep(_SAMPLE_SECONDS)
            most = max(most, _megabytes(bot))
        answered = await asking
        await asyncio.sleep(_QUIET_SECONDS)
        found.append(Flooded(kind, flooding.result().octets / _MB, before, most, _megabytes(bot), answered))
    return found


async def _ask(cluster: Cluster, kind: str, after: float) -> float:
    """The seconds to the answer to an ordinary message; endless without one."""
    book = Book()
    async with connections() as session:
        client = Client(session, target(cluster), book)
        await client.until(after)
        line = Line("how long does a refund take?", Kind.POLICY)
        await client.say(Message(f"flood-{kind}", 0, line, Customer(0), intended=after))
    return next(iter(book.latencies()), float("inf"))


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / _MB
