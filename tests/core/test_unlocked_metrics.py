"""What threads count is told as Prometheus' own metrics tell it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from core.unlocked_metrics import UnlockedCounter, UnlockedHistogram

BOUNDS = (0.005, 0.01, 0.5, 1.0)
VALUES = (0.0, 0.005, 0.0051, 0.3, 1.0, 7.5)


def _told(registry: CollectorRegistry) -> list[str]:
    # When a metric was made is told by theirs alone; nobody asks for it.
    return [line for line in generate_latest(registry).decode().splitlines() if "_created" not in line]


def test_values_are_told_as_prometheus_tells_them():
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    mine = UnlockedHistogram("seconds", "How long.", ["channel", "intent"], BOUNDS, ours)
    known = Histogram("seconds", "How long.", ["channel", "intent"], buckets=BOUNDS, registry=theirs)
    for value in VALUES:
        for channel in ("rest", "socketio"):
            mine.observe(value, channel, "greet")
            known.labels(channel, "greet").observe(value)
    assert _told(ours) == _told(theirs)


def test_counts_are_told_as_prometheus_tells_them():
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    mine = UnlockedCounter("answers", "Answers.", ["kind"], ours)
    known = Counter("answers", "Answers.", ["kind"], registry=theirs)
    mine.inc("answered", by=0)
    known.labels("answered")
    for _ in range(3):
        mine.inc("declined")
        known.labels("declined").inc()
    assert _told(ours) == _told(theirs)


def test_without_labels_there_is_a_metric_before_there_is_a_value():
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    UnlockedHistogram("waits", "How long.", [], BOUNDS, ours)
    Histogram("waits", "How long.", buckets=BOUNDS, registry=theirs)
    assert _told(ours) == _told(theirs)


def test_nothing_that_any_thread_counts_is_lost():
    registry = CollectorRegistry()
    counter = UnlockedCounter("answers", "Answers.", ["kind"], registry)
    histogram = UnlockedHistogram("seconds", "How long.", [], BOUNDS, registry)

    def count(_: int) -> None:
        for _ in range(2_000):
            counter.inc("answered")
            histogram.observe(0.2)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(16)))
    assert registry.get_sample_value("answers_total", {"kind": "answered"}) == 32_000
    assert registry.get_sample_value("seconds_count") == 32_000
    assert registry.get_sample_value("seconds_bucket", {"le": "0.01"}) == 0
