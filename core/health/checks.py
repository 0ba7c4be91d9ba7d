"""What a process needs in order to do its work, and the checks of it: databases, servers, Redis."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
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
from core.http_client import HttpClient, ServiceUnavailable


class NotReady(Exception):
    """What a process needs is not there. The message is for whoever asks: no address, no secret."""


@dataclass(frozen=True)
class Check:
    """A question about one thing that a process needs.

    Args:
        name: What it is, as the answer of `/readyz` says it.
        ask: Looks; raises `NotReady` where it is not there. Called in a thread of its own, and may block.
    """

    name: str
    ask: Callable[[], None]


#: In seconds, below what the whole answer may take.
_SERVER_SECONDS: Final = 1.5

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


def server_check(name: str, url: str) -> Check:
    """That a server answers 200 at an address."""
    client = HttpClient(name, timeout=_SERVER_SECONDS, budget=_SERVER_SECONDS, longest=0)

    def ask() -> None:
        try:
            status = client.status(url)
        except ServiceUnavailable as error:
            raise NotReady("it does not answer") from error
        if status != HTTPStatus.OK:
            raise NotReady(f"it answers with status {status}")

    return Check(name, ask)


def redis_check(name: str, url: str) -> Check:
    """That Redis answers."""
    redis = Redis.from_url(url, socket_timeout=_SERVER_SECONDS, socket_connect_timeout=_SERVER_SECONDS)

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
