"""`python -m lab store-size`: fills a store with millions of returns, times every query, writes docs/store-size.md."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.store.engine import migrate
from lab.benchmark.document import replace_measured
from lab.benchmark.machine import load, machine
from lab.store_size.cases import cases
from lab.store_size.desk import Case
from lab.store_size.fill import fill
from lab.store_size.measure import Samples, measure, measure_together
from lab.store_size.report import BEGIN, Found, TableSize, measured_part
from lab.store_size.shop import Shop
from lab.testbed.postgresql import PostgreSQL, own_postgresql
from returndesk.admin.store import open_store
from returndesk.progress import Progress
from returndesk.project import Project

#: How a server of our own is set while it is filled. It is measured with PostgreSQL's own defaults.
_FILLING: Final = {
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "checkpoint_timeout": "30min",
}
#: What the page is about; fewer are a trial.
PUBLISHED: Final = 10_000_000
CONNECTIONS: Final = 8


@dataclass(frozen=True)
class Wish:
    """What was asked for.

    Args:
        returns: How many.
        seed: Of the made-up shop.
        database_url: An empty PostgreSQL database, None for a server of our own.
        folder: Where a server of our own keeps its data; what an earlier run left there is used again.
        keep: Whether they stay there afterwards.
        samples: How often each query is timed alone; half as often after a restart, as often over all connections.
        page: The page to write the measured part of, None for none.
    """

    returns: int
    seed: int
    database_url: str | None
    folder: Path
    keep: bool
    samples: int
    page: Path | None


class StoreSize:
    """One run.

    Args:
        project: The checkout.
        wish: What was asked for.
        progress: Where to tell.
    """

    def __init__(self, project: Project, wish: Wish, progress: Progress) -> None:
        self._project = project
        self._wish = wish
        self._progress = progress
        self._shop = Shop(wish.returns, wish.seed)

    def run(self) -> None:
        """Fill, measure and write.

        Raises:
            Failure: The database holds something else, or the page can't be written.
            MissingServer: There is no PostgreSQL on this machine.
            StoreUnavailable: The database did not answer.
        """
        if self._wish.database_url is not None:
            seconds, busy = self._fill(self._wish.database_url)
            self._measure(self._wish.database_url, None, seconds, busy)
            return
        folder, note = self._wish.folder / "postgresql", self._wish.folder / "filled.json"
        filled = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
        if filled.get("returns") != self._wish.returns or filled.get("seed") != self._wish.seed:
            note.unlink(missing_ok=True)
            with own_postgresql(folder, settings=_FILLING) as server:
                seconds, busy = self._fill(server.url)
            filled = {"returns": self._wish.returns, "seed": self._wish.seed, "seconds": seconds, "busy": busy}
            note.write_text(json.dumps(filled), encoding="utf-8")
        with own_postgresql(folder, durable=True) as server:
            self._measure(server.url, server, filled["seconds"], filled["busy"])
        if not self._wish.keep:
            shutil.rmtree(self._wish.folder)

    def _fill(self, url: str) -> tuple[float, float]:
        """How many seconds it took, and how busy the machine was afterwards."""
        begin = time.monotonic()
        with _engine(url) as engine, self._progress.step("Filling the store") as step:
            fill(engine, self._shop, step.update)
        seconds = time.monotonic() - begin
        self._progress.done(f"{self._shop.returns:,} returns filled in {seconds:.0f} s")
        return seconds, load()

    def _measure(self, url: str, server: PostgreSQL | None, fill_seconds: float, filling_busy: float) -> None:
        with _engine(url) as engine:
            migrate(engine)
            tables = _table_sizes(engine)
            # No two runs over the same store may be about the same case: what was done once is found done.
            first = int(time.time()) % 10**9
            # The first case of each process only warms up.
            alone_count, cold_count = 1 + self._wish.samples, 1 + self._wish.samples // 2
            each = 1 + self._wish.samples // CONNECTIONS
            count = alone_count + cold_count + CONNECTIONS * each
            some = cases(engine, self._shop, count, first=first, seed=first)
        alone, cold, rest = some[:alone_count], some[alone_count:][:cold_count], some[alone_count + cold_count :]
        shares = [rest[start : start + each] for start in range(0, len(rest), each)]
        if server is not None:
            server.stop()
            server.start()
        found_cold = self._timed("after a restart", url, cold)
        found_alone = self._timed("alone", url, alone)
        with self._progress.step(f"Timing over {CONNECTIONS} connections at once"):
            together = measure_together(url, shares)
        found = Found(
            day=datetime.now(timezone.utc).date(),
            machine=_machine(),
            returns=self._shop.returns,
            load_seconds=fill_seconds,
            busy=(filling_busy, load()),
            tables=tables,
            alone=found_alone,
            cold=found_cold,
            together=together,
            connections=CONNECTIONS,
        )
        part = measured_part(found)
        if self._wish.page is not None:
            replace_measured(self._wish.page, part, BEGIN)
            self._progress.done(f"{self._project.shown(self._wish.page)} is written")
        else:
            self._progress.say(part)

    def _timed(self, words: str, url: str, some: list[Case]) -> Samples:
        with self._progress.step(f"Timing {words}") as step:
            return measure(url, some, len(words), step.update)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_store(url)
    yield engine
    engine.dispose()


def _table_sizes(engine: Engine) -> list[TableSize]:
    statement = text(
        "SELECT relname, reltuples, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    with engine.connect() as connection:
        return [
            TableSize(name, round(rows), table, indexes) for name, rows, table, indexes in connection.execute(statement)
        ]


def _machine() -> dict[str, str]:
    return {name: value for name, value in machine().items() if name in ("Processor", "Memory", "System", "Python")}
