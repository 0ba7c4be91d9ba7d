"""The channel of the shop's own system hands on what proves who sent a webhook, and nothing else."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from sanic.compat import Header

from actions.connect.medusa import Medusa
from actions.connect.shopify.connector import Shopify
from actions.connect.woocommerce import WooCommerce
from actions.server.asked import LARGEST_SHOP_BODY
from bot.gateway.errors import ApiError
from bot.gateway.shop_webhook import LARGEST_BODY, SIGNED_BY, ShopWebhook
from core.settings import ShopKind


class DeskStandIn:
    """Takes note of what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, str], bytes]] = []

    async def shop_told(self, kind: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        self.told.append((kind, headers, body))
        return {"results": {"added": 2}}


def post(desk: DeskStandIn, body: bytes, shop: str = "woocommerce", **headers: str) -> Any:
    """The answer to a webhook."""
    channel = ShopWebhook()
    channel.gateway = SimpleNamespace(desk=desk, limits=desk, origins=frozenset(), proxies=())  # type: ignore[assignment]
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Any = SimpleNamespace(headers=Header(names), body=body, ip="203.0.113.7")
    return asyncio.run(channel._told(shop, request))


def test_every_kind_of_shop_has_its_way_in():
    assert set(SIGNED_BY) == {each.value for each in ShopKind}
    assert {each.name: each.signed_by for each in (WooCommerce, Shopify, Medusa)} == SIGNED_BY
    assert LARGEST_BODY == LARGEST_SHOP_BODY


def test_a_webhook_is_handed_on_with_its_proof_alone():
    desk = DeskStandIn()
    answer = post(desk, b"{}", X_WC_Webhook_Signature="c2ln", X_WC_Webhook_Source="https://x.example", Cookie="a=b")
    assert (answer.status, json.loads(answer.body)) == (200, {"results": {"added": 2}})
    assert desk.told == [("woocommerce", {"x-wc-webhook-signature": "c2ln"}, b"{}")]


def test_one_shops_proof_is_not_anothers():
    desk = DeskStandIn()
    post(desk, b"{}", "shopify", X_Shopify_Hmac_SHA256="c2ln", X_Shopify_Webhook_Id="7", X_WC_Webhook_Signature="c2ln")
    assert desk.told == [("shopify", {"x-shopify-hmac-sha256": "c2ln", "x-shopify-webhook-id": "7"}, b"{}")]


def test_a_body_that_is_too_large_and_a_page_of_another_website_are_refused():
    desk = DeskStandIn()
    for body, headers, status in (
        (b"x" * (LARGEST_BODY + 1), {}, 413),
        (b"{}", {"Origin": "https://evil.example"}, 403),
    ):
        with pytest.raises(ApiError) as refused:
            post(desk, body, **headers)
        assert refused.value.status == status
    assert desk.told == []
