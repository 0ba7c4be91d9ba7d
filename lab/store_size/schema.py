"""Takes the indexes and constraints of the record tables away while they are filled, and brings them back.

To keep them while ten million returns are written takes several times as long as to build them afterwards. What is
missing is told by the program's own tables, so an interrupted run is taken up by any later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import ForeignKeyConstraint, MetaData, UniqueConstraint, inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.schema import AddConstraint, CreateIndex, DDLElement

from actions.store.tables.all_tables import shop
from returndesk.failure import Failure

#: In the order in which they are filled.
FILLED = ("customers", "orders", "items", "returns", "return_items", "return_events")


def take_away(engine: Engine) -> None:
    """Drop every foreign key, and the indexes and unique constraints of the tables that are filled."""
    metadata = _copy()
    with engine.begin() as connection:
        for table in metadata.tables.values():
            for key in table.constraints:
                if isinstance(key, ForeignKeyConstraint):
                    _drop_constraint(connection, table.name, str(key.name))
        for name in FILLED:
            table = metadata.tables[name]
            for constraint in table.constraints:
                if isinstance(constraint, UniqueConstraint):
                    _drop_constraint(connection, name, str(constraint.name))
            for index in table.indexes:
                connection.execute(text(f'DROP INDEX IF EXISTS "{index.name}"'))


def bring_back(engine: Engine, progress: Callable[[str], None]) -> None:
    """Build what is missing, one thing after the other.

    Args:
        engine: The store.
        progress: Is told what is being built.
    """
    for name, statement in _missing(engine):
        progress(f"building {name}")
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
            connection.execute(statement)


def check(engine: Engine) -> None:
    """Make sure that the schema is what the migrations make.

    Raises:
        Failure: It is not.
    """
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        differences = compare_metadata(context, shop.Base.metadata)
    if differences:
        raise Failure(f"the filled store has not the schema that migrations make: {differences}")


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether a table is one of the return store's; the conversations may lie beside them."""
    return kind != "table" or name in shop.Base.metadata.tables


def _missing(engine: Engine) -> Iterator[tuple[str, DDLElement]]:
    """What the store lacks: unique constraints first, as foreign keys rest on them."""
    there = inspect(engine)
    indexes, constraints, keys = [], [], []
    for table in _copy().sorted_tables:
        has = {each["name"] for each in there.get_indexes(table.name)}
        has |= {each["name"] for each in there.get_unique_constraints(table.name)}
        has |= {each["name"] for each in there.get_foreign_keys(table.name)}
        indexes += [(str(each.name), CreateIndex(each)) for each in table.indexes if each.name not in has]
        for each in table.constraints:
            if isinstance(each, UniqueConstraint) and each.name not in has:
                constraints.append((str(each.name), AddConstraint(each)))
            if isinstance(each, ForeignKeyConstraint) and each.name not in has:
                keys.append((str(each.name), AddConstraint(each)))
    yield from constraints
    yield from indexes
    yield from keys


def _copy() -> MetaData:
    """The program's tables anew: to build a constraint by itself marks it as one that is built so."""
    metadata = MetaData()
    for table in shop.Base.metadata.tables.values():
        table.to_metadata(metadata)
    return metadata


def _drop_constraint(connection: Connection, table: str, name: str) -> None:
    connection.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'))
