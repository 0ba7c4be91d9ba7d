"""The file in an SQLite database's address.

The plain form, which every embedded database has, is read without SQLAlchemy: it takes more memory than all else that
`returndesk up` needs to watch the processes.
"""

from __future__ import annotations

from typing import Optional

_BEGINNING = "sqlite:///"
_IN_MEMORY = ":memory:"


def path_in(url: str) -> Optional[str]:
    """The path of an SQLite database's file as the address writes it; None for one in memory or of another kind.

    Raises:
        ValueError: It is no database address. The message holds nothing of it, as it may hold a password.
    """
    if _is_plain(url):
        path: Optional[str] = url[len(_BEGINNING) :]
    else:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            parts = make_url(url)
        except ArgumentError:
            raise ValueError("what should be a database's address is none") from None
        path = parts.database if parts.get_backend_name() == "sqlite" else None
    return path if path and path != _IN_MEMORY else None


def with_path(url: str, path: str) -> str:
    """The address of an SQLite database with another file in it."""
    if _is_plain(url):
        return f"{_BEGINNING}{path}"
    from sqlalchemy.engine import make_url

    return str(make_url(url).set(database=path).render_as_string(hide_password=False))


def _is_plain(url: str) -> bool:
    """Whether a path is all that the address says."""
    return url.startswith(_BEGINNING) and "?" not in url
