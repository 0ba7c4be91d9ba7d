"""How Shopify's orders become the store's."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from actions.connect.connector import WITHOUT_ADDRESS, NoOrder
from actions.store.import_export.exchange import export_document

KIND = "shopify"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


@pytest.fixture
def sync(connector, intake):
    """Takes in all that the shop has, and says what came of it."""
    return lambda: intake.take(connector.changed_since(None), LATEST)


def the_order(engine):
    (order,) = export_document(engine)["orders"]
    return order


def test_where_an_order_comes_from_is_a_field_of_the_order(shop, sync, engine):
    shop.place((11, 1, "5.00"), customAttributes=[{"key": "_warehouse", "value": "CN"}])
    assert sync().refused == []
    assert the_order(engine)["ship_from"] == "CN"


def test_the_country_of_its_first_parcel_is_one_as_well(shop, connector):
    key = shop.place((11, 1, "5.00"))
    shop.send(key, "CN")
    assert connector.order(str(key)).fields["fulfillment_origin"] == "CN"


def test_an_order_has_arrived_when_all_of_its_parcels_have(shop, connector):
    key = shop.place((11, 2, "5.00"))
    shop.send(key)
    assert connector.order(str(key)).completed_at is None
    shop.deliver(key)
    arrived = connector.order(str(key)).completed_at
    parcels = [*shop.orders[key]["fulfillments"], {**shop.orders[key]["fulfillments"][0], "deliveredAt": None}]
    shop.change(key, fulfillments=parcels)
    assert connector.order(str(key)).completed_at is None
    shop.change(key, fulfillments=[parcels[0], {**parcels[1], "deliveredAt": "2026-10-09T09:00:00Z"}])
    assert connector.order(str(key)).completed_at == datetime(2026, 10, 9, 9, tzinfo=timezone.utc) > arrived
    shop.change(key, displayFulfillmentStatus="PARTIALLY_FULFILLED")
    assert connector.order(str(key)).completed_at is None


def test_prices_that_hold_their_tax_get_no_more_of_it(shop, connector):
    key = shop.place((11, 2, "20.00"), taxesIncluded=True)
    assert [str(each.price) for each in connector.order(str(key)).items] == ["10.00"]


def test_a_test_order_and_one_without_an_address_are_none(shop, connector):
    shop.place((11, 1, "5.00"), test=True)
    key = shop.place((11, 1, "5.00"), email=None)
    assert list(connector.changed_since(None)) == [NoOrder(f"#{key}", WITHOUT_ADDRESS, is_usual=True)]
