"""Whose orders are in the store already, where a spreadsheet tells customers by their addresses alone.

An address is put right now and then, and whoever was forgotten still stands in the export of every night. Neither may
keep all other rows from being taken in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from actions.store.import_export.document import parsed
from actions.store.pseudonyms import PSEUDONYM
from actions.store.tables.shop import CustomerRow, OrderRow
from core.database.sessions import snapshot
from core.identifiers import email_key, number_key
from returndesk.spreadsheet.records import Found, Spreadsheet, made_id

_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Settled:
    """What became of orders that are in the store under another customer than the sheet's.

    Args:
        forgotten: How many were passed over, as whoever placed them was forgotten.
        kept: How many stay their customer's, whose address stays as it is: other orders of theirs have another one.
    """

    forgotten: int = 0
    kept: int = 0


def settle_owners(read: Spreadsheet, engine: Engine) -> Settled:
    """Have orders that are in the store stay their customer's, where the sheet knows customers by address alone.

    The customer gets the sheet's address where all of their orders have it. Where only some do, nobody can tell a
    customer who has moved from an order that was somebody else's, who would then see all the others.

    Args:
        read: The spreadsheet, which is changed.
        engine: The store.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    with snapshot(engine) as connection:
        return _Owners(read, connection).settle(read)


class _Owners:
    """Finds out whose each order is.

    Args:
        read: The spreadsheet.
        connection: To the store.
    """

    def __init__(self, read: Spreadsheet, connection: Connection) -> None:
        self._connection = connection
        self._orders = read.found["orders"]
        self._customers = {str(each.record["id"]): each for each in read.found["customers"]}
        #: Customers that the sheet knows by their address alone.
        self._made = {name for name, each in self._customers.items() if name == made_id(str(each.record["email"]))}
        keys = [_key(each) for each in self._orders]
        self._owners = dict(self._rows(OrderRow.key, OrderRow.customer_id, OrderRow.key, keys))

    def settle(self, read: Spreadsheet) -> Settled:
        """Change the spreadsheet's orders and customers."""
        left = [each for each in self._orders if not self._owners.get(_key(each), "").startswith(PSEUDONYM)]
        new_addresses, kept = self._new_addresses(left)
        joins = self._joins(left, new_addresses)
        orders = [_with(each, "orders", customer=self._customer_of(each, joins)) for each in left]
        read.found["orders"] = orders
        read.found["customers"] = list(self._customers_of(orders, new_addresses, joins))
        return Settled(len(self._orders) - len(left), kept)

    def _new_addresses(self, orders: Sequence[Found]) -> tuple[dict[str, str], int]:
        """Customers of the store by what the sheet calls them now, and how many orders have an address of their own."""
        moved: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for each in orders:
            owner, said = self._owners.get(_key(each)), str(each.record["customer"])
            if owner is not None and owner != said and said in self._made:
                moved[owner][said].add(_key(each))
        theirs: dict[str, set[str]] = defaultdict(set)
        for owner, key in self._rows(OrderRow.customer_id, OrderRow.key, OrderRow.customer_id, [*moved]):
            theirs[owner].add(key)
        changed: dict[str, str] = {}
        kept = 0
        for owner, names in moved.items():
            keys = set().union(*names.values())
            if len(names) == 1 and keys >= theirs[owner] and owner not in self._customers:
                changed[owner] = next(iter(names))
            else:
                kept += len(keys)
        return changed, kept

    def _joins(self, orders: Sequence[Found], new_addresses: Mapping[str, str]) -> dict[str, str]:
        """Whom the store knows by the address of new orders, by what the sheet calls them."""
        new = {str(each.record["customer"]) for each in orders if _key(each) not in self._owners} & self._made
        known = {name for name, _ in self._rows(CustomerRow.id, CustomerRow.id, CustomerRow.id, [*new])}
        new -= known
        by_address: dict[str, set[str]] = defaultdict(set)
        addresses = {email_key(str(self._customers[name].record["email"])): name for name in new}
        for name, address in self._rows(CustomerRow.id, CustomerRow.email_key, CustomerRow.email_key, [*addresses]):
            by_address[addresses[address]].add(name)
        for owner, said in new_addresses.items():
            if said in new:
                by_address[said].add(owner)
        return {said: next(iter(owners)) for said, owners in by_address.items() if len(owners) == 1}

    def _customer_of(self, order: Found, joins: Mapping[str, str]) -> str:
        said = str(order.record["customer"])
        return self._owners.get(_key(order), joins.get(said, said)) if said in self._made else said

    def _customers_of(
        self, orders: Sequence[Found], new_addresses: Mapping[str, str], joins: Mapping[str, str]
    ) -> Iterator[Found]:
        """The customers of the orders as they are now, and those who never stood beside an order."""
        theirs = {str(each.record["customer"]) for each in orders}
        alone = set(self._customers) - {str(each.record["customer"]) for each in self._orders}
        named = {owner: self._customers[said] for said, owner in joins.items()}
        named |= {owner: self._customers[said] for owner, said in new_addresses.items()}
        named |= {name: each for name, each in self._customers.items() if name in theirs or name in alone}
        return (_with(each, "customers", id=name) for name, each in named.items())

    def _rows(self, first: Any, second: Any, by: Any, among: Sequence[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(among), _AT_ONCE):
            asked = select(first, second).where(by.in_(among[start : start + _AT_ONCE]))
            yield from ((row[0], row[1]) for row in self._connection.execute(asked))


def _key(order: Found) -> str:
    return number_key(str(order.record["number"]))


def _with(found: Found, section: str, **fields: str) -> Found:
    if all(found.record[name] == value for name, value in fields.items()):
        return found
    record = {**found.record, **fields}
    return found._replace(record=record, checked=parsed(section, record))
