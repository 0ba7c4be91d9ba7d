"""The checks of databases and Redis."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from core.database.errors import StoreUnavailable
from core.database.revisions import Revisions
from core.database.sessions import reading
from core.health.check import SERVER_SECONDS, Check, NotReady

#: In bytes: with less a turn may not be kept any more. It is read as ever, so nothing else would tell.
LEAST_FREE: Final = 8 * 1024 * 1024
_NO_ANSWER: Final = "the database does not answer"


def tables_check(name: str, engine: Engine, tables: tuple[str, ...]) -> Check:
    """That a database answers and has some tables.

    Args:
        name: The check's name.
        engine: The database, on connections of the check's own so that it takes none from customers.
        tables: What has to be there.
    """

    def ask() -> None:
        _check_file(engine)
        try:
            with reading(engine) as session:
                for table in tables:
                    session.execute(text(f"SELECT 1 FROM {table} LIMIT 1"))  # noqa: S608  # names of our own
        except StoreUnavailable as error:
            raise NotReady(_reason(error)) from error

    return Check(name, ask)


def migrations_check(name: str, engine: Engine, revisions: Revisions) -> Check:
    """That a store's schema is one that this program can work with: its own or a newer one.

    A newer one is no reason to stop, because during a rolling update the new version has migrated before the old one is
    gone. So a migration only adds; `tests/actions/store/test_revisions.py` holds them to it.
    """

    def ask() -> None:
        _check_file(engine)
        try:
            with reading(engine) as session:
                found = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except StoreUnavailable as error:
            raise NotReady(_reason(error)) from error
        trouble = revisions.trouble_with(found)
        if trouble is not None:
            raise NotReady(trouble)

    return Check(name, ask)


def redis_check(name: str, url: str) -> Check:
    """That Redis answers."""
    redis = Redis.from_url(url, socket_timeout=SERVER_SECONDS, socket_connect_timeout=SERVER_SECONDS)

    def ask() -> None:
        try:
            redis.ping()
        except RedisError as error:
            raise NotReady("it does not answer") from error

    return Check(name, ask)


def _check_file(engine: Engine) -> None:
    """Say plainly what an SQLite database that does not answer, or takes nothing in, usually comes from."""
    if engine.dialect.name != "sqlite":
        return
    file = Path(str(engine.url.database))
    if not file.is_file():
        raise NotReady("its file is gone")
    if shutil.disk_usage(file.parent).free < LEAST_FREE:
        raise NotReady("its disk is full")


def _reason(error: StoreUnavailable) -> str:
    cause = error.__cause__
    words = str(cause.orig).lower() if isinstance(cause, DBAPIError) else ""
    missing = "no such table" in words or ("relation" in words and "does not exist" in words)
    return "it has no tables" if missing else _NO_ANSWER
