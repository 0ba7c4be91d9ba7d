"""What the tests of connectors share: a shop of the kind that a test names, its connector, and the way in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from moving_clock import MovingClock
from shops_under_test import SHOPS

from actions.connect.inbox import ShopInbox
from actions.connect.intake import ShopIntake
from actions.connect.patience import Patience
from actions.connect.rules import load_rules
from actions.store.changes import Change, ChangeKind, NewReturn
from actions.store.import_export.exchange import export_document
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from policy.model import Money, RefundTerms, Shipping

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


@pytest.fixture
def clock():
    """The machine's clock, for the shops' tests that have none of their own."""
    return MovingClock(NOW)


@pytest.fixture
def chat(engine, clock):
    """What the customer of an order does in the chat."""

    class Chat:
        def ask(self, order, item, pieces=1):
            return self._perform(order, f"ask-{order}-{clock.now()}", ask_for=wish(order, item, pieces))

        def amend(self, order, number, item, pieces=1):
            what = {"kind": ChangeKind.AMEND, "cancel": number, "ask_for": wish(order, item, pieces)}
            return self._perform(order, f"amend-{number}", **what)

        def cancel(self, order, number):
            self._perform(order, f"cancel-{number}", kind=ChangeKind.CANCEL, cancel=number)

        def _perform(self, order, offer, *, kind=ChangeKind.START, **what):
            owner = next(each["customer"] for each in export_document(engine)["orders"] if each["number"] == order)
            session, now = f"web:{owner}", clock.now()
            Verifications(engine).sign_in(session, owner, None, now + timedelta(hours=1), now)
            doing = ReturnStore(engine).doing_of_session(session, now)
            return doing.perform(offer, lambda _: Change(kind, **what)).return_number

    def wish(order, item, pieces):
        terms = RefundTerms(Money(Decimal(20), "EUR"), "original")
        what = {"item_ids": (item,), "pieces": {item: pieces}, "shipping": Shipping.FREE_LABEL, "refund": terms}
        return NewReturn(order, reason="damaged", description="The shade is torn.", **what)

    return Chat()
