"""What one connection may send, and how quickly."""

from __future__ import annotations

import pytest

from bot.gateway.errors import ApiError
from bot.gateway.pace import Pace


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pace(time: Time) -> Pace:
    """That of a connection with a session."""
    pace = Pace(time, time.sleep)
    pace.has_session = True
    return pace


async def test_what_a_page_sends_never_waits(pace: Pace, time: Time) -> None:
    for _ in range(1000):
        await pace.take(3, 2_000)
        time.now += 1
    assert time.now == 1000


async def test_who_sends_quickly_and_waits_for_the_answers_is_slowed_down_and_never_refused(
    pace: Pace, time: Time
) -> None:
    for _ in range(2_000):
        await pace.take(1, 100)
        pace.rest()
    assert 35 < time.now < 60


async def test_who_sends_without_a_break_is_slowed_down_and_then_refused(pace: Pace, time: Time) -> None:
    taken = 0
    with pytest.raises(ApiError):
        while True:
            await pace.take(1, 100)
            taken += 1
    assert 100 < taken < 1_000
    assert 5 < time.now <= 10


async def test_long_packets_count_for_more(pace: Pace) -> None:
    with pytest.raises(ApiError):
        await pace.take(1, 1_000_000)


@pytest.mark.parametrize(("packets", "octets"), [(1, 10), (0, 1_024)])
async def test_little_may_be_sent_without_a_session(time: Time, packets: int, octets: int) -> None:
    pace, sent = Pace(time, time.sleep), 0
    with pytest.raises(ApiError):
        while True:
            await pace.take(packets, octets)
            sent += packets * 1_000 + octets
    assert 9_000 < sent < 40_000
    assert time.now == 0
