"""Counters and histograms that a turn adds to without a lock: each thread has numbers of its own, added up when asked.

Prometheus' own take a lock for each label and each value, so that whoever scrapes can hold up everybody's turn.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import INF, floatToGoString

_Labels = tuple[str, ...]


class _Numbers:
    """Rows of numbers by their labels, each thread's own.

    Args:
        width: How many numbers a row has.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._mine = threading.local()
        self._everybodys: list[dict[_Labels, list[float]]] = []

    def row(self, labels: _Labels) -> list[float]:
        """This thread's row, which nobody else writes to."""
        try:
            rows: dict[_Labels, list[float]] = self._mine.rows
        except AttributeError:
            rows = self._mine.rows = {}
            self._everybodys.append(rows)
        found = rows.get(labels)
        if found is None:
            found = rows[labels] = [0.0] * self._width
        return found

    def added_up(self) -> Mapping[_Labels, Sequence[float]]:
        """The rows of all threads together, those of threads that have ended as well."""
        total: dict[_Labels, Sequence[float]] = {}
        for rows in list(self._everybodys):
            for labels, row in list(rows.items()):
                before = total.get(labels, [0.0] * self._width)
                total[labels] = [one + other for one, other in zip(row, before, strict=True)]
        return total


class UnlockedCounter(Collector):
    """Counts.

    Args:
        name: The metric's name, without the `_total` at its end.
        documentation: What it says.
        labels: The names of its labels.
        registry: Where it is kept until it is asked for.
    """

    def __init__(self, name: str, documentation: str, labels: Sequence[str], registry: CollectorRegistry) -> None:
        self._family = name, documentation, None, labels
        self._numbers = _Numbers(1)
        registry.register(self)

    def inc(self, *labels: str, by: float = 1.0) -> None:
        """Count one more; `by=0` has it told before there is one."""
        self._numbers.row(labels)[0] += by

    def describe(self) -> Iterable[Metric]:
        """The metric without values."""
        yield CounterMetricFamily(*self._family)

    def collect(self) -> Iterable[Metric]:
        """The metric as it is now."""
        family = CounterMetricFamily(*self._family)
        for labels, (count,) in sorted(self._numbers.added_up().items()):
            family.add_metric(labels, count)
        yield family


class UnlockedHistogram(Collector):
    """Counts values by how large they are.

    Args:
        name: The metric's name.
        documentation: What it says.
        labels: The names of its labels; without any it is told before there is a value.
        buckets: Upper bounds, the smallest first.
        registry: Where it is kept until it is asked for.
    """

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: Sequence[str],
        buckets: Sequence[float],
        registry: CollectorRegistry,
    ) -> None:
        self._family = name, documentation, None, None, labels
        self._bounds = (*buckets, INF)
        self._names = [str(floatToGoString(bound)) for bound in self._bounds]  # type: ignore[no-untyped-call]
        # One for each bound, and the sum of all values.
        self._numbers = _Numbers(len(self._bounds) + 1)
        if not labels:
            self._numbers.row(())
        registry.register(self)

    def observe(self, value: float, *labels: str) -> None:
        """Note a value."""
        row = self._numbers.row(labels)
        row[bisect_left(self._bounds, value)] += 1.0
        row[-1] += value

    def describe(self) -> Iterable[Metric]:
        """The metric without values."""
        yield HistogramMetricFamily(*self._family)

    def collect(self) -> Iterable[Metric]:
        """The metric as it is now."""
        family = HistogramMetricFamily(*self._family)
        for labels, (*counts, total) in sorted(self._numbers.added_up().items()):
            family.add_metric(labels, list(zip(self._names, accumulate(counts), strict=True)), total)
        yield family
