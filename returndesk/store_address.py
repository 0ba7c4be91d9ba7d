"""The addresses of databases: of the one that comes with a checkout, and as commands take and show them."""

from __future__ import annotations

from pathlib import Path

from core.database.sqlite_address import path_in, with_path
from returndesk.failure import Failure
from returndesk.project import Project


def embedded_url(project: Project) -> str:
    """The address of the store that comes with a checkout."""
    return f"sqlite:///{project.state / 'returndesk.db'}"


def absolute_url(database_url: str) -> str:
    """A database's address that means the same from every folder.

    Args:
        database_url: An SQLAlchemy address; the path of an SQLite file may be relative to the current folder.

    Raises:
        Failure: It is no database address.
    """
    try:
        path = sqlite_file(database_url)
    except ValueError as error:
        raise Failure(
            "the database URL can't be read; write sqlite:////folder/file.db or postgresql://user:password@host/name"
        ) from error
    return with_path(database_url, str(path)) if path else database_url


def sqlite_file(database_url: str) -> Path | None:
    """The file behind an SQLite address; None for any other database."""
    path = path_in(database_url)
    return Path(path).absolute() if path else None


def shown_url(project: Project, database_url: str) -> str:
    """A database's address for a person, without the password."""
    path = sqlite_file(database_url)
    if path is not None:
        return project.shown(path)
    from sqlalchemy.engine import make_url

    return str(make_url(database_url).render_as_string(hide_password=True))
