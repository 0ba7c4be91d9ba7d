"""A return that the shop itself keeps, as a record of the store's contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Optional

from actions.connect.connector import ShopOrder, ShopReturn
from actions.connect.rules import ShopRules
from actions.store.import_export import label_fields
from actions.store.import_export.document import MOST_FURTHER_PARCELS
from actions.store.tables.operations import LONGEST_TRACKING_NUMBER
from core.clock import format_instant
from core.identifiers import number_key
from policy.model import EventType, Shipping

Record = dict[str, Any]

_LONGEST_CARRIER: Final = 100
#: In this order they are told, so that what is first known late stands behind what came before it.
_ORDER: Final = [each.value for each in EventType]
#: After these the shop's own verdict says nothing new to whoever cancelled in the chat.
_CANCELLED: Final = EventType.CANCELLED.value
_REJECTED: Final = EventType.REJECTED.value


@dataclass(frozen=True)
class Returned:
    """A return of the shop, the record that the store gets of it, and why it is that one."""

    of_shop: ShopReturn
    record: Record
    why: str


def returned(order: ShopOrder, rules: ShopRules, known: Sequence[Record]) -> Iterator[Returned]:
    """The records of an order's returns in the shop.

    Args:
        order: The order.
        rules: The shop's.
        known: The returns of that order in the store, in the contract's format.
    """
    by_key = {number_key(each["number"]): each for each in known}
    for each in order.returns:
        ours = by_key.get(number_key(each.ours)) if each.ours else None
        there = ours or by_key.get(number_key(each.number))
        why = "asked for in the chat" if ours else "the shop's own"
        yield Returned(each, _record(order, each, rules, there, why), why)


def _record(order: ShopOrder, each: ShopReturn, rules: ShopRules, there: Optional[Record], why: str) -> Record:
    if there is None:
        there = {
            "number": each.number,
            "order": order.number,
            "items": [{"id": item, "quantity": pieces} for item, pieces in each.items.items()],
            "refund": {"amount": f"{_worth(order, each):f}", "currency": order.currency, "method": "original"},
            "tracking_number": None,
            "carrier": None,
            "events": [],
        }
    return {
        **there,
        "shipping": _shipping(each, rules, there if why == "asked for in the chat" else {}),
        **_parcels(each),
        **_label(each),
        "events": [*there["events"], *_new_events(order, each, there)],
    }


def _shipping(each: ShopReturn, rules: ShopRules, asked_for: Mapping[str, Any]) -> str:
    """What was agreed on in the chat holds; of others the shop or the rules say it."""
    return str(asked_for.get("shipping") or (Shipping.PAID.value if each.paid else rules.shipping))


def _worth(order: ShopOrder, each: ShopReturn) -> Decimal:
    prices = {item.id: item.price for item in order.items}
    return sum((prices.get(item, Decimal()) * pieces for item, pieces in each.items.items()), Decimal())


def _label(each: ShopReturn) -> Record:
    """Where its label lies, if a customer's browser can be sent there; a return is no worse for a label that is not."""
    try:
        return {"label": {"address": label_fields.address(each.label)}}
    except ValueError:
        return {}


def _parcels(each: ShopReturn) -> Record:
    """What the shop tells of parcels that the store can hold; where it tells of none, what is known of them stays."""
    told = [(number, by if by and len(by) <= _LONGEST_CARRIER else None) for number, by in each.parcels]
    fitting = [(number, by) for number, by in told if len(number) <= LONGEST_TRACKING_NUMBER]
    if not fitting:
        return {}
    (first, carrier), *further = fitting[: 1 + MOST_FURTHER_PARCELS]
    others = [{"tracking_number": number, **({"carrier": by} if by else {})} for number, by in further]
    return {"tracking_number": first, "carrier": carrier, **({"further_parcels": others} if others else {})}


def _new_events(order: ShopOrder, each: ShopReturn, there: Record) -> list[Record]:
    """What happened and is not recorded yet: what is recorded keeps its instant, as events never change."""
    recorded = {event["type"] for event in there["events"]}
    if _CANCELLED in recorded:
        recorded.add(_REJECTED)
    news = [kind for kind in _ORDER if kind in each.happened and kind not in recorded]
    # What the shop does not say the time of had happened when the order was changed last.
    return [{"type": kind, "at": format_instant(each.happened[kind] or order.changed_at)} for kind in news]
