"""Medusa behind the connector interface: store and shop are alike in the end, whoever began and whatever got lost."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from medusa_stand_in import KEY, LAMP, RULES, SECRET, STICKER, Shop, served
from moving_clock import MovingClock
from sqlalchemy import func, select

from actions.connect.connector import NoOrder
from actions.connect.inbox import ShopInbox
from actions.connect.intake import ShopIntake
from actions.connect.medusa import Medusa
from actions.connect.patience import ONCE, Patience
from actions.connect.rules import load_rules
from actions.connect.watch import ShopWatch
from actions.help_desk.webhook_signature import BadSignature
from actions.privacy.forgetting import forget, held_about
from actions.store.changes import Change, ChangeKind, NewReturn
from actions.store.import_export.exchange import export_document
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from actions.store.shop_returns import ShopReturns
from actions.store.tables.changes import ChangeDeliveryRow
from core.conversations.conversations import open_conversations
from core.http_client import ServiceRefused, ServiceUnavailable
from policy.model import Money, RefundTerms, Shipping
from returndesk.doctor.state_checks import _refused_returns

NOW = datetime(2026, 10, 2, 12, tzinfo=timezone.utc)


@pytest.fixture
def shop():
    with served(Shop()) as running:
        yield running


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.yml"
    path.write_text(RULES, encoding="utf-8")
    return load_rules(path)


@pytest.fixture
def clock():
    return MovingClock(NOW)


@pytest.fixture
def connector(shop):
    return Medusa(shop.url, KEY, SECRET, ONCE)


@pytest.fixture
def intake(engine, rules):
    return ShopIntake(engine, rules)


@pytest.fixture
def watch(engine, connector, intake, clock):
    """What looks at the shop, whose clock goes on by half a minute with each look."""
    watching = ShopWatch(connector, intake, ShopReturns(engine), clock, clock, 5)

    def look():
        clock.forward(timedelta(seconds=30))
        watching.look()

    return look


@pytest.fixture
def inbox(connector, intake, clock):
    return ShopInbox(connector, intake, clock, clock)


@pytest.fixture
def chat(engine, clock):
    """What the customer of an order does in the chat."""

    class Chat:
        def ask(self, number, item, pieces=1):
            terms = RefundTerms(Money(Decimal(20), "EUR"), "original")
            what = {"item_ids": (item,), "pieces": {item: pieces}, "shipping": Shipping.FREE_LABEL, "refund": terms}
            wanted = NewReturn(number, reason="damaged", description="The shade is torn.", **what)
            return self._perform(number, f"ask-{clock.now()}", Change(ChangeKind.START, ask_for=wanted))

        def cancel(self, order, number):
            self._perform(order, f"cancel-{number}", Change(ChangeKind.CANCEL, cancel=number))

        def _perform(self, order, offer, change):
            owner = next(each["customer"] for each in export_document(engine)["orders"] if each["number"] == order)
            Verifications(engine).sign_in("web:ada", owner, None, clock.now() + timedelta(hours=1), clock.now())
            doing = ReturnStore(engine).doing_of_session("web:ada", clock.now())
            return doing.perform(offer, lambda _: change).return_number

    return Chat()


def told(engine):
    """What the store holds of each return: its events, with their times where the shop names them."""
    return {
        each["number"]: [event["type"] for event in sorted(each["events"], key=lambda event: event["at"])]
        for each in export_document(engine)["returns"]
    }


def test_orders_are_taken_in_with_what_rules_add(shop, watch, engine):
    key = shop.place((LAMP, 2), (STICKER, 1), metadata={"warehouse": "CN"})
    shop.place((LAMP, 1), status="canceled")
    shop.deliver(key)
    watch()
    (order,) = export_document(engine)["orders"]
    assert (order["number"], order["ship_from"], order["ship_to"]) == ("1", "CN", "ES")
    assert (order["placed_at"], order["received_at"]) == ("2026-10-01T09:01:00Z", "2026-10-01T09:03:00Z")
    found = [
        (each["title"], each["price"], each.get("quantity", 1), each["return_window_days"]) for each in order["items"]
    ]
    assert found == [("Desk lamp", "20.00", 2, 15), ("Sticker", "1.50", 1, 7)]


def test_a_return_asked_for_in_the_chat_is_taken_down_in_the_shop_and_followed_to_its_refund(shop, watch, chat, engine):
    key = shop.place((LAMP, 2))
    shop.deliver(key)
    watch()
    (lamp,) = shop.items(key)
    number = chat.ask("1", lamp)
    watch()
    ((return_id, made),) = shop.returns.items()
    assert (made["status"], made["metadata"], made["location_id"]) == ("requested", {"returndesk": number}, "sloc_1")
    (item,) = made["items"]
    assert (item["item_id"], item["quantity"]) == (lamp, 1)
    assert (item["reason_id"], item["note"]) == ("rr_1", "The shade is torn.")
    watch()
    assert told(engine) == {number: ["requested"]}
    shop.at = NOW + timedelta(minutes=1)
    shop.receive(return_id)
    watch()
    assert told(engine) == {number: ["requested", "warehouse_received"]}
    shop.refund(key, 18.5)
    watch()
    assert told(engine) == {number: ["requested", "warehouse_received", "refund_issued"]}
    (stored,) = export_document(engine)["returns"]
    assert stored["refund"] == {"amount": "18.5", "currency": "EUR", "method": "original"}
    # The order's price is that of all pieces still.
    assert export_document(engine)["orders"][0]["items"][0]["price"] == "20.00"


def test_nobody_asks_a_shop_again_for_what_it_knows(shop, watch, chat):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    chat.ask("1", shop.items(key)[0])
    for _ in range(4):
        watch()
    assert len(shop.returns) == 1
    assert len([path for method, path in shop.asked if method == "POST"]) == 3


def test_a_look_at_what_has_not_changed_leaves_nothing_in_the_store(shop, watch, chat, engine):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    chat.ask("1", shop.items(key)[0])
    watch()
    watch()
    count = select(func.count()).select_from(ChangeDeliveryRow.__table__)
    with engine.connect() as connection:
        before = connection.execute(count).scalar_one()
    watch()
    with engine.connect() as connection:
        assert connection.execute(count).scalar_one() == before


def test_a_cancellation_in_the_chat_cancels_it_in_the_shop(shop, watch, chat, engine):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    number = chat.ask("1", shop.items(key)[0])
    watch()
    chat.cancel("1", number)
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["canceled"]
    watch()
    # It is recorded once, at the time at which the customer said so.
    assert told(engine) == {number: ["requested", "cancelled"]}


def test_what_is_cancelled_before_the_shop_has_heard_of_it_never_gets_there(shop, watch, chat):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    chat.cancel("1", chat.ask("1", shop.items(key)[0]))
    watch()
    assert shop.returns == {}


def test_a_cancellation_that_is_too_late_is_left_to_people(shop, watch, chat, engine):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    number = chat.ask("1", shop.items(key)[0])
    watch()
    shop.at = NOW
    shop.receive(next(iter(shop.returns)))
    chat.cancel("1", number)
    watch()
    known = ShopReturns(engine).of([number])[number]
    assert known.refused == "the shop refused it with 400: Can't cancel a return which has returned items"
    (check,) = _refused_returns(engine)
    assert f"asked for of {number}" in check.found


def test_a_return_that_began_in_the_shop_gets_a_number_once(shop, watch, engine, connector, intake):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    return_id = shop.ask_for_return(key)
    watch()
    shop.label(return_id, "LP00123")
    watch()
    intake.take(connector.changed_since(None), NOW)
    (stored,) = export_document(engine)["returns"]
    assert (stored["number"], stored["order"], stored["tracking_number"]) == ("R1001", "1", "LP00123")
    assert (stored["shipping"], stored["refund"]["amount"]) == ("free_label", "20.00")
    assert told(engine) == {"R1001": ["requested", "label_issued"]}
    shop.cancel(return_id)
    watch()
    assert told(engine) == {"R1001": ["requested", "label_issued", "cancelled"]}


def test_damaged_pieces_have_arrived_too(shop, watch, engine):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    shop.receive(shop.ask_for_return(key), damaged=1)
    watch()
    assert told(engine) == {"R1001": ["requested", "warehouse_received"]}


def test_a_return_that_is_only_begun_in_the_shop_is_none(shop, watch, engine):
    key = shop.place((LAMP, 1))
    shop.answer("POST", "/returns", {}, {"order_id": key})
    watch()
    assert told(engine) == {}


def test_money_without_items_is_for_what_has_come_back(shop, watch, engine):
    key = shop.place((LAMP, 2), (STICKER, 1))
    shop.deliver(key)
    first, second = shop.ask_for_return(key), shop.ask_for_return(key)
    assert first != second
    shop.receive(second)
    shop.refund(key, 20)
    watch()
    assert told(engine) == {"R1001": ["requested"], "R1002": ["requested", "warehouse_received", "refund_issued"]}


def test_what_the_shop_refuses_is_tried_again_and_the_order_is_left_as_it_was(shop, watch, chat, engine, clock):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    number = chat.ask("1", shop.items(key)[0])
    shop.refuses = {("POST", "/request"): "Order (order_1) already has an existing active order change"}
    watch()
    assert shop.returns == {}
    assert "already has an existing" in (ShopReturns(engine).of([number])[number].refused or "")
    shop.refuses = {}
    clock.forward(timedelta(minutes=1))
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["requested"]
    assert ShopReturns(engine).of([number])[number].refused is None


def test_a_try_that_broke_off_half_way_leaves_one_return(shop, watch, chat, clock):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    number = chat.ask("1", shop.items(key)[0])
    shop.answer("POST", "/returns", {}, {"order_id": key, "metadata": {"returndesk": number}})
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["requested"]


def test_a_shop_that_was_down_is_told_and_read_later(shop, watch, chat, engine, clock):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    chat.ask("1", shop.items(key)[0])
    shop.trouble = [(503, {"Retry-After": "20"})] * 2
    with pytest.raises(ServiceUnavailable):
        watch()
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["requested"]


def test_returns_of_before_the_shop_was_connected_are_none_of_its_matters(shop, chat, intake, connector, watch):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    intake.take(connector.changed_since(None), NOW)
    chat.ask("1", shop.items(key)[0])
    watch()
    assert shop.returns == {}


def test_of_two_that_look_at_a_time_one_does(engine, connector, intake, clock, shop):
    one, other = (ShopWatch(connector, intake, ShopReturns(engine), clock, clock, 5) for _ in range(2))
    one.look()
    asked = len(shop.asked)
    other.look()
    assert len(shop.asked) == asked


def test_a_shop_of_many_pages_is_read_whole_while_it_changes(shop, connector, intake, engine):
    keys = [shop.place((LAMP, 1), email=f"c{number}@b.example") for number in range(120)]
    orders = connector.changed_since(None)
    some = [next(orders) for _ in range(10)]
    shop.deliver(keys[3])
    shop.deliver(keys[110])
    intake.take([*some, *orders], NOW)
    stored = export_document(engine)["orders"]
    assert len(stored) == 120
    assert [each["number"] for each in stored if each["received_at"]] == ["4", "111"]


def test_many_orders_of_one_instant_are_read_whole(shop, connector):
    for number in range(130):
        shop.place((LAMP, 1), email=f"c{number}@b.example")
    for each in shop.orders.values():
        each["updated_at"] = "2026-10-01T10:00:00.000Z"
    assert len({each.number for each in connector.changed_since(None)}) == 130


def test_a_busy_shop_is_read_in_several_looks(shop, watch, engine, monkeypatch):
    monkeypatch.setattr("actions.connect.watch._MOST_CHANGED", 40)
    for number in range(100):
        shop.place((LAMP, 1), email=f"c{number}@b.example")
    for so_far in (40, 80, 100):
        watch()
        assert len(export_document(engine)["orders"]) >= so_far - 1


@pytest.mark.parametrize("missing", [0, 30, 140])
def test_an_order_is_found_by_its_number_however_many_there_are(shop, connector, missing):
    for number in range(1, 161):
        key = shop.place((LAMP, 1))
        # Medusa counts drafts and what was never bought too.
        shop.orders[key]["display_id"] = number if number <= 10 else number + missing
    for number in (1, 10, 11 + missing, 160 + missing):
        assert connector.order(f"#{number}").number == str(number)
    assert connector.order("999999") is None
    assert missing == 0 or connector.order("11") is None


def test_a_number_of_the_shop_s_own_is_found_too(shop, connector):
    shop.place((LAMP, 1), custom_display_id="ES-2026-77")
    assert connector.order("es-2026-77").number == "ES-2026-77"


def test_an_event_of_the_shop_s_brings_the_order_as_it_is_now(shop, inbox, engine):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    assert inbox.receive("medusa", *shop.event("order.placed", id=key)) == {"added": 2}
    return_id = shop.ask_for_return(key)
    assert inbox.receive("medusa", *shop.event("order.return_requested", order_id=key, return_id=return_id))["added"]
    shop.refund(key, 20)
    payment = shop.orders[key]["payment_collections"][0]["payments"][0]["id"]
    event = shop.event("payment.refunded", id=payment)
    assert inbox.receive("medusa", *event)["updated"] == 1
    assert "updated" not in inbox.receive("medusa", *event)
    assert told(engine) == {"R1001": ["requested", "refund_issued"]}


@pytest.mark.parametrize(
    "data", [{}, {"id": "order_nope"}, {"id": "../users"}, {"id": "cus_01M8NG0000000000000000000000"}]
)
def test_an_event_of_something_else_asks_the_shop_nothing(shop, inbox, data):
    assert inbox.receive("medusa", *shop.event("order.placed", **data)) == {}
    assert shop.asked == []


def test_an_event_of_what_is_gone_changes_nothing(shop, inbox):
    for name in ("order", "pay"):
        assert inbox.receive("medusa", *shop.event("order.placed", id=f"{name}_{'0' * 26}")) == {}


def test_nothing_changes_with_a_wrong_signature(shop, inbox, intake, clock, engine):
    headers, body = shop.event("order.placed", id=shop.place((LAMP, 1)))
    for wrong in ({}, {"x-returndesk-signature": "no"}, shop.signed(body, "another secret")[0]):
        with pytest.raises(BadSignature):
            inbox.receive("medusa", wrong, body)
    without = ShopInbox(Medusa(shop.url, KEY, None, ONCE), intake, clock, clock)
    with pytest.raises(BadSignature):
        without.receive("medusa", headers, body)
    assert export_document(engine)["orders"] == []


def test_an_event_while_the_shop_is_down_is_left_to_the_next_look(shop, inbox):
    event = shop.event("order.placed", id=shop.place((LAMP, 1)))
    shop.trouble = [(503, {})]
    assert inbox.receive("medusa", *event) == {"later": 1}


def test_what_is_no_order_is_named_without_its_values(shop, connector):
    shop.place((LAMP, 1), email=None)
    key = shop.place((LAMP, 1))
    del shop.orders[key]["items"][0]["quantity"]
    draft = shop.place((LAMP, 1), status="draft")
    found = [each for each in connector.changed_since(None) if isinstance(each, NoOrder)]
    assert found == [NoOrder("2", "quantity: is not as Medusa has it")]
    assert connector.order(shop.number(draft)) == NoOrder("3", "status: is draft, which nobody has bought")


def test_health_says_that_orders_and_returns_can_be_read(shop, connector):
    assert connector.health() == "its orders and returns can be read"
    with pytest.raises(ServiceRefused, match="refused it with 401"):
        Medusa(shop.url, "sk_wrong", None, ONCE).health()
    shop.trouble = [(502, {})]
    with pytest.raises(ServiceUnavailable):
        connector.health()


def test_a_shop_that_throttles_is_waited_for(shop):
    slept = []
    patient = Medusa(shop.url, KEY, None, Patience(tries=3, sleep=slept.append))
    shop.trouble = [(429, {"Retry-After": "7"}), (500, {})]
    assert list(patient.changed_since(None)) == []
    assert slept == [7, 4]


def test_a_customer_who_was_forgotten_is_forgotten_here_too(shop, watch, chat, engine, new_database):
    key = shop.place((LAMP, 1))
    shop.deliver(key)
    watch()
    number = chat.ask("1", shop.items(key)[0])
    watch()
    owner = export_document(engine)["orders"][0]["customer"]
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    forget(engine, conversations, held_about(engine, conversations, owner))
    assert ShopReturns(engine).of([number]) == {}
    shop.receive(next(iter(shop.returns)))
    watch()
    assert told(engine) == {number: ["requested"]}
