"""Half an hour of customers: does anything grow?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lab.benchmark.samples import summary
from lab.load.audit import Counts, audit
from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import target
from lab.load.leak_check import Truth
from lab.load.ledger import Book
from lab.load.loops import open_loop
from lab.load.schedule import open_schedule
from lab.load.scripts import script
from lab.load.usage import Groups, Sample, Watch, cores_used
from lab.testbed.cluster import Cluster

#: The share of a run that counts for the slope: before that, caches fill.
_LATER_PART: Final = 2 / 3
#: Memory is flat where a process grows by less than so many MB an hour. Twenty minutes can't tell less from nothing:
#: shared pages alone, which are divided among all who have them, come and go by that much.
FLAT: Final = 2.0
_SAMPLE_SECONDS: Final = 5.0
_MIB: Final = 1024.0**2
_HOUR: Final = 3600.0


@dataclass(frozen=True)
class Soak:
    """What half an hour came to.

    Args:
        rate: Messages a second that arrived.
        seconds: For how long.
        samples: Seconds since the start, and MB of each process at that moment.
        slopes: MB an hour by which each process grew in the later part.
        cores: How many cores each group used.
        counts: Messages.
        p50: Seconds to the answer.
        p99: The same.
    """

    rate: float
    seconds: float
    samples: Sequence[tuple[float, Mapping[str, float]]]
    slopes: Mapping[str, float]
    cores: Mapping[str, float]
    counts: Counts
    p50: float
    p99: float


def soak(
    cluster: Cluster, everyone: Sequence[Customer], rate: float, seconds: float, processes: Groups, kinds: Groups
) -> Soak:
    """Have customers talk for long, and look at the memory of every process meanwhile.

    Args:
        cluster: The desk.
        everyone: Who talks.
        rate: Messages a second.
        seconds: For how long.
        processes: Each process whose memory counts, by its own name.
        kinds: The processes by what they are, for their processor time.
    """
    book = Book()
    lines = [len(script(number, everyone[0])) for number in range(10)]
    planned = open_schedule(rate, seconds, lines)

    async def run() -> None:
        async with connections() as session:
            await open_loop(Client(session, target(cluster), book), planned, everyone, "soak")

    with Watch(processes, _SAMPLE_SECONDS, memory=True) as memory, Watch(kinds, _SAMPLE_SECONDS) as processor:
        asyncio.run(run())
    waited = summary(book.latencies())
    return Soak(
        rate=rate,
        seconds=seconds,
        samples=[(sample.at, _megabytes(sample)) for sample in memory.samples],
        slopes=slopes(memory.samples),
        cores=cores_used(processor.samples),
        counts=audit(book.messages, cluster.database_url, Truth()),
        p50=waited.p50,
        p99=waited.p99,
    )


def slopes(samples: Sequence[Sample], part: float = _LATER_PART) -> Mapping[str, float]:
    """MB an hour by which each process grew in the later part of a run, as the straight line that fits best says.

    Args:
        samples: What was seen, in its order.
        part: The share of the run that counts, from its end.
    """
    since = samples[-1].at * (1 - part)
    later = [sample for sample in samples if sample.at >= since]
    return {
        name: _slope([sample.at for sample in later], [sample.memory[name] / _MIB for sample in later]) * _HOUR
        for name in later[0].memory
    }


def _slope(times: Sequence[float], values: Sequence[float]) -> float:
    mean_time, mean_value = sum(times) / len(times), sum(values) / len(values)
    spread = sum((time - mean_time) ** 2 for time in times)
    if not spread:
        return 0.0
    return sum((time - mean_time) * (value - mean_value) for time, value in zip(times, values, strict=True)) / spread


def _megabytes(sample: Sample) -> dict[str, float]:
    return {name: value / _MIB for name, value in sample.memory.items()}
