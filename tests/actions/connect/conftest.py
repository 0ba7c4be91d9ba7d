"""What the tests of connectors share: a shop of the kind that a test names, its connector, and the way in."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from moving_clock import MovingClock
from shops_under_test import SHOPS

from actions.connect.inbox import ShopInbox
from actions.connect.intake import ShopIntake
from actions.connect.patience import Patience
from actions.connect.rules import load_rules

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)


@pytest.fixture
def kind(request):
    """The kind of shop: the one that the module's tests are about, or each of them where they are about all."""
    return SHOPS[request.param if hasattr(request, "param") else request.module.KIND]


@pytest.fixture
def shop(kind):
    with kind.serve() as running:
        yield running


@pytest.fixture
def rules(kind, tmp_path):
    path = tmp_path / "rules.yml"
    path.write_text(kind.rules, encoding="utf-8")
    return load_rules(path)


@pytest.fixture
def slept():
    """How many seconds the connector has waited each time; nobody waits in truth."""
    return []


@pytest.fixture
def connector(kind, shop, slept):
    """A patient one."""
    return kind.connect(shop.url, kind.secret, Patience(tries=4, sleep=slept.append))


@pytest.fixture
def intake(engine, rules):
    return ShopIntake(engine, rules)


@pytest.fixture
def inbox(kind, shop, intake):
    clock = MovingClock(NOW)
    return ShopInbox(kind.connect(shop.url, kind.secret, Patience()), intake, clock, clock)
