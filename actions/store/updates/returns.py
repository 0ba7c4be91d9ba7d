"""Brings returns and their events up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from actions.store.import_export.rows import with_instants
from actions.store.pseudonyms import PSEUDONYM
from actions.store.return_numbers import raise_last_number
from actions.store.tables.shop import EventRow, ItemRow, LabelRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.updates.candidates import (
    Candidate,
    Outcome,
    Result,
    insert_rows,
    refused,
    update_rows,
    updated,
    waits,
)
from actions.store.updates.events import Recorded, new_events

_RETURNS, _ITEMS, _EVENTS = ReturnRow.__table__, ReturnItemRow.__table__, EventRow.__table__
_LABELS = LabelRow.__table__
_FIELDS = {
    "number": "number",
    "shipping": "shipping",
    "tracking_number": "tracking_number",
    "carrier": "carrier",
    "further_parcels": "further_parcels",
    "refund_amount": "refund.amount",
    "refund_currency": "refund.currency",
    "refund_method": "refund.method",
}

Row = Mapping[str, Any]


def update_returns(connection: Connection, candidates: Sequence[Candidate]) -> list[Outcome]:
    """Bring some returns up to date, of which none is named twice.

    New events are appended. All of a return may change but its order and what it sends back.
    """
    state = _State(connection, candidates)
    outcomes = [state.outcome(each) for each in candidates]
    state.write(connection)
    return outcomes


class _State:
    """What the store holds of some returns, and what is to be written."""

    def __init__(self, connection: Connection, candidates: Sequence[Candidate]) -> None:
        asked = select(_RETURNS).where(_RETURNS.c.key.in_([each.key for each in candidates]))
        self._stored = {row["key"]: row for row in connection.execute(asked).mappings()}
        keys = list(self._stored)
        orders = {str(each.refers) for each in candidates}
        placed = select(OrderRow.key, OrderRow.placed_at, OrderRow.customer_id).where(OrderRow.key.in_(orders))
        self._orders = {row["key"]: row for row in connection.execute(placed).mappings()}
        self._held = _pieces(connection, ItemRow.order_key, ItemRow.id, ItemRow.quantity, list(self._orders))
        columns = (ReturnItemRow.return_key, ReturnItemRow.item_id, ReturnItemRow.quantity)
        self._sent_back = _pieces(connection, *columns, keys)
        self._recorded: defaultdict[str, set[Recorded]] = defaultdict(set)
        events = select(EventRow.return_key, EventRow.type, EventRow.at).where(EventRow.return_key.in_(keys))
        for key, kind, at in connection.execute(events) if keys else ():
            self._recorded[key].add((kind, at))
        labels = select(_LABELS).where(_LABELS.c.return_key.in_(keys))
        self._labels = {row["return_key"]: row for row in connection.execute(labels).mappings()} if keys else {}
        self._new: list[Row] = []
        self._new_labels: list[Row] = []
        self._old_labels: list[str] = []
        self._new_items: list[Row] = []
        self._new_events: list[Row] = []
        self._changed: list[Row] = []

    def outcome(self, candidate: Candidate) -> Outcome:
        """What comes of a return; what is to be written is noted."""
        known, order = self._stored.get(candidate.key), self._orders.get(str(candidate.refers))
        pieces = {item["item_id"]: item["quantity"] for item in candidate.body["items"]}
        if known is not None and known["order_key"] != candidate.refers:
            return refused("order: the return is one of another order in the store; give this one another number")
        if known is not None and pieces != self._sent_back[candidate.key]:
            return refused(
                "items: are others than recorded, and what a return sends back does not change; "
                "send those that are recorded, or cancel it and send another return"
            )
        if order is None:
            return self._waits(candidate, f"order: {candidate.body['order']} is not in the store; send that order too")
        if known is None:
            trouble = _not_held(candidate, self._held[order["key"]])
            if trouble is not None:
                return self._waits(candidate, trouble)
        sent = [with_instants(event) for event in candidate.body["events"]]
        events = new_events(sent, self._recorded[candidate.key], order["placed_at"])
        if isinstance(events, str):
            return refused(events)
        self._new_events += events
        return self._kept(candidate, known, order, len(events))

    def _kept(self, candidate: Candidate, known: Optional[Row], order: Row, events: int) -> Outcome:
        row = {"further_parcels": None, **candidate.body["return"], "as_of": candidate.as_of}
        label = candidate.body.get("label")
        if str(order["customer_id"]).startswith(PSEUDONYM):
            # Carriers tell addresses by it, so it went with the customer and stays away. On a label they stand.
            row["tracking_number"], row["further_parcels"], label = None, None, None
        if known is None:
            self._new.append(row)
            self._new_labels += [with_instants(label)] if label else []
            self._new_items += candidate.body["items"]
            return Outcome(Result.ADDED, events=events)
        counts = candidate.counts_against(known)
        if counts:
            self._changed.append(row)
        changed = [name for column, name in _FIELDS.items() if counts and row[column] != known[column]]
        if counts and self._is_another_label(candidate.key, label):
            changed.append("label")
        return updated(changed, events)

    def _is_another_label(self, key: str, label: Optional[Row]) -> bool:
        """Whether a return has another label than the store knows, or none any more; what is to be written is noted."""
        known, new = self._labels.get(key), with_instants(dict(label)) if label else None
        if new == (None if known is None else dict(known)):
            return False
        self._old_labels += [key] if known is not None else []
        self._new_labels += [new] if new is not None else []
        return True

    def write(self, connection: Connection) -> None:
        """Write what was noted."""
        insert_rows(connection, _RETURNS, self._new)
        insert_rows(connection, _ITEMS, self._new_items)
        update_rows(connection, _RETURNS, ("key",), (*_FIELDS, "as_of"), self._changed)
        insert_rows(connection, _EVENTS, self._new_events)
        if self._old_labels:
            connection.execute(delete(_LABELS).where(_LABELS.c.return_key.in_(self._old_labels)))
        insert_rows(connection, _LABELS, self._new_labels)
        raise_last_number(connection, [row["key"] for row in self._new])

    @staticmethod
    def _waits(candidate: Candidate, reason: str) -> Outcome:
        return waits("orders", str(candidate.refers), reason)


def _not_held(candidate: Candidate, held: Mapping[str, int]) -> Optional[str]:
    """What of the items that a return sends back its order does not hold, None where it holds all."""
    for index, item in enumerate(candidate.body["items"]):
        name, quantity = item["item_id"], item["quantity"]
        if name not in held:
            return f"items[{index}]: item {name} is not one of order {candidate.body['order']}; send the order with it"
        if quantity > held[name]:
            more = f"{quantity} pieces of item {name} are more than order {candidate.body['order']} holds"
            return f"items[{index}]: {more}; send the order with as many"
    return None


def _pieces(connection: Connection, key: Any, item: Any, quantity: Any, keys: Sequence[str]) -> dict[str, Any]:
    """How many pieces of each item there are, by a key and the item's id."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for owner, name, pieces in connection.execute(select(key, item, quantity).where(key.in_(keys))) if keys else ():
        found[owner][name] = pieces
    return found
