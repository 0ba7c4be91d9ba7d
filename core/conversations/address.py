"""Where conversations are kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

from core.settings import Settings

FILE_NAME = "conversations.db"


def conversations_url(settings: Settings) -> str:
    """The address of the conversation store.

    Without RETURNDESK_CONVERSATIONS_URL that is a file beside the return store's, or the return store's own database
    where that is PostgreSQL, so that a shop has one database to back up.

    Raises:
        sqlalchemy.exc.ArgumentError: The return store's address is none.
    """
    if settings.conversations_url:
        return settings.conversations_url
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return settings.database_url
    beside = Path(url.database).with_name(FILE_NAME)
    return str(url.set(database=str(beside)).render_as_string(hide_password=False))
