"""How the return store's database is opened and brought up to date."""

from __future__ import annotations

from sqlalchemy.engine import Engine


def open_engine(url: str) -> Engine:
    """Opens a database lazily: nothing is connected to or created yet.

    Args:
        url: `sqlite:///path` or `postgresql://user:password@host/database`.

    Raises:
        ValueError: The address cannot be read or names another kind of database. The message holds no password.
    """
    raise NotImplementedError


def migrate(engine: Engine) -> None:
    """Brings the database to the newest schema; an SQLite file and its folder are created where missing.

    Several processes may call this at once: one migrates, the others wait and find the work done.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    raise NotImplementedError
