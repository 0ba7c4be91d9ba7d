"""How Shopify's returns and refunds become the store's."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from actions.store.import_export.exchange import export_document

KIND = "shopify"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


@pytest.fixture
def sync(connector, intake):
    """Takes in all that the shop has, and says what came of it."""
    return lambda: intake.take(connector.changed_since(None), LATEST)


def returns(engine):
    return {each["number"]: each for each in export_document(engine)["returns"]}


def happened(record):
    return [(event["type"], event["at"]) for event in record["events"]]


def test_a_return_of_the_shop_is_told_from_its_request_to_its_money(shop, sync, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    shop.complete(key)
    found = shop.request(key, {f"{key}0": 2})
    sync()
    record = returns(engine)["#1001-R1"]
    assert (record["order"], record["items"], record["shipping"]) == (
        "#1001",
        [{"id": "10010", "quantity": 2}],
        "free_qr",
    )
    assert record["refund"] == {"amount": "22.10", "currency": "EUR", "method": "original"}
    assert happened(record) == [("requested", found["createdAt"])]

    shop.approve(found)
    shop.label(found, "LP00123", "https://labels.example/LP00123.pdf")
    shop.receive(found)
    shop.refund(key, "21.00", of_return=found)
    for _ in range(2):
        assert sync().refused == []
        record = returns(engine)["#1001-R1"]
        assert [kind for kind, _ in happened(record)] == [
            "requested",
            "approved",
            "label_issued",
            "warehouse_received",
            "refund_issued",
        ]
        assert (record["tracking_number"], record["carrier"]) == ("LP00123", "Correos")
        assert record["label"] == {"address": "https://labels.example/LP00123.pdf"}
        assert record["refund"]["amount"] == "21.00"


def test_a_return_that_the_shop_made_itself_is_agreed_to(shop, sync, engine):
    key = shop.place((11, 1, "20.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    sync()
    assert happened(returns(engine)["#1001-R1"]) == [
        ("requested", found["createdAt"]),
        ("approved", found["createdAt"]),
    ]


@pytest.mark.parametrize(("status", "event"), [("DECLINED", "rejected"), ("CANCELED", "cancelled")])
def test_what_the_shop_says_no_time_of_keeps_that_at_which_it_was_first_seen(shop, sync, engine, status, event):
    key = shop.place((11, 1, "20.00"))
    found = shop.request(key, {f"{key}0": 1})
    shop.update(found, status=status)
    first = shop.orders[key]["updatedAt"]
    for _ in range(2):
        assert sync().refused == []
        assert happened(returns(engine)["#1001-R1"])[1:] == [(event, first)]
        shop.move(key, "other@b.example")


def test_a_return_in_several_parcels_has_all_of_them_and_a_bad_label_is_left_out(shop, sync, engine):
    key = shop.place((11, 1, "20.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.label(found, "LP00123", "http://insecure.example/label")
    shop.label(found, "LP00124")
    assert sync().refused == []
    record = returns(engine)["#1001-R1"]
    assert record["tracking_number"] == "LP00123"
    assert record["further_parcels"] == [{"tracking_number": "LP00124", "carrier": "Correos"}]
    assert "label" not in record


def test_who_pays_for_the_way_is_seen_by_the_fee(shop, sync, engine):
    key = shop.place((11, 1, "20.00"))
    fee = {"amountSet": {"presentmentMoney": {"amount": "4.90"}}}
    shop.update(shop.request(key, {f"{key}0": 1}), returnShippingFees=[fee])
    sync()
    assert returns(engine)["#1001-R1"]["shipping"] == "paid"


@pytest.mark.parametrize("status", ["PENDING", "FAILURE", "ERROR", "AWAITING_RESPONSE", "UNKNOWN"])
def test_money_that_was_not_sent_yet_is_no_refund(shop, sync, engine, status):
    key = shop.place((11, 1, "20.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.refund(key, "20.00", of_return=found)
    sent = shop.orders[key]["refunds"][0]["transactions"]
    sent[0].update(status=status, processedAt=None)
    sync()
    assert "refund_issued" not in dict(happened(returns(engine)["#1001-R1"]))
    sent[0].update(status="SUCCESS", processedAt="2026-10-09T09:00:00Z")
    shop.move(key, "other@b.example")
    sync()
    assert dict(happened(returns(engine)["#1001-R1"]))["refund_issued"] == "2026-10-09T09:00:00Z"


def test_a_refund_names_its_return_whatever_else_waits(shop, sync, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    first = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.refund(key, "9.00", of_return=first, **{f"line_{key}0": 1})
    sync()
    paid = {number for number, each in returns(engine).items() if "refund_issued" in dict(happened(each))}
    assert paid == {"#1001-R1"}


def test_money_that_is_sent_in_parts_for_one_return_adds_up(shop, sync, engine):
    key = shop.place((11, 2, "20.00"), (12, 1, "3.00"))
    shop.complete(key)
    found = shop.request(key, {f"{key}0": 2}, status="OPEN")
    other = shop.request(key, {f"{key}1": 1}, status="OPEN")
    shop.refund(key, "12.00", of_return=found)
    sync()
    assert returns(engine)["#1001-R1"]["refund"]["amount"] == "12.00"
    shop.refund(key, "3.00", of_return=other)
    shop.refund(key, "8.50", of_return=found)
    for _ in range(2):
        assert sync().refused == []
        record = returns(engine)["#1001-R1"]
        assert record["refund"]["amount"] == "20.50"
        assert [kind for kind, _ in happened(record)].count("refund_issued") == 2
        assert returns(engine)["#1001-R2"]["refund"]["amount"] == "3.00"


def test_all_parts_of_a_refund_are_told_where_they_are_first_heard_of_together(shop, sync, engine):
    key = shop.place((11, 2, "20.00"))
    found = shop.request(key, {f"{key}0": 2}, status="OPEN")
    shop.refund(key, "12.00", of_return=found)
    shop.refund(key, "8.50", of_return=found)
    sync()
    assert returns(engine)["#1001-R1"]["refund"]["amount"] == "20.50"


def test_goods_that_are_only_put_back_on_the_shelf_are_no_refund(shop, connector):
    key = shop.place((11, 1, "20.00"))
    shop.refund(key, "0.00", **{f"line_{key}0": 1})
    assert connector.order(str(key)).refunds == ()


def test_parcels_and_labels_that_the_store_can_not_hold_are_left_out(shop, sync, engine):
    key = shop.place((11, 1, "20.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.label(found, "1" * 65, f"https://labels.example/{'x' * 2000}")
    for number in range(12):
        shop.label(found, f"LP{number}")
    assert sync().refused == []
    record = returns(engine)["#1001-R1"]
    assert (record["tracking_number"], len(record["further_parcels"])) == ("LP0", 9)
    assert "label" not in record
