"""WooCommerce behind the connector interface: whatever happens on the way, the store equals the shop's in the end."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from moving_clock import MovingClock
from woocommerce_stand_in import KEY, RULES, SECRET, Shop, served

from actions.carrier.inbox import NotReadable
from actions.connect.inbox import ShopInbox
from actions.connect.intake import ShopIntake
from actions.connect.patience import Patience
from actions.connect.rules import load_rules
from actions.connect.woocommerce import WooCommerce
from actions.help_desk.webhook_signature import BadSignature
from actions.privacy.forgetting import forget, held_about
from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import export_document, update_records
from core.conversations.conversations import open_conversations
from core.http_client import ServiceRefused, ServiceUnavailable

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
LATEST = NOW + timedelta(days=1)


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
def slept():
    return []


@pytest.fixture
def connector(shop, slept):
    return WooCommerce(shop.url, KEY, SECRET, Patience(tries=4, sleep=slept.append))


@pytest.fixture
def intake(engine, rules):
    return ShopIntake(engine, rules)


@pytest.fixture
def inbox(shop, intake):
    clock = MovingClock(NOW)
    return ShopInbox(WooCommerce(shop.url, KEY, SECRET, Patience()), intake, clock, clock)


def tell(inbox, webhook):
    return inbox.receive("woocommerce", *webhook)


def in_store(engine):
    """The store's orders, as the shop would tell of them."""
    stored = export_document(engine)
    emails = {each["id"]: each["email"] for each in stored["customers"]}
    return {
        each["number"]: (
            emails[each["customer"]],
            each["placed_at"],
            each["received_at"],
            [(item["id"], item.get("quantity", 1), Decimal(item["price"])) for item in each["items"]],
        )
        for each in stored["orders"]
    }


def in_shop(shop):
    """The shop's own, by the same measure."""
    return {
        each["number"]: (
            each["billing"]["email"],
            f"{each['date_created_gmt']}Z",
            each["date_completed_gmt"] and f"{each['date_completed_gmt']}Z",
            [
                (
                    str(line["id"]),
                    line["quantity"],
                    ((Decimal(line["total"]) + Decimal(line["total_tax"])) / line["quantity"]).quantize(
                        Decimal("0.01")
                    ),
                )
                for line in each["line_items"]
            ],
        )
        for each in shop.orders.values()
        if each["status"] not in ("pending", "cancelled")
    }


def a_return(key, item, quantity=1, number="R1"):
    """A return that the assistant has taken down."""
    return {
        "number": number,
        "order": str(key),
        "items": [{"id": item, "quantity": quantity}],
        "shipping": "free_label",
        "tracking_number": None,
        "carrier": None,
        "refund": {"amount": "10.00", "currency": "EUR", "method": "original"},
        "events": [{"type": "requested", "at": "2026-10-01T09:02:00Z"}],
    }


def with_returns(engine, *returns):
    update_records(engine, records_in({"returns": list(returns)}), datetime(2026, 10, 1, 9, 2, tzinfo=timezone.utc))


def sent_back(engine):
    """The refunds in the store: of which return, when and how much."""
    return {
        each["number"]: (
            each["refund"]["amount"],
            [event["at"] for event in each["events"] if event["type"] == "refund_issued"],
        )
        for each in export_document(engine)["returns"]
    }


def test_all_orders_are_taken_in_with_what_rules_add(shop, connector, intake, engine):
    first = shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=7, meta_data=[{"key": "_warehouse", "value": "CN"}])
    shop.place((13, 1, "5.00"), email="guest@b.example")
    shop.place((11, 1, "5.00"), status="pending")
    shop.complete(first)

    taken = intake.take(connector.changed_since(None), LATEST)

    assert (taken.orders, dict(taken.results), taken.refused) == (2, {"added": 4}, [])
    assert in_store(engine) == in_shop(shop)
    one, other = export_document(engine)["orders"]
    assert (one["customer"], one["ship_from"], other["ship_from"]) == ("shop-7", "CN", "ES")
    found = [(each["category"], each["free_returns"], each["return_window_days"]) for each in one["items"]]
    assert found == [("Electronics", True, 15), ("Stickers", False, 7)]
    assert [each["category"] for each in other["items"]] == ["General"]
    assert {each["locale"] for each in export_document(engine)["customers"]} == {"es"}


