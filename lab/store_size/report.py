"""What was measured of a store, for docs/store-size.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lab.benchmark.samples import Summary, summary
from lab.store_size.measure import Samples
from lab.store_size.queries import QUERIES, Waits

BEGIN: Final = "<!-- measured by `python -m lab store-size`; do not edit by hand -->"
#: What 99 of 100 calls that a customer waits for are to keep within, in milliseconds.
TARGET: Final = 20.0


@dataclass(frozen=True)
class TableSize:
    """A table: its rows, and what it and its indexes take, in bytes."""

    name: str
    rows: int
    table: int
    indexes: int


@dataclass(frozen=True)
class Found:
    """All that was measured.

    Args:
        day: When.
        machine: On what.
        returns: How many there are.
        load_seconds: How long it took to fill the store.
        busy: How many processes wanted to run, while it was filled and while it was measured.
        tables: The tables.
        alone: Over one connection, with a warm cache.
        cold: Over one connection, after a restart of the database.
        together: Over several connections at once.
        connections: How many these were.
    """

    day: date
    machine: Mapping[str, str]
    returns: int
    load_seconds: float
    busy: Sequence[float]
    tables: Sequence[TableSize]
    alone: Samples
    cold: Samples
    together: Samples
    connections: int


def measured_part(found: Found) -> str:
    """The measured part of the page, in Markdown."""
    machine = "\n".join(f"- {name}: {value}" for name, value in found.machine.items())
    filled, measured = found.busy
    return "\n\n".join(
        (
            f"Measured on {found.day.day} {found.day:%B %Y}: {found.returns:,} returns, filled in "
            f"{found.load_seconds / 60:.0f} minutes with indexes, constraints and statistics. {filled:.1f} processes "
            f"wanted to run on the machine when it was filled, and {measured:.1f} when the queries had been timed.",
            machine,
            "## How fast it answers",
            f"{_counted(found.alone)} calls of each query alone, {_counted(found.cold)} after a restart and "
            f"{_counted(found.together)} over {found.connections} connections.",
            _verdict(found),
            _queries(found, Waits.CUSTOMER),
            "## What nobody in a chat waits for",
            "Workers' rounds and commands:",
            _queries(found, Waits.WORKER, Waits.COMMAND),
            "## How large it is",
            _sizes(found.tables),
        )
    )


def _counted(samples: Samples) -> int:
    return max(map(len, samples.values()))


def _verdict(found: Found) -> str:
    names = [name for name, query in QUERIES.items() if query.waits is Waits.CUSTOMER]
    parts = []
    for words, samples in (
        ("alone", found.alone),
        ("after a restart", found.cold),
        (f"over {found.connections} connections at once", found.together),
    ):
        slow = [name for name in names if _milliseconds(samples, name).p99 > TARGET]
        parts.append(f"{words}, {len(names) - len(slow)} of {len(names)}" + _but(slow))
    return f"In 99 of 100 calls these keep within {TARGET:.0f} ms: {'; '.join(parts)}."


def _but(slow: Sequence[str]) -> str:
    return f" (not {', '.join(f'`{name}`' for name in slow)})" if slow else ""


def _queries(found: Found, *waits: Waits) -> str:
    rows = []
    for name, query in QUERIES.items():
        if query.waits not in waits:
            continue
        statements = max(sample.statements for sample in found.alone[name])
        cells = [f"`{name}`", str(statements)]
        for samples in (found.alone, found.cold, found.together):
            if name not in samples:
                cells += ["–", "–"]
                continue
            own, whole = _milliseconds(samples, name), _milliseconds(samples, name, waiting=True)
            cells += [f"{own.p50:.1f} / {own.p95:.1f} / {own.p99:.1f}", f"{whole.p50:.1f} / {whole.p99:.1f}"]
        rows.append(cells)
    header = ["query", "statements"]
    for words in ("alone", "after a restart", f"{found.connections} at once"):
        header += [f"{words}: p50 / p95 / p99 (ms)", "with waiting: p50 / p99"]
    return _table(header, rows)


def _milliseconds(samples: Samples, name: str, *, waiting: bool = False) -> Summary:
    return summary([1000 * (each.seconds if waiting else each.own) for each in samples[name]])


def _sizes(tables: Sequence[TableSize]) -> str:
    rows = [
        [f"`{each.name}`", f"{each.rows:,}", _megabytes(each.table), _megabytes(each.indexes)]
        for each in sorted(tables, key=lambda each: -(each.table + each.indexes))
        if each.rows
    ]
    whole = [
        "all",
        "",
        _megabytes(sum(each.table for each in tables)),
        _megabytes(sum(each.indexes for each in tables)),
    ]
    return _table(["table", "rows", "table (MB)", "indexes (MB)"], [*rows, whole])


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))
