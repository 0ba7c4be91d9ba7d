"""A shop's order as records of the store's contract, and which of its returns a refund is for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Optional

from actions.connect.connector import ShopOrder, ShopRefund
from actions.connect.rules import ShopRules
from core.clock import format_instant
from core.identifiers import email_key
from policy.model import EventType

_ISSUED: Final = EventType.REFUND_ISSUED.value
_ARRIVED: Final = EventType.WAREHOUSE_RECEIVED.value
#: After these there was money already, and may be more.
_PAID: Final = frozenset({_ISSUED, EventType.REFUND_SETTLED.value})
#: After these nobody waits for money.
_OVER: Final = frozenset({_ISSUED, *(each.value for each in (EventType.CANCELLED, EventType.REFUND_SETTLED))})

Record = dict[str, Any]


def account_id(account: str) -> str:
    """The id of a customer who has an account in the shop."""
    return f"shop-{account}"


def customer_id(order: ShopOrder, known: Optional[str]) -> str:
    """The id of an order's customer: an order stays its customer's, whatever address or account it gets later.

    Args:
        order: The order.
        known: Whose the order is in the store, None where it is not there.
    """
    if known is not None:
        return known
    if order.account is not None:
        return account_id(order.account)
    # As for spreadsheets: the same for an address everywhere, and no address.
    return f"c-{hashlib.sha256(email_key(order.email).encode()).hexdigest()[:20]}"


def customer_record(order: ShopOrder, rules: ShopRules, known: Optional[str]) -> Record:
    """Its customer."""
    return {
        "id": customer_id(order, known),
        "email": order.email,
        "country": order.country,
        "timezone": rules.timezones.get(order.country, rules.timezone),
        "locale": rules.locales.get(order.country, rules.locale),
    }


def order_record(order: ShopOrder, rules: ShopRules, known: Optional[str]) -> Record:
    """The order itself."""
    origin, arrival = rules.origin(order), rules.arrival(order)
    items = []
    for item in order.items:
        rule, category = rules.of_item(item, origin.value)
        items.append(
            {
                "id": item.id,
                "title": item.title,
                "category": category,
                "price": f"{item.price:f}",
                "currency": order.currency,
                "free_returns": rule.free_returns,
                "return_window_days": rule.return_window_days,
                "quantity": item.quantity,
            }
        )
    return {
        "number": order.number,
        "customer": customer_id(order, known),
        "placed_at": format_instant(order.placed_at),
        "received_at": None if arrival.value is None else format_instant(arrival.value),
        "ship_from": origin.value,
        "ship_to": order.ship_to,
        "items": items,
    }


def refunded(
    order: ShopOrder, returns: Sequence[Record], numbers: Mapping[str, str]
) -> Iterator[tuple[ShopRefund, Optional[Record], str]]:
    """What each refund of an order is for: the return with its money sent, None where it is none's, and why.

    Args:
        order: The order.
        returns: Those of the order in the store, in the contract's format.
        numbers: What the store calls returns by, by the shop's ids of them.
    """
    waiting = {each["number"]: each for each in returns if not _OVER & _happened(each)}
    paid = {each["number"]: each for each in returns if _PAID & _happened(each)}
    for refund in sorted(order.refunds, key=lambda each: (each.at, each.id)):
        at = format_instant(refund.at)
        if any({"type": _ISSUED, "at": at} in each["events"] for each in returns):
            yield refund, None, "is recorded"
            continue
        further = paid.get(numbers.get(refund.of_return or "", ""))
        if further is not None:
            # The shop says itself that it is more money for the same return.
            found = _with_money(further, refund.amount + _sent(order, further), order.currency, at)
            paid[found["number"]] = found
            yield refund, found, "is further money for the return that the shop names"
            continue
        named, why = _named(refund, waiting, numbers)
        fitting = [each for each in named if _began(each) <= at]
        if len(fitting) > 1 and not refund.items:
            # Money that names no items is for what has come back.
            fitting = [each for each in fitting if _ARRIVED in _happened(each)] or fitting
        if len(fitting) != 1:
            yield refund, None, "no return waits for it" if not fitting else "several returns may wait for it"
            continue
        found = _with_money(waiting.pop(fitting[0]["number"]), refund.amount, order.currency, at)
        paid[found["number"]] = found
        yield refund, found, why


def _sent(order: ShopOrder, record: Record) -> Decimal:
    """What the shop has sent for a return so far, as far as it is recorded there."""
    recorded = {event["at"] for event in record["events"] if event["type"] == _ISSUED}
    return sum((each.amount for each in order.refunds if format_instant(each.at) in recorded), Decimal())


def _with_money(record: Record, amount: Decimal, currency: str, at: str) -> Record:
    refund = {**record["refund"], "amount": f"{amount:f}", "currency": currency}
    return {**record, "refund": refund, "events": [*record["events"], {"type": _ISSUED, "at": at}]}


def _named(refund: ShopRefund, waiting: Mapping[str, Record], numbers: Mapping[str, str]) -> tuple[list[Record], str]:
    """The returns that a refund may be for, and what tells that."""
    if refund.of_return is not None:
        number = numbers.get(refund.of_return, "")
        return [each for each in waiting.values() if each["number"] == number], "is the one that the shop names"
    if refund.items:
        same = [each for each in waiting.values() if _pieces(each) == dict(refund.items)]
        return same, "sends back the same items"
    return list(waiting.values()), "is the only one that waits for money"


def _pieces(record: Mapping[str, Any]) -> dict[str, int]:
    return {
        (each if isinstance(each, str) else each["id"]): (1 if isinstance(each, str) else each["quantity"])
        for each in record["items"]
    }


def _happened(record: Mapping[str, Any]) -> set[str]:
    return {event["type"] for event in record["events"]}


def _began(record: Mapping[str, Any]) -> str:
    return min((str(event["at"]) for event in record["events"]), default="")
