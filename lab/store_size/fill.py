"""Fills a PostgreSQL store with a made-up shop."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from actions.store.engine import migrate
from actions.store.tables.shop import CustomerRow, OrderRow
from bot.channels.mailbox_tables import metadata as mailbox_tables
from core.conversations.conversations import Conversations
from lab.store_size import background_data, schema
from lab.store_size.shop import BLOCK, CUSTOMER_BLOCK, Shop
from returndesk.failure import Failure

_COLUMNS = {
    "customers": "seq, id, email, email_key, country, timezone, locale",
    "orders": "seq, key, number, customer_id, placed_at, received_at, ship_from, ship_to",
    "items": "order_key, id, title, category, price, currency, free_returns, return_window_days",
    "returns": "key, number, order_key, shipping, tracking_number, carrier, refund_amount, refund_currency, "
    "refund_method",
    "return_items": "return_key, position, order_key, item_id",
    "return_events": "return_key, type, at",
}

Told = Callable[[str], None]


def fill(engine: Engine, shop: Shop, progress: Told) -> None:
    """Fill a store; one that an earlier run has begun to fill with the same shop is taken up where that one ended.

    Args:
        engine: A PostgreSQL database, migrated or not.
        shop: What to fill it with.
        progress: Is told what is being done.

    Raises:
        Failure: It is no PostgreSQL database, or holds something else.
        StoreUnavailable: The database did not answer.
    """
    if engine.dialect.name != "postgresql":
        raise Failure("only a store on PostgreSQL is filled; name one with --database-url, or none for one of its own")
    migrate(engine)
    Conversations(engine).create()
    with engine.begin() as connection:
        mailbox_tables.create_all(connection)
    customers, orders = _highest(engine, CustomerRow), _highest(engine, OrderRow)
    if customers > shop.customers or orders > shop.orders:
        raise Failure("the store holds something else already; name an empty database")
    if orders < shop.orders:
        schema.take_away(engine)
    for block in range(-(-customers // CUSTOMER_BLOCK), shop.customer_blocks):
        progress(f"customers: {block * CUSTOMER_BLOCK:,} of {shop.customers:,}")
        _copy(engine, {"customers": list(shop.customer_rows(block))})
    # The next block is made while the database takes the last one in.
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(shop.block, -(-orders // BLOCK))
        for block in range(-(-orders // BLOCK), shop.blocks):
            rows, coming = coming.result(), maker.submit(shop.block, min(block + 1, shop.blocks - 1))
            progress(f"returns: {shop.returns_before(block * BLOCK):,} of {shop.returns:,}")
            _copy(engine, rows)
    _go_on_behind(engine, CustomerRow)
    _go_on_behind(engine, OrderRow)
    schema.bring_back(engine, progress)
    schema.check(engine)
    background_data.fill(engine, shop, progress)
    progress("vacuum and statistics")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def _copy(engine: Engine, tables: Mapping[str, Sequence[str]]) -> None:
    """Write rows of several tables in one transaction."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        connection.execute(text("SET LOCAL synchronous_commit = off"))
        cursor: Any = connection.connection.cursor()
        for table, rows in tables.items():
            cursor.copy_expert(f"COPY {table} ({_COLUMNS[table]}) FROM STDIN", _file(rows), size=1 << 18)


def _file(rows: Iterable[str]) -> io.BytesIO:
    return io.BytesIO(("\n".join(rows) + "\n").encode())


def _highest(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.max(table.seq))).scalar_one() or 0)


def _go_on_behind(engine: Engine, table: Any) -> None:
    """Have the next row get the next number; these rows brought theirs with them."""
    with engine.begin() as connection:
        last = func.setval(func.pg_get_serial_sequence(table.__tablename__, "seq"), func.max(table.seq))
        connection.execute(select(last))
