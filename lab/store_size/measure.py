"""Times every query, over one connection and over several at once."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.database.engine import open_engine
from lab.store_size.desk import Case, Desk
from lab.store_size.queries import QUERIES, Waits

#: Of a query that no customer waits for, one of so many cases is a sample.
_SELDOM = 10


class Sample(NamedTuple):
    """How long one call took, how much of that it waited for a processor, and how many statements it sent; in seconds.

    Waiting counts both for this process and for the database's; it is what other programs on the machine cost.
    """

    seconds: float
    waited: float
    statements: int

    @property
    def own(self) -> float:
        """How long the call would have taken on a machine with nothing else to do."""
        return max(0.0, self.seconds - self.waited)


Samples = Mapping[str, Sequence[Sample]]


def measure(
    url: str,
    cases: Sequence[Case],
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
    *,
    all_queries: bool = True,
) -> Samples:
    """Run every query for every case, in random order, over one connection.

    Args:
        url: A filled store.
        cases: Each is a sample of each query. The first one only warms up what is compiled once in a process.
        seed: For the order.
        progress: Is told how far it is.
        all_queries: Whether to run the queries of workers and commands too, that no customer waits for.
    """
    engine = open_engine(url)
    desk = Desk(engine)
    todo = [
        (name, case)
        for name, query in QUERIES.items()
        for place, case in enumerate(cases[1:])
        if query.waits is Waits.CUSTOMER or (all_queries and place % _SELDOM == 0)
    ]
    random.Random(seed).shuffle(todo)  # noqa: S311  # nothing here is secret
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    with _watched(engine) as watch:
        for name in dict.fromkeys(name for name, _ in todo):
            QUERIES[name].prepare(desk, cases[0])()
        for done, (name, case) in enumerate(todo):
            run = QUERIES[name].prepare(desk, case)
            watch.statements = 0
            waited, begin = watch.waited(), time.perf_counter()
            run()
            seconds = time.perf_counter() - begin
            found[name].append(Sample(seconds, watch.waited() - waited, watch.statements))
            if done % 100 == 0:
                progress(f"{done:,} of {len(todo):,} calls")
    engine.dispose()
    return found


def measure_together(url: str, shares: Sequence[Sequence[Case]]) -> Samples:
    """The same in several processes at once, each with its own connection and its own share of the cases.

    Only what customers wait for: a worker has its work to itself, and commands such as `purge` hold what they delete.
    """
    found: defaultdict[str, list[Sample]] = defaultdict(list)
    run = partial(measure, url, all_queries=False)
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as processes:
        for part in processes.map(run, shares, range(len(shares))):
            for name, samples in part.items():
                found[name] += samples
    return found


class _Watch:
    """Counts statements, and how long this process and the database's wait for a processor.

    The latter only where the database runs on this machine, and the system is Linux.
    """

    def __init__(self) -> None:
        self.statements = 0
        self._processes = {Path("/proc/thread-self/schedstat")}

    def connected(self, connection: Any, _record: Any) -> None:
        """Take note of the process behind a new connection."""
        self._processes.add(Path(f"/proc/{connection.info.backend_pid}/schedstat"))

    def sent(self, *_: Any) -> None:
        """Count a statement."""
        self.statements += 1

    def waited(self) -> float:
        """For how many seconds they have waited so far."""
        return sum(_nanoseconds_waited(process) for process in self._processes) / 1e9


def _nanoseconds_waited(process: Path) -> int:
    try:
        # The time on a processor, the time that it waited for one, and how often.
        return int(process.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0


@contextmanager
def _watched(engine: Engine) -> Iterator[_Watch]:
    watch = _Watch()
    event.listen(engine, "connect", watch.connected)
    event.listen(engine, "before_cursor_execute", watch.sent)
    yield watch
