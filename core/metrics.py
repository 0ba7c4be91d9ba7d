"""What the servers measure, as Prometheus reads it, and how much waits in the queues of a store.

docs/operations.md lists every metric, deploy/prometheus watches them.

No label holds what a customer chose: each takes its values from a list that code or the domain sets. The registry is
handed in, so that two servers in one process, or two tests, don't count together.
"""

from __future__ import annotations

import collections
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Optional

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from core.database.errors import StoreUnavailable
from core.unlocked_metrics import UnlockedHistogram

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
        self._monotonic = monotonic
        self._sources: list[tuple[str, Count]] = []
        self._lock = threading.Lock()
        self._found: tuple[Mapping[str, int], Mapping[str, bool]] = ({}, {})
        self._good_until = float("-inf")

    def add(self, store: str, count: Count) -> None:
        """Have something counted as well.

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
        depths: collections.Counter[str] = collections.Counter()
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


#: Upper bounds in seconds. A customer notices a second, an index look-up takes a millisecond.
TURN_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
STORE_SECONDS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
#: Stands for every value that is not on a label's list.
OTHER: Final = "other"


class ServerMetrics:
    """What every server measures: its store, its queues, its process.

    Args:
        registry: Where the metrics are kept until they are asked for.
        shared: What another part of the same process measures already, in the same registry.
    """

    def __init__(self, registry: CollectorRegistry, shared: Optional[ServerMetrics] = None) -> None:
        self.registry = registry
        self.store_seconds: UnlockedHistogram = shared.store_seconds if shared else _store_seconds(registry)
        self.store_failures: Counter = shared.store_failures if shared else _store_failures(registry)
        self.queues: QueueDepths = shared.queues if shared else QueueDepths()
        if shared is None:
            registry.register(self.queues)
            # Memory, processor time, open files.
            ProcessCollector(registry=registry)


def _store_seconds(registry: CollectorRegistry) -> UnlockedHistogram:
    return UnlockedHistogram(
        "returndesk_store_seconds",
        "How long a statement of a store took, by the function that asked.",
        ["query"],
        STORE_SECONDS,
        registry,
    )


def _store_failures(registry: CollectorRegistry) -> Counter:
    return Counter(
        "returndesk_store_failures",
        "Statements that a store failed on, violated constraints aside.",
        ["query"],
        registry=registry,
    )


class ActionMetrics(ServerMetrics):
    """What the action server measures besides."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__(registry)
        self.action_seconds = Histogram(
            "returndesk_action_seconds",
            "How long an action took, also one that failed.",
            ["action"],
            buckets=TURN_SECONDS,
            registry=registry,
        )
        self.action_failures = Counter(
            "returndesk_action_failures", "Actions that raised an error.", ["action"], registry=registry
        )
        self._carrier_seconds = Histogram(
            "returndesk_carrier_seconds",
            "How long a call to the carrier took with its retries, by how it ended.",
            ["outcome"],
            buckets=TURN_SECONDS,
            registry=registry,
        )
        self._sign_in_failures = Counter(
            "returndesk_sign_in_failures",
            "Tries to prove who somebody is that were turned away.",
            ["way", "problem"],
            registry=registry,
        )

    def carrier_asked(self, outcome: str, seconds: float) -> None:
        """Note a call to the carrier."""
        self._carrier_seconds.labels(outcome).observe(seconds)

    def sign_in_failed(self, way: str, problem: str) -> None:
        """Note that somebody was not taken for whom they claim to be.

        Args:
            way: "shop_token" or "number_and_email".
            problem: Why, out of a fixed list.
        """
        self._sign_in_failures.labels(way, problem).inc()
