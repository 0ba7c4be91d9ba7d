"""Whether a shop on Shopify can be worked with."""

from __future__ import annotations

import pytest

from core.http_client import ServiceRefused

KIND = "shopify"


def test_health_says_what_may_be_done(shop, connector):
    assert connector.health() == "its orders and returns can be read, returns can be written, API 2026-10"
    shop.scopes = ["read_all_orders", "read_orders", "read_returns", "read_products", "write_customers"]
    assert "no returns can be written" in connector.health()
    shop.scopes = ["read_products"]
    with pytest.raises(ServiceRefused, match="give it read_orders, read_returns, read_customers"):
        connector.health()


def test_a_shop_that_fell_forward_to_another_version_is_told(shop, connector):
    shop.version = "2027-01"
    with pytest.raises(ServiceRefused, match="answers with 2027-01 of its API and not with 2026-10; update"):
        connector.health()
