"""What Medusa has of its own: store and shop are alike in the end, whoever began and whatever got lost."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
from medusa_stand_in import KEY
from moving_clock import MovingClock
from sqlalchemy import func, select

from actions.connect.connector import NoOrder
from actions.connect.medusa import Medusa
from actions.connect.patience import Patience
from actions.connect.watch import ShopWatch
from actions.connect.write_back import ShopWriteBack
from actions.store.import_export.exchange import export_document
from actions.store.tables.changes import ChangeDeliveryRow
from actions.store.written_returns import OLDEST, WrittenReturns
from core.http_client import ServiceRefused, ServiceUnavailable

KIND = "medusa"
NOW = datetime(2026, 10, 2, 12, tzinfo=timezone.utc)
LAMP, LAMPS, STICKER = (11, 1, "20.00"), (11, 2, "40.00"), (12, 1, "1.50")


@pytest.fixture
def clock():
    return MovingClock(NOW)


@pytest.fixture
def watching(engine, shop, intake, clock):
    return ShopWatch(Medusa(shop.url, KEY, None, Patience()), intake, WrittenReturns(engine), clock, clock, 0.01)


@pytest.fixture
def watch(engine, shop, watching, clock):
    """What tells the shop and looks at it, whose clock goes on by half a minute with each look."""
    back = ShopWriteBack(Medusa(shop.url, KEY, None, Patience()), WrittenReturns(engine), clock)

    def look():
        clock.forward(timedelta(seconds=30))
        back.write()
        watching.look()

    return look


def told(engine):
    """What the store holds of each return: its events, with their times where the shop names them."""
    return {
        each["number"]: [event["type"] for event in sorted(each["events"], key=lambda event: event["at"])]
        for each in export_document(engine)["returns"]
    }


def test_orders_are_taken_in_with_what_rules_add(shop, watch, engine):
    key = shop.place(LAMPS, STICKER, metadata={"warehouse": "CN"})
    shop.place(LAMP, status="canceled")
    shop.complete(key)
    watch()
    (order,) = export_document(engine)["orders"]
    assert (order["number"], order["ship_from"], order["ship_to"]) == ("1001", "CN", "ES")
    assert (order["placed_at"], order["received_at"]) == ("2026-10-01T09:01:00Z", "2026-10-01T09:03:00Z")
    found = [
        (each["title"], each["price"], each.get("quantity", 1), each["return_window_days"]) for each in order["items"]
    ]
    assert found == [("Thing 11", "20.00", 2, 15), ("Thing 12", "1.50", 1, 7)]


def test_a_return_asked_for_in_the_chat_is_taken_down_in_the_shop_and_followed_to_its_refund(shop, watch, chat, engine):
    key = shop.place(LAMPS)
    shop.complete(key)
    watch()
    lamp = shop.item(key, 0)
    number = chat.ask("1001", lamp)
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
    shop.refund(key, "18.50")
    watch()
    assert told(engine) == {number: ["requested", "warehouse_received", "refund_issued"]}
    (stored,) = export_document(engine)["returns"]
    assert stored["refund"] == {"amount": "18.50", "currency": "EUR", "method": "original"}
    # The order's price is that of all pieces still.
    assert export_document(engine)["orders"][0]["items"][0]["price"] == "20.00"


def test_nobody_asks_a_shop_again_for_what_it_knows(shop, watch, chat):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    chat.ask("1001", shop.item(key, 0))
    for _ in range(4):
        watch()
    assert len(shop.returns) == 1
    assert len([path for method, path in shop.asked if method == "POST"]) == 3


def test_a_look_at_what_has_not_changed_leaves_nothing_in_the_store(shop, watch, chat, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    chat.ask("1001", shop.item(key, 0))
    watch()
    watch()
    count = select(func.count()).select_from(ChangeDeliveryRow.__table__)
    with engine.connect() as connection:
        before = connection.execute(count).scalar_one()
    watch()
    with engine.connect() as connection:
        assert connection.execute(count).scalar_one() == before


def test_a_cancellation_in_the_chat_cancels_it_in_the_shop(shop, watch, chat, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    number = chat.ask("1001", shop.item(key, 0))
    watch()
    chat.cancel("1001", number)
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["canceled"]
    watch()
    # It is recorded once, at the time at which the customer said so.
    assert told(engine) == {number: ["requested", "cancelled"]}


def test_what_is_cancelled_before_the_shop_has_heard_of_it_never_gets_there(shop, watch, chat):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    chat.cancel("1001", chat.ask("1001", shop.item(key, 0)))
    watch()
    assert shop.returns == {}


def test_a_cancellation_that_is_too_late_is_left_to_people(shop, watch, chat, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    number = chat.ask("1001", shop.item(key, 0))
    watch()
    shop.at = NOW
    shop.receive(next(iter(shop.returns)))
    chat.cancel("1001", number)
    watch()
    assert WrittenReturns(engine).refused(NOW - OLDEST) == {
        number: "the shop refused it with 400: Can't cancel a return which has returned items"
    }


def test_a_return_that_began_in_the_shop_gets_a_number_once(shop, watch, engine, connector, intake):
    key = shop.place(LAMP)
    shop.complete(key)
    return_id = shop.ask_for_return(key)
    watch()
    shop.label(return_id, "LP00123")
    watch()
    intake.take(connector.changed_since(None), NOW)
    (stored,) = export_document(engine)["returns"]
    assert (stored["number"], stored["order"], stored["tracking_number"]) == ("RET-0001", "1001", "LP00123")
    assert (stored["shipping"], stored["refund"]["amount"]) == ("free_label", "20.00")
    assert told(engine) == {"RET-0001": ["requested", "label_issued"]}
    shop.cancel_return(return_id)
    watch()
    assert told(engine) == {"RET-0001": ["requested", "label_issued", "cancelled"]}


def test_damaged_pieces_have_arrived_too(shop, watch, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    shop.receive(shop.ask_for_return(key), damaged=1)
    watch()
    assert told(engine) == {"RET-0001": ["requested", "warehouse_received"]}


def test_a_return_that_is_only_begun_in_the_shop_is_none(shop, watch, engine):
    key = shop.place(LAMP)
    shop.answer("POST", "/returns", {}, {"order_id": shop.orders[key]["id"]})
    watch()
    assert told(engine) == {}


def test_money_without_items_is_for_what_has_come_back(shop, watch, engine):
    key = shop.place(LAMPS, STICKER)
    shop.complete(key)
    first, second = shop.ask_for_return(key), shop.ask_for_return(key)
    assert first != second
    shop.receive(second)
    shop.refund(key, "20.00")
    watch()
    assert told(engine) == {"RET-0001": ["requested"], "RET-0002": ["requested", "warehouse_received", "refund_issued"]}


def test_what_the_shop_refuses_is_left_to_people_and_the_order_is_left_as_it_was(shop, watch, chat, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    number = chat.ask("1001", shop.item(key, 0))
    shop.refuses = {("POST", "/request"): "Order (order_1) already has an existing active order change"}
    watch()
    shop.refuses = {}
    watch()
    assert shop.returns == {}
    assert "already has an existing" in WrittenReturns(engine).refused(NOW - OLDEST)[number]


def test_a_refund_of_a_return_of_long_ago_is_seen(shop, watch, clock, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    shop.receive(shop.ask_for_return(key))
    watch()
    clock.forward(timedelta(days=20))
    watch()
    shop.refund(key, "20.00")
    watch()
    assert told(engine) == {"RET-0001": ["requested", "warehouse_received", "refund_issued"]}
    asked = len(shop.asked)
    watch()
    # Nothing waits for money any more.
    assert shop.asked[asked:] == [("GET", "/orders")]


def test_many_returns_that_wait_are_looked_at_in_turn(engine, monkeypatch):
    monkeypatch.setattr("actions.store.written_returns._MOST_LOOKED_AT", 2)
    written = WrittenReturns(engine)
    written.link({f"R{number}": f"return_{number}" for number in range(5)}, (), NOW)
    after, found = "", []
    for _ in range(3):
        some, after = written.waiting(after)
        found += some
    assert (found, after) == ([f"return_{number}" for number in range(5)], "")


def test_the_worker_looks_until_it_is_stopped(shop, watching, engine):
    async def work():
        # The first look finds the shop down, a later one the order.
        shop.trouble = [(503, {})]
        shop.place(LAMP)
        running = asyncio.create_task(watching.run())
        while not export_document(engine)["orders"]:
            await asyncio.sleep(0.01)
        watching.stop()
        await running

    asyncio.run(asyncio.wait_for(work(), 30))


def test_a_try_that_broke_off_half_way_leaves_one_return(shop, watch, chat, clock):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    number = chat.ask("1001", shop.item(key, 0))
    shop.answer("POST", "/returns", {}, {"order_id": shop.orders[key]["id"], "metadata": {"returndesk": number}})
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["requested"]


def test_a_shop_that_was_down_is_told_and_read_later(shop, watch, chat, engine, clock):
    key = shop.place(LAMP)
    shop.complete(key)
    watch()
    chat.ask("1001", shop.item(key, 0))
    shop.trouble = [(503, {"Retry-After": "20"})] * 2
    with pytest.raises(ServiceUnavailable):
        watch()
    watch()
    assert [each["status"] for each in shop.returns.values()] == ["requested"]


def test_many_orders_of_one_instant_are_read_whole(shop, connector):
    for number in range(130):
        shop.place(LAMP, email=f"c{number}@b.example")
    for each in shop.orders.values():
        each["updated_at"] = "2026-10-01T10:00:00.000Z"
    assert len({each.number for each in connector.changed_since(None)}) == 130


@pytest.mark.parametrize("missing", [0, 30, 140])
def test_an_order_is_found_by_its_number_however_many_there_are(shop, connector, missing):
    for number in range(1, 161):
        key = shop.place(LAMP)
        # Medusa counts drafts and what was never bought too.
        shop.orders[key]["display_id"] = number if number <= 10 else number + missing
    for number in (1, 10, 11 + missing, 160 + missing):
        assert connector.order(f"#{number}").number == str(number)
    assert connector.order("999999") is None
    assert missing == 0 or connector.order("11") is None


def test_a_number_of_the_shop_s_own_is_found_too(shop, connector):
    shop.place(LAMP, custom_display_id="ES-2026-77")
    assert connector.order("es-2026-77").number == "ES-2026-77"


def test_an_event_of_the_shop_s_brings_the_order_as_it_is_now(shop, inbox, engine):
    key = shop.place(LAMP)
    shop.complete(key)
    assert inbox.receive(KIND, *shop.event("order.placed", id=shop.orders[key]["id"])) == {"added": 2}
    return_id = shop.ask_for_return(key)
    asked_for = shop.event("order.return_requested", order_id=shop.orders[key]["id"], return_id=return_id)
    assert inbox.receive(KIND, *asked_for)["added"]
    shop.refund(key, "20.00")
    event = shop.event("payment.refunded", id=shop.payment(key)["id"])
    assert inbox.receive(KIND, *event)["updated"] == 1
    assert "updated" not in inbox.receive(KIND, *event)
    assert told(engine) == {"RET-0001": ["requested", "refund_issued"]}


@pytest.mark.parametrize(
    "data", [{}, {"id": "order_nope"}, {"id": "../users"}, {"id": "cus_01M8NG0000000000000000000000"}]
)
def test_an_event_of_something_else_asks_the_shop_nothing(shop, inbox, data):
    assert inbox.receive(KIND, *shop.event("order.placed", **data)) == {}
    assert shop.asked == []


def test_an_event_of_what_is_gone_changes_nothing(shop, inbox):
    for name in ("order", "pay"):
        assert inbox.receive(KIND, *shop.event("order.placed", id=f"{name}_{'0' * 26}")) == {}


def test_what_is_no_order_is_named_without_its_values(shop, connector):
    shop.place(LAMP, email=None)
    key = shop.place(LAMP)
    del shop.orders[key]["items"][0]["quantity"]
    draft = shop.place(LAMP, status="draft")
    found = [each for each in connector.changed_since(None) if isinstance(each, NoOrder)]
    assert found == [NoOrder("1002", "quantity: is not as Medusa has it")]
    assert connector.order(shop.number(draft)) == NoOrder("1003", "status: is draft, which nobody has bought")


def test_health_says_that_orders_and_returns_can_be_read(shop, connector):
    assert connector.health() == "its orders and returns can be read"
    with pytest.raises(ServiceRefused, match="refused it with 401"):
        Medusa(shop.url, "sk_wrong", None, Patience()).health()
    shop.trouble = [(502, {})]
    with pytest.raises(ServiceUnavailable):
        Medusa(shop.url, KEY, None, Patience()).health()
