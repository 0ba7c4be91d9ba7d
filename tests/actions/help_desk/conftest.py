"""Tickets in an empty store, and a clock for the outbox that moves when a test says so."""

from __future__ import annotations

from datetime import datetime

import pytest
from moving_clock import MovingClock
from sqlalchemy.engine import Engine

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import TicketContent
from actions.help_desk.tickets import Tickets


@pytest.fixture
def clock(now: datetime) -> MovingClock:
    return MovingClock(now)


@pytest.fixture
def tickets(engine: Engine) -> Tickets:
    """Tickets that go to an outside help desk."""
    return Tickets(engine, "zendesk")


@pytest.fixture
def outbox(engine: Engine, clock: MovingClock) -> Outbox:
    return Outbox(engine, clock)


@pytest.fixture
def content() -> TicketContent:
    return TicketContent(customer_id="demo-ana", email="ana@example.com", return_number="R1001")
