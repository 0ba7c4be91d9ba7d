"""An order as Shopify has it, as all connectors tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Optional, Union

from actions.connect.connector import WITHOUT_ADDRESS, NoOrder, ShopItem, ShopOrder
from actions.connect.shopify.returns import refund_of, return_of
from core.clock import parse_instant

Node = Mapping[str, Any]

_CENT: Final = Decimal("0.01")
#: The order's field that rules may refer to: the country that its first parcel was sent from.
ORIGIN: Final = "fulfillment_origin"


def order_of(head: Node, lines: Sequence[Node], details: Sequence[Node]) -> Union[ShopOrder, NoOrder, None]:
    """An order, None of what nobody has bought.

    Args:
        head: What is the order's own.
        lines: Its lines.
        details: Its returns and refunds.
    """
    if head.get("cancelledAt") or head.get("test"):
        return None
    if not head.get("email"):
        return NoOrder(str(head.get("name")), WITHOUT_ADDRESS, is_usual=True)
    try:
        return _read(head, lines, details)
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        number = head.get("name")
        field = f"{error.args[0]}: " if isinstance(error, KeyError) and error.args else ""
        return NoOrder(number if isinstance(number, str) else None, f"{field}is not as Shopify has it")


def ids_of_details(head: Node) -> list[str]:
    """The ids of an order's returns and refunds."""
    returns = (head.get("returns") or {}).get("nodes") or ()
    return [each["id"] for each in (*returns, *(head.get("refunds") or ()))]


def tail(gid: str) -> str:
    """The number at the end of one of Shopify's ids."""
    return gid.rpartition("/")[2]


def _read(head: Node, lines: Sequence[Node], details: Sequence[Node]) -> ShopOrder:
    billing, shipping = head.get("billingAddress") or {}, head.get("shippingAddress") or {}
    country = billing.get("countryCodeV2") or shipping.get("countryCodeV2")
    customer = head.get("customer")
    if not country:
        raise KeyError("billingAddress.countryCodeV2")
    taxed = bool(head["taxesIncluded"])
    return ShopOrder(
        number=head["name"],
        account=tail(customer["id"]) if customer else None,
        email=head["email"],
        country=country,
        placed_at=parse_instant(head["processedAt"]),
        changed_at=parse_instant(head["updatedAt"]),
        completed_at=_delivered(head),
        ship_to=shipping.get("countryCodeV2") or country,
        currency=head["presentmentCurrencyCode"],
        items=tuple(_item(each, taxed) for each in lines if each["quantity"] > 0),
        refunds=tuple(filter(None, map(refund_of, _of_kind(details, "Refund")))),
        fields={**_attributes(head), **_origin(head)},
        returns=tuple(map(return_of, _of_kind(details, "Return"))),
    )


def _of_kind(details: Sequence[Node], kind: str) -> Iterator[Node]:
    return (each for each in details if each.get("__typename") == kind)


def _item(line: Node, taxed: bool) -> ShopItem:
    quantity = int(line["quantity"])
    price = _amount(line["discountedUnitPriceAfterAllDiscountsSet"])
    taxes = sum((_amount(each["priceSet"]) for each in line.get("taxLines") or ()), Decimal())
    product = line.get("product") or {}
    named = (product.get("productType"), (product.get("category") or {}).get("name"))
    categories = tuple(each for each in named if each)
    return ShopItem(
        tail(line["id"]),
        line["name"],
        categories,
        quantity,
        (price if taxed else price + taxes / quantity).quantize(_CENT),
    )


def _amount(money: Node) -> Decimal:
    return Decimal(money["presentmentMoney"]["amount"])


def _delivered(head: Node) -> Optional[datetime]:
    """When the last of its parcels was delivered, None until all of them were."""
    sent = [each for each in head.get("fulfillments") or () if each.get("status") == "SUCCESS"]
    if head.get("displayFulfillmentStatus") != "FULFILLED" or not sent:
        return None
    arrived = [each.get("deliveredAt") for each in sent]
    return max(map(parse_instant, arrived)) if all(arrived) else None


def _attributes(head: Node) -> dict[str, str]:
    said = head.get("customAttributes") or ()
    return {each["key"]: each["value"] for each in said if isinstance(each.get("value"), str)}


def _origin(head: Node) -> dict[str, str]:
    origins = ((each.get("originAddress") or {}).get("countryCode") for each in head.get("fulfillments") or ())
    first = next(filter(None, origins), None)
    return {ORIGIN: first} if first else {}
