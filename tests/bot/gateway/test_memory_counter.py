"""Counts of a limit in a process's memory."""

from __future__ import annotations

import threading

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from bot.gateway import memory_counter as counted_here
from bot.gateway.memory_counter import CountedHere


class Clock:
    """A clock that goes on when told."""

    now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(counted_here, "time", found)
    return found


def test_what_is_allowed_is_allowed_and_no_more_until_the_window_is_over(clock):
    counts = CountedHere()
    limiter = FixedWindowRateLimiter(counts)
    item = parse("2/minute")
    assert [limiter.hit(item, "session", "ana") for _ in range(3)] == [True, True, False]
    assert limiter.hit(item, "session", "ben")
    clock.now += 61
    assert limiter.hit(item, "session", "ana")


def test_a_count_tells_when_it_is_over(clock):
    counts = CountedHere()
    counts.incr("ana", 60)
    clock.now += 20
    counts.incr("ana", 60)
    assert (counts.get("ana"), counts.get_expiry("ana")) == (2, 1_000_060)
    clock.now += 40
    assert counts.get("ana") == 0


def test_counts_that_nobody_asks_for_again_do_not_stay(clock):
    counts = CountedHere()
    for number in range(100):
        counts.incr(f"customer {number}", 10)
    clock.now += 120
    counts.incr("ana", 10)
    assert len(counts) == 1


def test_counting_starts_no_threads(clock):
    before = threading.active_count()
    counts = CountedHere()
    for _ in range(50):
        counts.incr("ana", 60)
    assert threading.active_count() == before
