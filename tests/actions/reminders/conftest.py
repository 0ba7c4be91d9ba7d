"""A shop with one return that waits for its parcel, an endpoint to remind through, and clocks that move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timezone

import pytest
from moving_clock import MovingClock
from reminder_endpoint import SECRET, ReminderEndpoint, reminder_endpoint
from reminder_shop import ASKED_AT, document
from sqlalchemy.engine import Engine

from actions.reminders.reminder_worker import ReminderChat, ReminderWorker
from actions.store.import_export.exchange import import_document
from actions.store.reminder_wishes import ReminderWishes
from actions.store.reminders import Reminders
from policy.facts import load_facts
from policy.reminders import QuietHours


@pytest.fixture
def endpoint() -> Iterator[ReminderEndpoint]:
    with reminder_endpoint() as served:
        yield served


@pytest.fixture
def shop_engine(engine: Engine) -> Engine:
    import_document(engine, document())
    return engine


@pytest.fixture
def clock() -> MovingClock:
    """The shop's clock."""
    return MovingClock(ASKED_AT)


@pytest.fixture
def wall() -> MovingClock:
    """The machine's clock."""
    return MovingClock(datetime(2026, 11, 22, 12, tzinfo=timezone.utc))


@pytest.fixture
def wishes(shop_engine: Engine, wall: MovingClock) -> ReminderWishes:
    return ReminderWishes(shop_engine, wall)


@pytest.fixture
def reminders(shop_engine: Engine, wall: MovingClock) -> Reminders:
    return Reminders(shop_engine, wall)


@pytest.fixture
def new_worker(
    shop_engine: Engine, endpoint: ReminderEndpoint, clock: MovingClock, wall: MovingClock
) -> Callable[[], ReminderWorker]:
    """Workers as several processes would have them; what they share is the store."""

    def make() -> ReminderWorker:
        wishes, reminders = ReminderWishes(shop_engine, wall), Reminders(shop_engine, wall)
        quiet = QuietHours(time(21), time(8))
        return ReminderWorker(wishes, reminders, ReminderChat.at(endpoint.url, SECRET), clock, load_facts(), quiet, 60)

    return make


@pytest.fixture
def worker(new_worker: Callable[[], ReminderWorker]) -> ReminderWorker:
    return new_worker()
