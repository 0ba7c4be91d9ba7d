"""What WooCommerce has of its own; what holds of every connector is held against it beside this."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from shops_under_test import in_store

from actions.connect.patience import Patience
from actions.connect.woocommerce import WooCommerce
from actions.help_desk.webhook_signature import BadSignature
from actions.store.import_export.exchange import export_document
from core.http_client import ServiceRefused

KIND = "woocommerce"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


def test_rules_add_where_an_order_comes_from_and_which_window_holds(shop, connector, intake, engine):
    shop.place((11, 2, "20.00"), (12, 1, "3.00"), meta_data=[{"key": "_warehouse", "value": "CN"}])
    shop.place((13, 1, "5.00"), email="guest@b.example")
    shop.place((11, 1, "5.00"), status="pending")

    intake.take(connector.changed_since(None), LATEST)

    one, other = export_document(engine)["orders"]
    assert (one["ship_from"], other["ship_from"]) == ("CN", "ES")
    found = [(each["category"], each["free_returns"], each["return_window_days"]) for each in one["items"]]
    assert found == [("Electronics", True, 15), ("Stickers", False, 7)]


def test_an_order_that_the_shop_has_erased_is_told_with_what_to_do(shop, connector, intake, engine):
    key = shop.place((11, 1, "5.00"), customer=7)
    intake.take(connector.changed_since(None), LATEST)
    shop.move(key, "deleted@site.invalid")
    taken = intake.take(connector.changed_since(None), LATEST)
    assert taken.refused == [f"order {key}: the shop has erased whose it is; `returndesk forget` does so here"]
    assert export_document(engine)["customers"][0]["email"] == "a@b.example"


def test_the_greeting_of_a_new_webhook_is_answered_and_changes_nothing(shop, inbox, engine):
    assert inbox.receive(KIND, {"x-wc-webhook-topic": "order.updated"}, b"webhook_id=7") == {}
    for no_greeting in (b"webhook_id=7&a=b", b"webhook_id=", b'{"id": 7}'):
        with pytest.raises(BadSignature):
            inbox.receive(KIND, {}, no_greeting)
    assert shop.asked == []


def test_a_draft_is_no_order(shop, inbox, engine):
    draft = shop.place((11, 1, "5.00"), status="pending")
    assert inbox.receive(KIND, *shop.signed(json.dumps(shop.orders[draft]).encode())) == {}
    assert in_store(engine) == {}


def test_what_an_order_lacks_is_named_without_what_it_has(shop, connector, intake, engine):
    good = shop.place((11, 1, "5.00"))
    shop.place((11, 1, "5.00"), date_created_gmt=None)
    shop.place((11, 1, "5.00"), currency="Gold")
    taken = intake.take(connector.changed_since(LATEST - timedelta(days=30)), LATEST)
    assert list(in_store(engine)) == [str(good)]
    assert "Gold" not in str(taken.refused)


def test_a_key_that_may_not_read_is_told(shop, engine):
    with pytest.raises(ServiceRefused, match="401"):
        WooCommerce(shop.url, "ck_wrong:cs_wrong", None, Patience()).health()
