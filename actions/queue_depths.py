"""How much waits in the queues of a store, and whether the store answers, looked up when somebody asks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from actions.store.errors import StoreUnavailable

#: For how many seconds a look-up is good, so that whoever scrapes often does not burden the store.
GOOD_FOR: Final = 10.0

#: How many wait, by queue. Blocks.
Count = Callable[[], Mapping[str, int]]


class QueueDepths(Collector):
    """The gauges `returndesk_queue_depth{queue}` and `returndesk_store_up{store}`.

    Args:
        monotonic: A clock in seconds that never stands still.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """There is nothing to count yet."""
        self._monotonic = monotonic
        self._sources: list[tuple[str, Count]] = []
        self._lock = threading.Lock()
        self._found: tuple[Mapping[str, int], Mapping[str, bool]] = ({}, {})
        self._good_until = float("-inf")

    def add(self, store: str, count: Count) -> None:
        """Has something counted as well.

        Args:
            store: Which store is asked: returns or conversations.
            count: Counts. May raise `StoreUnavailable`; of queues that can't be counted nothing is said then.
        """
        self._sources.append((store, count))

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """The gauges without values, so that registering them asks no store."""
        return _depths({}), _stores({})

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The gauges as they are now, or were a moment ago."""
        with self._lock:
            if self._monotonic() >= self._good_until:
                self._found = self._counted()
                self._good_until = self._monotonic() + GOOD_FOR
            depths, stores = self._found
        return _depths(depths), _stores(stores)

    def _counted(self) -> tuple[Mapping[str, int], Mapping[str, bool]]:
        depths: Counter[str] = Counter()
        stores: dict[str, bool] = {}
        for store, count in self._sources:
            try:
                depths.update(count())
            except StoreUnavailable:
                stores[store] = False
            else:
                stores.setdefault(store, True)
        return depths, stores


def _depths(values: Mapping[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("returndesk_queue_depth", "How much waits in a queue.", labels=["queue"])
    for queue, depth in values.items():
        gauge.add_metric([queue], depth)
    return gauge


def _stores(values: Mapping[str, bool]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("returndesk_store_up", "Whether a store answers this process.", labels=["store"])
    for store, answers in values.items():
        gauge.add_metric([store], answers)
    return gauge
