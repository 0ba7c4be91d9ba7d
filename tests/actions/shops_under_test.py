"""The shops that every connector's contract is held against, each a stand-in of its own that is driven alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import medusa_stand_in
import shopify_stand_in
import woocommerce_stand_in
from sqlalchemy.engine import Engine

from actions.connect.connector import Connector
from actions.connect.medusa import Medusa
from actions.connect.patience import Patience
from actions.connect.shopify.connector import Shopify
from actions.connect.woocommerce import WooCommerce
from actions.store.import_export.exchange import export_document


@dataclass(frozen=True)
class ShopUnderTest:
    """A kind of shop.

    Args:
        name: As its connector is called.
        serve: Serves a new one on a free port.
        connect: Its connector at an address, with the webhooks' secret or none, and patience.
        rules: Rules for it.
        secret: What it signs with.
        names_items: Whether its refunds say which items they are for.
        keeps_returns: Whether those of the chat are written to it.
    """

    name: str
    serve: Callable[[], AbstractContextManager[Any]]
    connect: Callable[[str, str | None, Patience], Connector]
    rules: str
    secret: str
    names_items: bool = True
    keeps_returns: bool = True


SHOPS = {
    each.name: each
    for each in (
        ShopUnderTest(
            "woocommerce",
            lambda: woocommerce_stand_in.served(woocommerce_stand_in.Shop()),
            lambda url, secret, patience: WooCommerce(url, woocommerce_stand_in.KEY, secret, patience),
            woocommerce_stand_in.RULES,
            woocommerce_stand_in.SECRET,
            keeps_returns=False,
        ),
        ShopUnderTest(
            "shopify",
            lambda: shopify_stand_in.served(shopify_stand_in.Shop()),
            lambda url, secret, patience: Shopify(url, shopify_stand_in.KEY, secret, patience),
            shopify_stand_in.RULES,
            shopify_stand_in.SECRET,
        ),
        ShopUnderTest(
            "medusa",
            lambda: medusa_stand_in.served(medusa_stand_in.Shop()),
            lambda url, secret, patience: Medusa(url, medusa_stand_in.KEY, secret, patience),
            medusa_stand_in.RULES,
            medusa_stand_in.SECRET,
            names_items=False,
        ),
    )
}


def in_store(engine: Engine) -> dict[str, Any]:
    """The store's orders, as a shop tells of what it holds."""
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
