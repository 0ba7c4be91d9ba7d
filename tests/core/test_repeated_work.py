"""Work that is done again and again: it outlives what fails, says so, and ends when it is asked to."""

from __future__ import annotations

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from core.database.errors import StoreUnavailable
from core.repeated_work import RepeatedWork


class Errand(RepeatedWork):
    """Fails with one error after the other, and ends with the last time."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__("errand", every=0)
        self.errors = list(errors)
        self.done = 0

    def work(self) -> None:
        self.done += 1
        if self.errors:
            raise self.errors.pop(0)
        self.stop()


@pytest.fixture(autouse=True)
def logs_of_every_level():
    """Whatever a program that was tried before wanted left out of the log of its process."""
    structlog.reset_defaults()


def test_one_time_that_fails_does_not_end_the_later_ones():
    errand = Errand(StoreUnavailable("away"), KeyError("a customer's word"))
    with capture_logs() as logs:
        asyncio.run(errand.run())
    assert errand.done == 3
    assert logs == [
        {"event": "errand.store_unavailable", "log_level": "warning"},
        {"event": "errand.failed", "error": "KeyError", "log_level": "error"},
    ]


def test_nothing_is_begun_once_it_was_stopped():
    errand = Errand()
    errand.stop()
    asyncio.run(errand.run())
    assert errand.done == 0


def test_it_rests_between_two_times_and_can_be_cancelled_then():
    class Endless(Errand):
        def work(self) -> None:
            self.done += 1

    errand = Endless()
    errand._every = 3600

    async def work() -> None:
        running = asyncio.create_task(errand.run())
        while not errand.done:
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert running.cancelled()

    asyncio.run(work())
    assert errand.done == 1
