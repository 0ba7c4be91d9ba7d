"""A return and a refund as Shopify has them, as all connectors tell of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Optional

from actions.connect.connector import ShopRefund, ShopReturn
from core.clock import parse_instant
from policy.model import EventType

Node = Mapping[str, Any]

#: Between the number of a return of the chat and the customer's words, in the note that the shop keeps.
_AFTER_NUMBER: Final = ":"
_LONGEST_NOTE: Final = 300
#: What became of a piece that did come back.
_CAME_BACK: Final = frozenset({"RESTOCKED", "NOT_RESTOCKED", "PROCESSING_REQUIRED"})
_AGREED: Final = frozenset({"OPEN", "CLOSED"})


def note_of(number: str, description: str) -> str:
    """The note of a return of the chat, by which the shop's return is known as that one."""
    return f"{number}{_AFTER_NUMBER} {description}".strip()[:_LONGEST_NOTE]


def number_in(note: Any) -> Optional[str]:
    """The number that a note begins with; whether it is one that the store gave, the store knows."""
    number, sign, _ = note.partition(_AFTER_NUMBER) if isinstance(note, str) else ("", "", "")
    return number.strip() if sign else None


def return_of(said: Node) -> ShopReturn:
    """A return with what happened to it."""
    lines = said["returnLineItems"]["nodes"]
    items: Counter[str] = Counter()
    for each in lines:
        # A line that Shopify could not find in the order names none.
        of = each.get("fulfillmentLineItem")
        if of:
            items[of["lineItem"]["id"].rpartition("/")[2]] += int(each["quantity"])
    deliverables = list(_deliverables(said))
    labels = [label for each in deliverables if (label := each.get("label")) and label.get("publicFileUrl")]
    return ShopReturn(
        id=said["id"],
        number=said["name"],
        items=dict(items),
        happened=_happened(said, labels),
        paid=any(Decimal(each["amountSet"]["presentmentMoney"]["amount"]) for each in said["returnShippingFees"]),
        parcels=tuple(_parcels(deliverables)),
        label=labels[-1]["publicFileUrl"] if labels else None,
        ours=next(filter(None, (number_in(each.get("customerNote")) for each in lines)), None),
    )


def refund_of(said: Node) -> Optional[ShopRefund]:
    """A refund, None while no money was sent: goods that are only restocked, a payment that waits or failed."""
    amount = Decimal(said["totalRefundedSet"]["presentmentMoney"]["amount"])
    sent = [each for each in said["transactions"]["nodes"] if each["kind"] == "REFUND"]
    done = [each["processedAt"] for each in sent if each["status"] == "SUCCESS"]
    if amount <= 0 or (sent and not done):
        return None
    items: Counter[str] = Counter()
    for each in said["refundLineItems"]["nodes"]:
        items[each["lineItem"]["id"].rpartition("/")[2]] += int(each["quantity"])
    at = min(map(parse_instant, filter(None, done)), default=None) or parse_instant(said["refundedAt"])
    of_return = said.get("return")
    return ShopRefund(said["id"].rpartition("/")[2], at, amount, dict(items), of_return["id"] if of_return else None)


def _happened(said: Node, labels: list[Node]) -> dict[str, Optional[datetime]]:
    status, requested = said["status"], parse_instant(said["createdAt"])
    approved, closed = said.get("requestApprovedAt"), said.get("closedAt")
    found: dict[str, Optional[datetime]] = {EventType.REQUESTED.value: requested}
    if approved or status in _AGREED:
        # Whoever makes a return in the shop's own pages agrees to it by that.
        found[EventType.APPROVED.value] = parse_instant(approved) if approved else requested
    if labels:
        found[EventType.LABEL_ISSUED.value] = min(parse_instant(each["createdAt"]) for each in labels)
    came = [parse_instant(each["createdAt"]) for each in _dispositions(said) if each["type"] in _CAME_BACK]
    if came:
        found[EventType.WAREHOUSE_RECEIVED.value] = min(came)
    if status == "DECLINED":
        found[EventType.REJECTED.value] = None
    if status == "CANCELED":
        found[EventType.CANCELLED.value] = parse_instant(closed) if closed else None
    return found


def _reverse_orders(said: Node) -> Iterator[Node]:
    yield from said["reverseFulfillmentOrders"]["nodes"]


def _dispositions(said: Node) -> Iterator[Node]:
    for order in _reverse_orders(said):
        for line in order["lineItems"]["nodes"]:
            yield from line.get("dispositions") or ()


def _deliverables(said: Node) -> Iterator[Node]:
    for order in _reverse_orders(said):
        for delivery in order["reverseDeliveries"]["nodes"]:
            if delivery.get("deliverable"):
                yield delivery["deliverable"]


def _parcels(deliverables: list[Node]) -> Iterator[tuple[str, Optional[str]]]:
    for each in deliverables:
        tracking = each.get("tracking") or {}
        if tracking.get("number"):
            yield tracking["number"], tracking.get("carrierName")
