"""Orders are read in pieces that Shopify allows, and none is left out."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from core.http_client import ServiceRefused

KIND = "shopify"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


def test_an_order_of_many_lines_has_all_of_them(shop, connector):
    key = shop.place(*[(11, 1, "5.00")] * 45)
    assert len(connector.order(str(key)).items) == 45


def test_many_orders_of_one_second_are_all_read(shop, connector):
    keys = [shop.place((11, 1, "5.00"), email=f"c{number}@b.example") for number in range(35)]
    for key in keys[5:30]:
        shop.orders[key]["updatedAt"] = "2026-10-01T10:00:00Z"
    since = datetime(2026, 10, 1, 9, tzinfo=timezone.utc)
    assert sorted(each.number for each in connector.changed_since(since)) == [f"#{key}" for key in keys]
    assert len(list(connector.changed_since(since + timedelta(minutes=60)))) == 25


def test_no_question_costs_more_than_shopify_answers(shop, connector, intake):
    for number in range(12):
        key = shop.place((11, 1, "5.00"), email=f"c{number}@b.example")
        for _ in range(4):
            shop.refund(key, "1.00", of_return=shop.request(key, {f"{key}0": 1}, status="OPEN"))
    taken = intake.take(connector.changed_since(None), LATEST)
    assert taken.orders == 12
    # The first page was too costly, and those that came after it were smaller.
    assert [each > 1000 for each in shop.api.costs].count(True) <= 2


def test_a_page_that_is_too_costly_for_one_order_is_told(shop, connector, monkeypatch):
    shop.place((11, 1, "5.00"))
    monkeypatch.setattr("shopify_api._MOST_POINTS", 10)
    with pytest.raises(ServiceRefused, match="too much at once"):
        list(connector.changed_since(LATEST - timedelta(days=90)))


def test_a_return_that_changed_without_its_order_is_read_as_long_as_it_is_open(shop, connector):
    key = shop.place((11, 1, "5.00"))
    shop.place((11, 1, "5.00"))
    shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.orders[key]["updatedAt"] = "2026-10-01T09:00:00Z"
    assert [each.number for each in connector.changed_since(LATEST - timedelta(days=1))] == [f"#{key}"]
