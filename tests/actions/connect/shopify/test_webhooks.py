"""What Shopify tells by webhook: of which order, once, and from nobody else."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from shops_under_test import in_store

from actions.help_desk.webhook_signature import BadSignature
from actions.store.import_export.exchange import export_document
from actions.store.wishes_to_forget import WishesToForget

KIND = "shopify"
LATEST = datetime(2026, 10, 21, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "body",
    [
        {"id": 1001, "admin_graphql_api_id": "gid://shopify/Order/1001", "line_items": []},
        {"id": 5, "admin_graphql_api_id": "gid://shopify/Refund/5", "order_id": 1001},
        {"id": 5, "admin_graphql_api_id": "gid://shopify/Fulfillment/5", "order_id": 1001, "status": "success"},
        {
            "id": 5,
            "admin_graphql_api_id": "gid://shopify/Return/5",
            "status": "requested",
            "order": {"id": 1001, "admin_graphql_api_id": "gid://shopify/Order/1001"},
        },
    ],
)
def test_orders_refunds_parcels_and_returns_tell_of_their_order(shop, inbox, engine, body):
    shop.place((11, 1, "5.00"))
    assert inbox.receive(KIND, *shop.signed(json.dumps(body).encode())) == {"added": 2}
    assert in_store(engine) == shop.held()


def test_what_names_a_return_alone_tells_of_its_order(shop, inbox, engine):
    key = shop.place((11, 1, "5.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.label(found, "LP00123")
    delivery = found["reverseFulfillmentOrders"][0]["reverseDeliveries"][0]["id"]
    for body, result in (
        ({"admin_graphql_api_id": found["id"], "status": "open"}, {"added": 3}),
        ({"return": {"admin_graphql_api_id": found["id"]}, "admin_graphql_api_id": delivery}, {"unchanged": 3}),
        ({"admin_graphql_api_id": delivery}, {"unchanged": 3}),
        ({"admin_graphql_api_id": found["reverseFulfillmentOrders"][0]["id"]}, {"unchanged": 3}),
    ):
        assert inbox.receive(KIND, *shop.signed(json.dumps(body).encode())) == result


@pytest.mark.parametrize(
    "body",
    [
        {"admin_graphql_api_id": "gid://shopify/Order/7777"},
        {"admin_graphql_api_id": "gid://shopify/Return/7777"},
        {"admin_graphql_api_id": "gid://shopify/ReverseDelivery/7777"},
        {"admin_graphql_api_id": "gid://shopify/Product/1"},
        {"admin_graphql_api_id": "gid://shopify/Order/1001) { id } evil: order(id: 1"},
        {"admin_graphql_api_id": ["gid://shopify/Order/1001"]},
        {"order_id": -1},
        {"order": "gid://shopify/Order/1001"},
    ],
)
def test_what_tells_of_no_order_that_there_is_changes_nothing(shop, inbox, engine, body):
    shop.place((11, 1, "5.00"))
    assert inbox.receive(KIND, *shop.signed(json.dumps(body).encode())) == {}
    assert in_store(engine) == {}


def test_a_webhook_that_comes_twice_asks_the_shop_once(shop, inbox, engine):
    webhook = shop.webhook(shop.place((11, 1, "5.00")))
    assert inbox.receive(KIND, *webhook) == {"added": 2}
    asked = len(shop.asked)
    assert inbox.receive(KIND, *webhook) == {"again": 1}
    assert len(shop.asked) == asked


def test_an_id_that_was_seen_before_hides_no_other_webhook(shop, inbox, engine):
    first, second = (shop.webhook(shop.place((11, 1, "5.00"), email=f"{name}@b.example")) for name in "ab")
    inbox.receive(KIND, *first)
    stolen = {**second[0], "x-shopify-webhook-id": first[0]["x-shopify-webhook-id"]}
    assert inbox.receive(KIND, stolen, second[1]) == {"added": 2}


def test_a_webhook_that_could_not_be_taken_is_taken_when_it_comes_again(shop, inbox, engine):
    webhook = shop.webhook(shop.place((11, 1, "5.00")))
    shop.trouble = [(503, {})]
    assert inbox.receive(KIND, *webhook) == {"later": 1}
    assert inbox.receive(KIND, *webhook) == {"added": 2}


def test_another_shop_that_has_installed_the_same_app_does_not_get_in(shop, inbox, engine):
    headers, body = shop.webhook(shop.place((11, 1, "5.00")))
    for domain in ("other.myshopify.com", ""):
        with pytest.raises(BadSignature):
            inbox.receive(KIND, {**headers, "x-shopify-shop-domain": domain}, body)


def test_a_webhook_without_an_id_is_taken_all_the_same(shop, inbox, engine):
    headers, body = shop.webhook(shop.place((11, 1, "5.00")))
    del headers["x-shopify-webhook-id"]
    assert inbox.receive(KIND, headers, body) == {"added": 2}
    assert inbox.receive(KIND, headers, body) == {"unchanged": 2}


def redact(shop, **customer):
    """The webhook of the topic customers/redact."""
    body = {"shop_id": 954889, "shop_domain": "a.myshopify.com", "customer": customer, "orders_to_redact": [1001]}
    return shop.signed(json.dumps(body).encode(), topic="customers/redact")


def test_whom_the_shop_wants_forgotten_is_noted_by_account_and_by_address(shop, connector, inbox, intake, engine):
    shop.place((11, 1, "5.00"), customer=7, email="a@b.example")
    shop.place((11, 1, "5.00"), email="Guest@b.example")
    shop.place((11, 1, "5.00"), customer=8, email="c@b.example")
    intake.take(connector.changed_since(None), LATEST)
    guest = next(each["id"] for each in export_document(engine)["customers"] if each["email"] == "Guest@b.example")
    for _ in range(2):
        assert inbox.receive(KIND, *redact(shop, id=7, email="a@b.example")) == {"to_be_forgotten": 1}
    assert inbox.receive(KIND, *redact(shop, email="guest@b.example", phone="555")) == {"to_be_forgotten": 1}
    assert inbox.receive(KIND, *redact(shop, id=99, email="nobody@b.example")) == {"to_be_forgotten": 0}
    for broken in ({"id": "7"}, {"id": None, "email": 5}, {}):
        assert inbox.receive(KIND, *redact(shop, **broken)) == {"to_be_forgotten": 0}
    assert WishesToForget(engine).asked() == ["shop-7", guest]


def test_a_wish_to_forget_that_somebody_else_signed_is_refused(shop, connector, inbox, intake, engine):
    shop.place((11, 1, "5.00"), customer=7)
    intake.take(connector.changed_since(None), LATEST)
    headers, body = redact(shop, id=7)
    with pytest.raises(BadSignature):
        inbox.receive(KIND, headers, body.replace(b"7", b"8"))
    assert WishesToForget(engine).asked() == []


@pytest.mark.parametrize(
    "body", [{"shop_id": 1, "shop_domain": "x"}, {"data_request": {"id": 9}, "customer": {"id": 7}}]
)
def test_other_topics_of_privacy_change_nothing(shop, connector, inbox, intake, engine, body):
    shop.place((11, 1, "5.00"), customer=7)
    intake.take(connector.changed_since(None), LATEST)
    assert inbox.receive(KIND, *shop.signed(json.dumps(body).encode())) == {}
    assert WishesToForget(engine).asked() == []


def test_what_came_back_tells_of_its_return_in_whichever_way_it_is_named(shop, inbox, engine):
    key = shop.place((11, 1, "5.00"))
    found = shop.request(key, {f"{key}0": 1}, status="OPEN")
    shop.label(found, "LP00123")
    number = int(found["id"].rpartition("/")[2])
    reverse = found["reverseFulfillmentOrders"][0]["id"]
    first, *others = (
        {"return_id": number, "id": 5},
        {"reverse_fulfillment_order": {"admin_graphql_api_id": reverse}, "quantity": 1},
        {"reverse_fulfillment_order_id": int(reverse.rpartition("/")[2]), "admin_graphql_api_id": "gid://shopify/X/1"},
    )
    assert inbox.receive(KIND, *shop.signed(json.dumps(first).encode())) == {"added": 3}
    for body in others:
        assert inbox.receive(KIND, *shop.signed(json.dumps(body).encode())) == {"unchanged": 3}
