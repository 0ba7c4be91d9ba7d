"""Takes a shop's orders and refunds into the store, by the same intake as all changes."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Optional, Union

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.connect.connector import NoOrder, ShopOrder, ShopRefund
from actions.connect.records import account_id, customer_record, order_record, refunded
from actions.connect.returned import returned
from actions.connect.rules import ShopRules
from actions.shop_changes.request import change_of
from actions.store.import_export.outgoing import section_records
from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.shop import CustomerRow, OrderRow
from actions.store.updates.deliveries import Change, Deliveries, Unreadable
from actions.store.wishes_to_forget import WishesToForget
from actions.store.written_returns import WrittenReturns
from core.clock import format_instant
from core.database.sessions import snapshot
from core.identifiers import email_key, number_key
from policy.model import EventType

#: Each brings a customer and an order, so that a delivery stays within what the intake takes.
_TOGETHER: Final = 100


@dataclass
class TakenIn:
    """What came of orders.

    Args:
        orders: How many were looked at.
        results: How many records came to each result.
        refused: The records that were not taken, each with its reason.
    """

    orders: int = 0
    results: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)

    def note(self, answer: Any) -> None:
        """Count what the store answered to a delivery."""
        for each in (*answer["results"], *answer["released"]):
            self.results[each["result"]] += 1
            if each["result"] in ("refused", "waits"):
                named = next((f"{kind} {each[kind]}" for kind in ("customer", "order", "return") if each.get(kind)), "")
                self.refused.append(f"{named or 'a record'}: {each['reason']}")


class ShopIntake:
    """The way of a shop's orders into the store.

    Args:
        engine: A migrated store.
        rules: The shop's.
    """

    def __init__(self, engine: Engine, rules: ShopRules) -> None:
        self._engine = engine
        self._deliveries = Deliveries(engine)
        self._written = WrittenReturns(engine)
        self._to_forget = WishesToForget(engine)
        self.rules = rules

    def take(self, orders: Iterable[Union[ShopOrder, NoOrder]], latest: datetime) -> TakenIn:
        """Take in orders with their customers and refunds: however often and in whatever order they come.

        Args:
            orders: As the shop has them.
            latest: No state can be as of later than this aware instant.

        Raises:
            StoreUnavailable: The database did not answer. What was taken in until then stays.
        """
        taken = TakenIn()
        some: list[ShopOrder] = []
        for each in orders:
            taken.orders += 1
            if isinstance(each, NoOrder) and each.is_usual:
                taken.results["left out"] += 1
                continue
            if isinstance(each, NoOrder):
                taken.results["refused"] += 1
                taken.refused.append(f"order {each.number or '?'}: {each.reason}")
                continue
            some.append(each)
            if len(some) == _TOGETHER:
                self._take_some(some, latest, taken)
                some = []
        self._take_some(some, latest, taken)
        return taken

    def was_taken(self, delivery: str) -> bool:
        """Whether a webhook was taken in before.

        Args:
            delivery: What tells it from all others.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        return self._deliveries.knows(_delivery_id(delivery))

    def note_taken(self, delivery: str, now: datetime) -> None:
        """Note that a webhook was taken in, so that nobody asks the shop for its order again when it comes twice.

        Args:
            delivery: What tells it from all others.
            now: The current instant, aware.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        self._deliveries.take(_delivery_id(delivery), _digest(delivery), [], now)

    def note_to_forget(self, account: Optional[str], email: Optional[str], now: datetime) -> int:
        """Note that the shop wants a customer forgotten; how many customers of the store that is.

        Args:
            account: The shop's id of their account, None where it names none.
            email: Their address, by which guests are known; None where it names none.
            now: The current instant, aware.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        ids = [account_id(account)] if account is not None else []
        return self._to_forget.ask(ids, [email_key(email)] if email is not None else [], now)

    def owner(self, order: ShopOrder) -> Optional[str]:
        """Whose an order is in the store, None where it is not there."""
        return self._owners([order]).get(number_key(order.number))

    def returns_of(self, order: ShopOrder, owner: Optional[str]) -> list[dict[str, Any]]:
        """The returns of an order in the store, in the contract's format."""
        if owner is None:
            return []
        with snapshot(self._engine) as connection:
            theirs = [each for page in section_records(connection, "returns", owner) for each in page]
        return [each for each in theirs if number_key(each["order"]) == number_key(order.number)]

    def _take_some(self, orders: Sequence[ShopOrder], latest: datetime, taken: TakenIn) -> None:
        owners = self._owners(orders)
        addresses = self._addresses_of_several({owner for owner in owners.values() if owner})
        changes: list[Union[Change, Unreadable]] = []
        kept: list[ShopOrder] = []
        for each in orders:
            owner = owners.get(number_key(each.number))
            if owner is not None and owner.startswith(PSEUDONYM):
                # Whoever was forgotten stays so.
                taken.results["forgotten"] += 1
                continue
            kept.append(each)
            customer = customer_record(each, self.rules, owner)
            if each.account is None and owner in addresses:
                # Nobody can tell a guest who has moved from an order that was somebody else's, who would then see the
                # guest's other orders.
                customer["email"] = addresses[owner]
            for kind, record in (("customer", customer), ("order", order_record(each, self.rules, owner))):
                changes.append(change_of({"as_of": format_instant(each.changed_at), kind: record}, latest))
        self._deliver(changes, latest, taken)
        self._take_returns([order for order in kept if order.returns], latest, taken)
        self._deliver([each for order in kept for each in self._refunds(order, latest)], latest, taken)

    def _take_returns(self, orders: Sequence[ShopOrder], latest: datetime, taken: TakenIn) -> None:
        if not orders:
            return
        changes: list[Union[Change, Unreadable]] = []
        ids: dict[str, str] = {}
        over: set[str] = set()
        for order in orders:
            as_of = format_instant(order.changed_at)
            for each in returned(order, self.rules, self.returns_of(order, self.owner(order))):
                changes.append(change_of({"as_of": as_of, "return": each.record}, latest))
                ids[each.record["number"]] = each.of_shop.id
                if EventType.CANCELLED.value in each.of_shop.happened:
                    over.add(each.record["number"])
        self._deliver(changes, latest, taken)
        self._written.link(ids, over, latest)

    def _refunds(self, order: ShopOrder, latest: datetime) -> list[Union[Change, Unreadable]]:
        if not order.refunds:
            return []
        known = self.returns_of(order, self.owner(order))
        numbers = {each.of_shop.id: each.record["number"] for each in returned(order, self.rules, known)}
        return [
            change_of({"as_of": format_instant(_as_of(refund, order)), "return": record}, latest)
            for refund, record, _ in refunded(order, known, numbers)
            if record is not None
        ]

    def _deliver(self, changes: Sequence[Union[Change, Unreadable]], now: datetime, taken: TakenIn) -> None:
        if changes:
            # What comes twice changes nothing, so that no delivery needs an id that tells it from others.
            delivery = f"shop-{uuid.uuid4().hex}"
            taken.note(self._deliveries.take(delivery, _digest(delivery), changes, now).answer)

    def _addresses_of_several(self, customers: Collection[str]) -> dict[str, str]:
        """The addresses of those who have several orders."""
        several = select(OrderRow.customer_id).where(OrderRow.customer_id.in_(sorted(customers)))
        several = several.group_by(OrderRow.customer_id).having(func.count() > 1)
        with snapshot(self._engine) as connection:
            ids = connection.execute(several).scalars().all()
            asked = select(CustomerRow.id, CustomerRow.email).where(CustomerRow.id.in_(ids))
            return {row.id: row.email for row in connection.execute(asked)} if ids else {}

    def _owners(self, orders: Sequence[ShopOrder]) -> dict[str, str]:
        keys = {number_key(each.number) for each in orders}
        asked = select(OrderRow.key, OrderRow.customer_id).where(OrderRow.key.in_(keys))
        with snapshot(self._engine) as connection:
            return {row.key: row.customer_id for row in connection.execute(asked)} if keys else {}


def _digest(said: str) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _delivery_id(delivery: str) -> str:
    """Its id beside those of the intake over HTTP; of a certain length, whatever the shop sends."""
    return f"shop-told-{_digest(delivery)[:40]}"


def _as_of(refund: ShopRefund, order: ShopOrder) -> datetime:
    """As of when a return is that had its money: the shop's own was told as of the order's last change just before."""
    return max(refund.at, order.changed_at) if order.returns else refund.at
