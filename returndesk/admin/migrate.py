"""Brings the return store and the conversations up to date, once their databases answer."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Engine
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from actions.store.engine import is_current, migrate
from bot.channels.mailbox import Mailbox
from core.conversations.conversations import open_conversations
from core.database.engine import make_file, open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import address, reading
from core.settings import Settings
from returndesk.failure import Failure
from returndesk.progress import Progress

_SECONDS_BETWEEN_TRIES = 0.5


def migrate_stores(settings: Settings, progress: Progress, *, wait: float) -> None:
    """Migrate the return store, and make the tables of conversations and channels where they are missing.

    Any number of these may run at once, beside a desk that serves: in PostgreSQL one works and the others wait for it,
    held by an advisory lock, and then find the work done.

    Args:
        settings: Where the databases are.
        progress: Who is told.
        wait: For how many seconds a database that does not answer is asked again.

    Raises:
        Failure: An address names no database that the desk runs on.
        StoreUnavailable: A database did not answer in time, or was written by a newer version of the program.
    """
    try:
        store = open_engine(settings.database_url)
        spoken = open_engine(settings.conversations_url)
        conversations = open_conversations(settings.conversations_url)
    except ValueError as error:
        raise Failure(str(error)) from error
    _wait_for(store, progress, wait)
    found = "is up to date" if is_current(store) else "was brought up to date"
    migrate(store)
    progress.done(f"Return store {address(store)} {found}")
    _wait_for(spoken, progress, wait)
    conversations.create()
    Mailbox(spoken, channel="", owner="").open()
    progress.done(f"Conversations {address(spoken)} have their tables")


def _wait_for(engine: Engine, progress: Progress, seconds: float) -> None:
    def say(attempt: RetryCallState) -> None:
        if attempt.attempt_number == 1 and attempt.outcome is not None:
            progress.say(f"Waiting up to {seconds:g} s: {attempt.outcome.exception()}")

    Retrying(
        retry=retry_if_exception_type(StoreUnavailable),
        stop=stop_after_delay(seconds),
        wait=wait_fixed(_SECONDS_BETWEEN_TRIES),
        before_sleep=say,
        reraise=True,
    )(_ask, engine)


def _ask(engine: Engine) -> None:
    make_file(engine)
    with reading(engine) as session:
        session.execute(text("SELECT 1"))
