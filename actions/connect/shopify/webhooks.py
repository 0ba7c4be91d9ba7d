"""Which order a webhook of Shopify's is about. What it says of it is not taken over: the shop is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from actions.connect.connector import ToBeForgotten

SIGNATURE: Final = "x-shopify-hmac-sha256"
SHOP: Final = "x-shopify-shop-domain"
ID: Final = "x-shopify-webhook-id"
_PREFIX: Final = "gid://shopify/"
_LONGEST_ID: Final = 20
_NUMBERS: Final = (
    ("order_id", "Order"),
    ("return_id", "Return"),
    ("reverse_fulfillment_order_id", "ReverseFulfillmentOrder"),
)
_NAMED: Final = ("order", "return", "reverse_fulfillment_order", "reverse_delivery")
_KINDS: Final = ("Order", "Return", "ReverseFulfillmentOrder", "ReverseDelivery")


def about(body: Any) -> Optional[str]:
    """Shopify's id of the order that a webhook is about, or of the return or what belongs to one; None of others.

    Orders tell their own, refunds and fulfilments `order_id`, returns `order`, parcels of returns `return`; what came
    back may name its return or what it is part of.
    """
    if not isinstance(body, Mapping):
        return None
    for name, kind in _NUMBERS:
        number = body.get(name)
        if isinstance(number, int) and number > 0:
            return gid(kind, str(number))
    for named in (*map(body.get, _NAMED), body):
        found = _own(named)
        if found is not None:
            return found
    return None


def to_be_forgotten(body: Any) -> Optional[ToBeForgotten]:
    """Whom a webhook of the topic customers/redact asks to be forgotten; None of other webhooks."""
    if not isinstance(body, Mapping) or "orders_to_redact" not in body:
        return None
    told = body.get("customer")
    customer = told if isinstance(told, Mapping) else {}
    account, email = customer.get("id"), customer.get("email")
    return ToBeForgotten(
        str(account) if isinstance(account, int) else None, email if isinstance(email, str) and email else None
    )


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
