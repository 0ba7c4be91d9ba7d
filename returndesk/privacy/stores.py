"""Opens both stores for a command, which must not make one where there is none."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from actions.conversations.conversations import Conversations
from actions.settings import Settings
from returndesk import store
from returndesk.project import Project


def open_stores(project: Project, settings: Settings) -> tuple[Engine, Conversations]:
    """The return store, brought up to date, and the conversation store.

    Raises:
        Failure: There is no return store, or an address names no database.
        StoreUnavailable: A database did not answer.
    """
    engine = store.open_existing(project, settings.database_url, made_by="returndesk import FILE")
    return engine, store.made_conversations(settings)
