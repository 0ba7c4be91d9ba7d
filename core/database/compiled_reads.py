"""Statements that only read, put into SQL once.

SQLAlchemy finds out for each execution which statement it has before it, and the ORM makes objects that it then watches
for changes. Together that takes several times as long as the database does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.sql import Select


class CompiledRead:
    """A statement that reads, for all databases of one program.

    Args:
        statement: Selects columns; what changes from one execution to the next are bound parameters by name. None of
            them is a list: how many values that has would stand in the SQL.
    """

    def __init__(self, statement: Select) -> None:
        self._statement = statement
        self._by_kind: dict[str, Compiled] = {}

    def rows(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """What the statement finds, a named tuple for each row.

        Args:
            connection: Where to ask.
            values: The parameters.
        """
        kind = connection.dialect.name
        compiled = self._by_kind.get(kind)
        if compiled is None:
            compiled = self._by_kind[kind] = self._statement.compile(dialect=connection.dialect)
        found: Sequence[Any] = connection.execute(compiled, values).all()
        return found
