"""An order as Medusa's Admin API tells of it, with its returns and refunds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Optional, Union

from actions.connect.connector import NoOrder, ShopItem, ShopOrder, ShopRefund, ShopReturn
from core.clock import parse_instant
from policy.model import EventType

#: Under this name a return's metadata in the shop holds the number that the store gave it.
NUMBER_IN_SHOP: Final = "returndesk"
#: What is asked of an order. A star stands for all fields of one thing; lines have totals where `total` is asked for.
FIELDS: Final = ",".join(
    (
        "id,display_id,custom_display_id,status,email,currency_code,created_at,updated_at,customer_id,metadata,total",
        "customer.has_account,shipping_address.country_code,billing_address.country_code",
        "*items,*items.detail,items.product.categories.name",
        "fulfillments.delivered_at,fulfillments.canceled_at,fulfillments.location_id",
        "*payment_collections.payments.refunds",
        "*returns,*returns.items,returns.fulfillments.created_at,returns.fulfillments.labels.tracking_number",
    )
)
#: What nobody has bought yet, or not any more.
_NOT_PLACED: Final = frozenset({"draft", "canceled", "requires_action"})
#: A return that somebody has begun to write down, and not confirmed.
_BEGUN: Final = "open"
#: Before what the shop counts a return as, with the zeros that tell it from all else in a chat.
_RETURN: Final = "RET-"
_CENT: Final = Decimal("0.01")


def number_of(said: Mapping[str, Any]) -> str:
    """The number under which a customer knows an order."""
    return str(said.get("custom_display_id") or said["display_id"])


def is_placed(said: Mapping[str, Any]) -> bool:
    """Whether an order was bought, and still is."""
    return said.get("status") not in _NOT_PLACED


def read_order(said: Mapping[str, Any]) -> Union[ShopOrder, NoOrder]:
    """An order, or why it can't be read.

    Args:
        said: What the API says of it, asked for with `FIELDS`.
    """
    try:
        return _order(said)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        number = said.get("custom_display_id") or said.get("display_id")
        field = f"{error.args[0]}: " if isinstance(error, KeyError) and error.args else ""
        return NoOrder(None if number is None else str(number), f"{field}is not as Medusa has it")


def _order(said: Mapping[str, Any]) -> ShopOrder:
    shipping = said.get("shipping_address") or {}
    country = (said.get("billing_address") or {}).get("country_code") or shipping["country_code"]
    customer = said.get("customer") or {}
    returns = [each for each in said.get("returns") or () if each["status"] != _BEGUN]
    return ShopOrder(
        number=number_of(said),
        account=str(said["customer_id"]) if said.get("customer_id") and customer.get("has_account") else None,
        email=said["email"],
        country=country.upper(),
        placed_at=parse_instant(said["created_at"]),
        changed_at=max(parse_instant(each["updated_at"]) for each in (said, *returns)),
        completed_at=_delivered(said),
        ship_to=(shipping.get("country_code") or country).upper(),
        currency=said["currency_code"].upper(),
        items=tuple(sorted((_item(each) for each in said["items"] if each["quantity"] > 0), key=lambda item: item.id)),
        refunds=tuple(_refunds(said)),
        fields={name: value for name, value in (said.get("metadata") or {}).items() if isinstance(value, str)},
        returns=tuple(_return(each) for each in returns),
    )


def _delivered(said: Mapping[str, Any]) -> Optional[datetime]:
    """When the last parcel came, None while one is still on its way or nobody has said so."""
    if said.get("fulfillment_status") != "delivered":
        return None
    sent = [each for each in said.get("fulfillments") or () if not each.get("canceled_at")]
    return max((parse_instant(each["delivered_at"]) for each in sent if each.get("delivered_at")), default=None)


def _item(line: Mapping[str, Any]) -> ShopItem:
    quantity, fulfilled = int(line["quantity"]), int(line["detail"]["fulfilled_quantity"])
    # Medusa's total is that of the pieces that were not sent back; what was fulfilled keeps its own.
    total, pieces = (line["fulfilled_total"], fulfilled) if fulfilled else (line["total"], quantity)
    categories = tuple(str(each["name"]) for each in (line.get("product") or {}).get("categories") or ())
    variant = line.get("variant_title")
    title = line["title"] if not variant or variant.casefold().startswith("default") else f"{line['title']}, {variant}"
    return ShopItem(line["id"], title, categories, quantity, _cents(Decimal(total) / pieces))


def _cents(amount: Any) -> Decimal:
    return Decimal(amount).quantize(_CENT)


def _refunds(said: Mapping[str, Any]) -> Iterator[ShopRefund]:
    """Medusa sends back money of a payment, for no items in particular."""
    for collection in said.get("payment_collections") or ():
        for payment in collection.get("payments") or ():
            for each in payment.get("refunds") or ():
                yield ShopRefund(each["id"], parse_instant(each["created_at"]), _cents(each["amount"]), {})


def _return(said: Mapping[str, Any]) -> ShopReturn:
    labels = [
        (parse_instant(parcel["created_at"]), label["tracking_number"])
        for parcel in said.get("fulfillments") or ()
        for label in parcel.get("labels") or ()
        if label.get("tracking_number")
    ]
    ours = (said.get("metadata") or {}).get(NUMBER_IN_SHOP)
    happened = {
        EventType.REQUESTED: parse_instant(said.get("requested_at") or said["created_at"]),
        EventType.LABEL_ISSUED: min((at for at, _ in labels), default=None),
        EventType.WAREHOUSE_RECEIVED: _arrived(said),
        EventType.CANCELLED: parse_instant(said["canceled_at"]) if said.get("canceled_at") else None,
    }
    return ShopReturn(
        id=said["id"],
        number=f"{_RETURN}{said['display_id']:04}",
        items={each["item_id"]: int(each["quantity"]) for each in said["items"]},
        happened={kind.value: at for kind, at in happened.items() if at is not None},
        paid=False,
        parcels=tuple((tracking, None) for _, tracking in labels),
        label=None,
        ours=ours if isinstance(ours, str) else None,
    )


def _arrived(said: Mapping[str, Any]) -> Optional[datetime]:
    """When all pieces had come, damaged ones too, of which Medusa does not say that the return was received."""
    if said.get("received_at"):
        return parse_instant(said["received_at"])
    items = said["items"]
    if not items or any(each["received_quantity"] + each["damaged_quantity"] < each["quantity"] for each in items):
        return None
    return max(parse_instant(each["updated_at"]) for each in items)