def test_a_shop_of_many_pages_is_read_whole_while_it_changes(shop, connector, intake, engine):
    keys = [shop.place((11, 1, "5.00"), email=f"c{number}@b.example") for number in range(120)]
    orders = connector.changed_since(None)
    some = [next(orders) for _ in range(10)]
    # Orders on the page that was read already, and on one that was not.
    shop.complete(keys[3])
    shop.complete(keys[110])
    since = datetime(2026, 10, 1, 9, tzinfo=timezone.utc) + timedelta(minutes=120)
    intake.take([*some, *orders], LATEST)
    intake.take(connector.changed_since(since), LATEST)
    assert in_store(engine) == in_shop(shop)
    assert len(in_store(engine)) == 120


@pytest.mark.parametrize("seed", range(6))
def test_webhooks_twice_late_lost_and_out_of_order_come_to_the_same(shop, inbox, connector, intake, engine, seed):
    chance = random.Random(seed)  # noqa: S311  # the order of webhooks is no secret
    sent = []
    keys = [shop.place((11, 2, "20.00"), (12, 1, "3.00"), customer=number % 3) for number in range(6)]
    sent += [shop.webhook(key) for key in keys]
    for turn in range(20):
        key = chance.choice(keys)
        if turn % 3 == 0:
            shop.complete(key)
        elif turn % 3 == 1:
            lines = [{**line, "total": f"{turn + 1}.00"} for line in shop.orders[key]["line_items"]]
            shop.change(key, line_items=lines)
        else:
            shop.change(key, billing={**shop.orders[key]["billing"], "email": f"new{turn}@b.example"})
        sent.append(shop.webhook(key))
    lost = chance.sample(range(len(sent)), 5)
    arrived = [each for index, each in enumerate(sent) if index not in lost]
    arrived += chance.sample(arrived, 8)
    chance.shuffle(arrived)
    for each in arrived:
        assert "refused" not in tell(inbox, each)
    intake.take(connector.changed_since(NOW - timedelta(days=30)), LATEST)

    # A customer with an account has one address, the latest; of guests each has their own.
    stored, told = in_store(engine), in_shop(shop)
    assert {number: each[1:] for number, each in stored.items()} == {number: each[1:] for number, each in told.items()}
    again = intake.take(connector.changed_since(None), LATEST)
    assert in_store(engine).keys() == told.keys()
    assert set(again.results) <= {"unchanged", "updated"}


def test_nothing_changes_with_a_wrong_signature(shop, inbox, engine):
    key = shop.place((11, 1, "5.00"))
    headers, body = shop.webhook(key)
    for wrong in (
        {},
        {"x-wc-webhook-signature": ""},
        {"x-wc-webhook-signature": "é not base64"},
        shop.webhook(key, "another secret")[0],
        {"x-wc-webhook-signature": headers["x-wc-webhook-signature"].swapcase()},
    ):
        with pytest.raises(BadSignature):
            inbox.receive("woocommerce", wrong, body)
    with pytest.raises(BadSignature):
        inbox.receive("woocommerce", headers, body + b" ")
    assert in_store(engine) == {}


def test_without_a_secret_and_for_another_shop_nobody_gets_in(shop, intake):
    clock = MovingClock(NOW)
    webhook = shop.webhook(shop.place((11, 1, "5.00")), "")
    without = ShopInbox(WooCommerce(shop.url, KEY, None, Patience()), intake, clock, clock)
    with pytest.raises(BadSignature):
        tell(without, webhook)
    with pytest.raises(LookupError, match="no shop of the kind other"):
        without.receive("other", *webhook)
    with pytest.raises(LookupError, match="RETURNDESK_CONNECT"):
        ShopInbox(None, None, clock, clock).receive("woocommerce", *webhook)


def test_the_greeting_of_a_new_webhook_is_answered_and_changes_nothing(shop, inbox, engine):
    assert inbox.receive("woocommerce", {"x-wc-webhook-topic": "order.updated"}, b"webhook_id=7") == {}
    for no_greeting in (b"webhook_id=7&a=b", b"webhook_id=", b'{"id": 7}'):
        with pytest.raises(BadSignature):
            inbox.receive("woocommerce", {}, no_greeting)
    assert shop.asked == []


def test_what_tells_of_no_order_changes_nothing(shop, inbox, engine):
    draft = shop.place((11, 1, "5.00"), status="pending")
    for body in (b'{"id": 1001}', b"[]", b'"x"', json.dumps(shop.orders[draft]).encode()):
        assert tell(inbox, shop.signed(body)) == {}
    with pytest.raises(NotReadable):
        tell(inbox, shop.signed(b"<html>"))
    assert in_store(engine) == {}


