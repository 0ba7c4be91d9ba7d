"""All of Shopify's orders at once, out of a file."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from shopify_stand_in import TOKEN

from actions.connect.patience import Patience
from actions.connect.shopify.bulk import joined
from actions.connect.shopify.connector import Shopify
from actions.store.import_export.exchange import export_document
from core.http_client import ServiceUnavailable

KIND = "shopify"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


def test_all_orders_come_out_of_a_file_where_there_are_many(shop, connector, intake, engine, slept):
    shop.api.counts = 501
    keys = [shop.place((11, 1, "5.00"), (12, 1, "1.00"), email=f"c{number}@b.example") for number in range(30)]
    found = shop.request(keys[4], {f"{keys[4]}0": 1}, status="OPEN")
    shop.refund(keys[4], "5.00", of_return=found)
    taken = intake.take(connector.changed_since(None), LATEST)
    assert (taken.orders, taken.refused) == (30, [])
    assert {each["number"] for each in export_document(engine)["orders"]} == {f"#{key}" for key in keys}
    assert [len(each["items"]) for each in export_document(engine)["orders"]] == [2] * 30
    (record,) = export_document(engine)["returns"]
    assert record["number"] == "#1005-R1"
    assert [event["type"] for event in record["events"]] == ["requested", "approved", "refund_issued"]
    # Shopify was asked twice how far it is.
    assert slept == [2, 4]


def test_a_shop_without_orders_has_no_file(shop, connector):
    shop.api.counts = 501
    assert list(connector.changed_since(None)) == []


def test_a_file_that_can_not_be_written_is_told(shop, connector):
    shop.api.counts = 501
    shop.place((11, 1, "5.00"))
    shop.api.bulk = ["CREATED", "FAILED"]
    with pytest.raises(ServiceUnavailable, match="TIMEOUT"):
        list(connector.changed_since(None))


@pytest.mark.parametrize("line", [b"<html>", b"[]", b'{"name": "#1001"}', b"\xff"])
def test_what_is_no_such_file_is_told(line):
    with pytest.raises(ServiceUnavailable, match="can't be read"):
        list(joined(b'{"id": "gid://shopify/Order/1"}\n' + line + b"\n"))


def test_a_file_that_is_too_large_gives_way_to_pages(shop, slept, monkeypatch):
    monkeypatch.setattr("actions.connect.shopify.bulk._LARGEST_FILE", 100)
    shop.api.counts = 501
    for number in range(30):
        shop.place((11, 1, "5.00"), email=f"c{number}@b.example")
    connector = Shopify(shop.url, TOKEN, None, Patience(tries=4, sleep=slept.append))
    assert len(list(connector.changed_since(None))) == 30
