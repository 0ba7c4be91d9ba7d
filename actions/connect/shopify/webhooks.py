"""Which order a webhook of Shopify's is about. What it says of it is not taken over: the shop is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

SIGNATURE: Final = "x-shopify-hmac-sha256"
SHOP: Final = "x-shopify-shop-domain"
ID: Final = "x-shopify-webhook-id"
_PREFIX: Final = "gid://shopify/"
_LONGEST_ID: Final = 20
_KINDS: Final = ("Order", "Return", "ReverseFulfillmentOrder", "ReverseDelivery")


def about(body: Any) -> Optional[str]:
    """Shopify's id of the order that a webhook is about, or of the return or what belongs to one; None of others.

    Orders tell their own, refunds and fulfilments `order_id`, returns `order`, parcels of returns `return`.
    """
    if not isinstance(body, Mapping):
        return None
    number = body.get("order_id")
    if isinstance(number, int) and number > 0:
        return gid("Order", str(number))
    for named in (body.get("order"), body.get("return"), body):
        found = _own(named)
        if found is not None:
            return found
    return None


def gid(kind: str, number: str) -> Optional[str]:
    """An id of Shopify's, None where the number is none."""
    return f"{_PREFIX}{kind}/{number}" if number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID else None


def is_order(identity: str) -> bool:
    """Whether an id is an order's."""
    return identity.startswith(f"{_PREFIX}Order/")


def _own(named: Any) -> Optional[str]:
    said = named.get("admin_graphql_api_id") if isinstance(named, Mapping) else None
    if not isinstance(said, str) or not said.startswith(_PREFIX):
        return None
    kind, _, number = said.removeprefix(_PREFIX).partition("/")
    return gid(kind, number) if kind in _KINDS else None