def test_an_order_that_breaks_the_contract_is_refused_by_itself_and_without_its_values(shop, connector, intake, engine):
    good = shop.place((11, 1, "5.00"))
    shop.place((11, 1, "5.00"), billing={"email": "secret address", "country": "ES"})
    shop.place((11, 1, "5.00"), date_created_gmt=None)
    shop.place((11, 1, "5.00"), currency="Gold")
    taken = intake.take(connector.changed_since(None), LATEST)
    assert list(in_store(engine)) == [str(good)]
    assert "secret address" not in str(taken.refused)
    assert "Gold" not in str(taken.refused)
    assert any(each.startswith("order 1003: ") for each in taken.refused)


def test_a_shop_that_is_down_is_caught_up_with(shop, inbox, connector, intake, engine, slept):
    key = shop.place((11, 1, "5.00"))
    shop.trouble = [(503, {})]
    # WooCommerce gives up on webhooks that fail, so this one is taken and its order brought by the next sync.
    assert tell(inbox, shop.webhook(key)) == {"later": 1}
    shop.trouble = [(503, {})] * 4
    with pytest.raises(ServiceUnavailable):
        intake.take(connector.changed_since(None), LATEST)
    assert slept == [2, 4, 8]
    shop.trouble = [(502, {})] * 2
    intake.take(connector.changed_since(None), LATEST)
    assert in_store(engine) == in_shop(shop)


def test_a_shop_that_throttles_is_left_alone_as_long_as_it_says(shop, connector, intake, engine, slept):
    shop.place((11, 1, "5.00"))
    shop.trouble = [(429, {"Retry-After": "11"}), (429, {"Retry-After": "12"})]
    intake.take(connector.changed_since(None), LATEST)
    assert slept == [11, 12]
    assert in_store(engine) == in_shop(shop)
    shop.trouble = [(429, {"Retry-After": "900"})]
    with pytest.raises(ServiceUnavailable):
        intake.take(connector.changed_since(None), LATEST)
    assert slept == [11, 12]


def test_a_key_that_may_not_read_is_told(shop, engine):
    with pytest.raises(ServiceRefused, match="401"):
        WooCommerce(shop.url, "ck_wrong:cs_wrong", None, Patience()).health()


def test_a_refund_is_that_of_the_return_of_the_same_items(shop, connector, intake, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    intake.take(connector.changed_since(None), LATEST)
    with_returns(engine, a_return(key, f"{key}0", 2), a_return(key, f"{key}1", number="R2"))
    shop.refund(key, "18.50", **{f"line_{key}0": 2})
    at = f"{shop.refunds[key][0]['date_created_gmt']}Z"
    for _ in range(2):
        intake.take(connector.changed_since(None), LATEST)
        assert sent_back(engine) == {"R1": ("18.50", [at]), "R2": ("10.00", [])}


def test_a_refund_by_webhook_is_told_as_well(shop, inbox, engine):
    key = shop.place((11, 1, "20.00"))
    tell(inbox, shop.webhook(key))
    with_returns(engine, a_return(key, f"{key}0"))
    shop.refund(key, "20.00")
    assert tell(inbox, shop.webhook(key))["updated"] == 1
    assert sent_back(engine)["R1"][0] == "20.00"


def test_a_refund_that_may_be_of_several_returns_or_of_none_is_nobodys(shop, connector, intake, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    intake.take(connector.changed_since(None), LATEST)
    with_returns(engine, a_return(key, f"{key}0"), a_return(key, f"{key}1", number="R2"))
    shop.refund(key, "5.00")
    shop.refund(key, "5.00", **{f"line_{key}0": 2})
    intake.take(connector.changed_since(None), LATEST)
    assert sent_back(engine) == {"R1": ("10.00", []), "R2": ("10.00", [])}


def test_an_order_stays_its_customers_when_a_guest_opens_an_account(shop, connector, intake, engine):
    key = shop.place((11, 1, "5.00"))
    intake.take(connector.changed_since(None), LATEST)
    shop.change(key, customer_id=7, billing={**shop.orders[key]["billing"], "email": "right@b.example"})
    taken = intake.take(connector.changed_since(None), LATEST)
    assert taken.refused == []
    assert in_store(engine) == in_shop(shop)
    assert len(export_document(engine)["customers"]) == 1


def test_whoever_was_forgotten_stays_so(shop, connector, intake, engine, new_database):
    key = shop.place((11, 1, "5.00"), customer=7)
    intake.take(connector.changed_since(None), LATEST)
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    forget(engine, conversations, held_about(engine, conversations, "shop-7"))
    before = export_document(engine)
    shop.complete(key)
    assert dict(intake.take(connector.changed_since(None), LATEST).results) == {"forgotten": 1}
    assert export_document(engine) == before
