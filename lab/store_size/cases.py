"""Whom the queries are asked about: customers of a filled store, chosen at random, and its heaviest ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine, Row
from sqlalchemy.sql import Select

from actions.store.proof.verifications import Verifications
from actions.store.tables.shop import CustomerRow, OrderRow, ReturnRow
from core.database.sessions import reading
from lab.store_size.desk import Case
from lab.store_size.shop import NOW, Shop

#: One of so many cases is a customer with the most orders.
HEAVY_ONE_OF = 10


def cases(engine: Engine, shop: Shop, count: int, first: int = 0, seed: int = 0) -> list[Case]:
    """Customers who have proven who they are, each with one of their returns.

    Args:
        engine: A store that the shop was filled into.
        shop: The shop.
        count: How many.
        first: The number of the first one; no two cases of a store have the same.
        seed: Another one chooses others.
    """
    chance = random.Random(seed)  # noqa: S311  # nothing here is secret
    verifications = Verifications(engine)
    found = []
    for number in range(first, first + count):
        if number % HEAVY_ONE_OF:
            key, email, customer, order = _somebody(engine, shop, chance)
        else:
            key, email, customer, order = _somebody_heavy(engine, shop.heaviest, chance)
        conversation = f"web:case-{number}"
        verifications.sign_in(conversation, customer, None, NOW + timedelta(days=1), NOW)
        found.append(Case(number, conversation, customer, email, order, key))
    return found


def _somebody(engine: Engine, shop: Shop, chance: random.Random) -> tuple[str, str, str, str]:
    key = shop.return_number(chance.randrange(shop.returns))
    statement = _record().where(ReturnRow.key == key)
    with reading(engine) as session:
        return _values(session.execute(statement).one())


def _somebody_heavy(engine: Engine, heaviest: Sequence[str], chance: random.Random) -> tuple[str, str, str, str]:
    statement = _record().where(CustomerRow.id == chance.choice(heaviest)).order_by(ReturnRow.seq)
    with reading(engine) as session:
        return _values(chance.choice(session.execute(statement).all()))


def _record() -> Select:
    return (
        select(ReturnRow.key, CustomerRow.email, CustomerRow.id, OrderRow.number)
        .join(OrderRow, OrderRow.key == ReturnRow.order_key)
        .join(CustomerRow, CustomerRow.id == OrderRow.customer_id)
    )


def _values(row: Row) -> tuple[str, str, str, str]:
    key, email, customer, order = row
    return key, email, customer, order
