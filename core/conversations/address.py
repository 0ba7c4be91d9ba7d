"""Where conversations are kept."""

from __future__ import annotations

from pathlib import Path

from core.database.sqlite_address import path_in, with_path
from core.settings import Settings

FILE_NAME = "conversations.db"


def conversations_url(settings: Settings) -> str:
    """The address of the conversation store.

    Without RETURNDESK_CONVERSATIONS_URL that is a file beside the return store's, or the return store's own database
    where that is PostgreSQL, so that a shop has one database to back up.

    Raises:
        ValueError: The return store's address is none.
    """
    if settings.conversations_url:
        return settings.conversations_url
    path = path_in(settings.database_url)
    if path is None:
        return settings.database_url
    return with_path(settings.database_url, str(Path(path).with_name(FILE_NAME)))
