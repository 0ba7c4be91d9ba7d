"""Where tests keep their data: in SQLite files, or in databases of the run's own PostgreSQL with Redis beside it."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg2
import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.engine import Engine, make_url

from core.database.engine import open_engine
from lab.testbed.postgresql import PostgreSQL
from lab.testbed.redis_server import own_redis

SWITCH: Final = "RETURNDESK_TEST_SERVICES"
#: Read before any test begins: the suite takes such variables away.
ON_SERVICES: Final = os.environ.get(SWITCH) == "on"
#: The parameters of a fixture that gives a database of either kind, wherever the suite runs.
EITHER_KIND: Final = (
    pytest.param("sqlite", marks=pytest.mark.embedded("the same test runs on PostgreSQL beside it")),
    "postgresql",
)


class Databases(ABC):
    """Gives tests their databases."""

    #: Whether they are on a server, which several processes share.
    served: bool

    @abstractmethod
    def new(self, folder: Path, name: str = "store.db") -> str:
        """The address of a database in which nothing is, no table either.

        Args:
            folder: Where it is, should it be a file.
            name: What it is called there.
        """

    @abstractmethod
    def copy(self, template: str, folder: Path, name: str = "store.db") -> str:
        """The address of a copy of a database, to which nobody is connected now; `folder` and `name` as in `new`."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Gives back the space that a database takes, should somebody still be connected as well."""

    @abstractmethod
    def settings(self, folder: Path) -> dict[str, str]:
        """Further RETURNDESK_… variables for a desk that is served on such a database.

        Args:
            folder: Where what they name keeps its files.
        """


class Files(Databases):
    """SQLite files."""

    served = False

    def new(self, folder: Path, name: str = "store.db") -> str:
        """The address of a file that is not there yet."""
        return f"sqlite:///{folder / name}"

    def copy(self, template: str, folder: Path, name: str = "store.db") -> str:
        """The address of a copy of a file."""
        shutil.copy(str(make_url(template).database), folder / name)
        return self.new(folder, name)

    def drop(self, url: str) -> None:
        """Files go with the folder of their test."""

    def settings(self, folder: Path) -> dict[str, str]:
        """None are needed."""
        return {}


class OnServices(Databases):
    """Databases of one PostgreSQL server, and a Redis for each desk.

    Args:
        server: The server.
        stack: Ends the Redis servers.
    """

    served = True

    def __init__(self, server: PostgreSQL, stack: ExitStack) -> None:
        """Has made no database yet."""
        self._server = server
        self._stack = stack
        self._connection = psycopg2.connect(server.url)
        # CREATE DATABASE has no place in a transaction.
        self._connection.autocommit = True
        stack.callback(self._connection.close)

    def new(self, folder: Path, name: str = "store.db") -> str:
        """The address of an empty database."""
        return self._create(name, "template0")

    def copy(self, template: str, folder: Path, name: str = "store.db") -> str:
        """The address of a copy of a database."""
        return self._create(name, str(make_url(template).database))

    def drop(self, url: str) -> None:
        """Drops it."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def settings(self, folder: Path) -> dict[str, str]:
        """A Redis of the desk's own."""
        return {"RETURNDESK_REDIS_URL": self._stack.enter_context(own_redis(folder / "redis")).url}

    def _create(self, name: str, template: str) -> str:
        database = f"{Path(name).stem}_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self._server.database(database)

    def _run(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def copied(databases: Databases, template: str, folder: Path, name: str = "store.db") -> Iterator[Engine]:
    """Opens a copy of a store for the time of a block; arguments as of `Databases.copy`."""
    url = databases.copy(template, folder, name)
    engine = open_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


def everything_in(url: str) -> str:
    """All that a database holds, as text; of a file also what is deleted but not overwritten yet."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        files = (path, path.with_name(f"{path.name}-wal"))
        return "".join(file.read_bytes().decode("utf-8", "replace") for file in files if file.exists())
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        # As tuples: a row of SQLAlchemy leaves the middle of long values out of its text.
        rows = [str(tuple(row)) for table in tables.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    return "\n".join(rows)
