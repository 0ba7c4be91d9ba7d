"""The return store as the commands need it: where it is, made ready, filled, written out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_scans
from actions.demo.seed import Seeding, seed_demo
from actions.demo.waiting_request import CONVERSATION, events, photo_files, put_request
from actions.photos.kinds import PhotoRefused
from actions.photos.photos import Photos, files_of
from actions.store.engine import is_made, migrate
from actions.store.import_export.exchange import export_parts
from core.conversations.address import conversations_url
from core.conversations.conversations import Conversations, open_conversations
from core.conversations.turns import Turns
from core.database.engine import open_engine
from core.database.sessions import snapshot
from core.settings import Settings, clock_from
from returndesk.failure import Failure
from returndesk.project import Project
from returndesk.store_address import embedded_url, shown_url, sqlite_file

logger = structlog.get_logger(__name__)


def open_store(database_url: str) -> Engine:
    """Open the store's database.

    Raises:
        Failure: The address names no database that the store runs on.
    """
    try:
        return open_engine(database_url)
    except ValueError as error:
        raise Failure(str(error)) from error


def open_existing(project: Project, database_url: str, *, made_by: str) -> Engine:
    """Open the return store of a command that must not make one, and bring it up to date.

    Args:
        project: The checkout, for how a path is shown.
        database_url: Where the store is.
        made_by: The command that makes one where there is none.

    Raises:
        Failure: There is no such store.
        StoreUnavailable: The database did not answer.
    """
    engine = open_store(database_url)
    file = sqlite_file(database_url)
    # Asking would make the file. A database on a server is there before the store in it.
    if (file is not None and not file.exists()) or not is_made(engine):
        raise Failure(f"there is no store at {shown_url(project, database_url)}; `{made_by}` makes one")
    migrate(engine)
    return engine


def made_conversations(settings: Settings) -> Conversations:
    """The conversation store, with its tables made where they were missing.

    Raises:
        Failure: The address names no database that conversations are kept in.
        StoreUnavailable: The database did not answer.
    """
    try:
        conversations = open_conversations(conversations_url(settings))
    except ValueError as error:
        raise Failure(f"RETURNDESK_CONVERSATIONS_URL: {error}") from error
    conversations.create()
    return conversations


def open_turns(project: Project, settings: Settings) -> Turns:
    """What customers said, of a command that must not make the conversations.

    Raises:
        Failure: There are none.
        StoreUnavailable: The database did not answer.
    """
    file = sqlite_file(settings.conversations_url)
    if file is not None and not file.exists():
        raise Failure(f"there are no conversations at {project.shown(file)}; the bot makes them")
    # Those of an older version lack the index that a day is found by.
    open_conversations(settings.conversations_url).create()
    return Turns(open_engine(settings.conversations_url))


def prepare(project: Project, settings: Settings) -> tuple[Engine, Seeding]:
    """Bring the store up to date; the embedded one gets the demo shop while nobody put anything else into it.

    Returns:
        The store's database, and what became of the demo shop.

    Raises:
        StoreUnavailable: A database did not answer.
        Failure: An address names no database that the program runs on.
    """
    engine = open_store(settings.database_url)
    migrate(engine)
    if settings.database_url != embedded_url(project) or not settings.demo_data:
        return engine, Seeding(written=False)
    now = clock_from(settings).now()
    conversations = made_conversations(settings)
    with snapshot(engine) as connection:
        before = photo_files(connection)
    seeding = seed_demo(engine, now, conversations)
    if seeding.written:
        write_scans(project, now)
        put_waiting_request(engine, conversations, settings, before, now)
    return engine, seeding


def put_waiting_request(
    engine: Engine, conversations: Conversations, settings: Settings, before: Sequence[str], now: datetime
) -> None:
    """Have a customer of the demo shop wait for a person, with a photo where photos can be kept.

    Args:
        engine: The store, with the demo shop as of `now`.
        conversations: Where what they said is kept.
        settings: Where photos are kept.
        before: The photos that go, by name.
        now: The current instant, aware.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    conversations.forget([CONVERSATION])
    conversations.append(CONVERSATION, events(now), now.timestamp())
    try:
        files_of(settings).delete(before)
        put_request(engine, Photos.for_settings(settings, engine), now)
    except (OSError, PhotoRefused) as error:
        # The shop is there without it; `returndesk doctor` says what is wrong with where photos are kept.
        logger.warning("demo.no_photo", error=type(error).__name__)


def write_scans(project: Project, now: datetime) -> None:
    """Have the demo carrier know what belongs to the demo shop as of an aware instant.

    Raises:
        Failure: The file can't be written.
    """
    replace_file(project.carrier_scans, json.dumps(demo_scans(now), indent=1) + "\n")


def export(project: Project, database_url: str, progress: Callable[[str], None]) -> Iterator[str]:
    """The whole store in the exchange format, part by part.

    Args:
        project: The checkout, for how a path is shown.
        database_url: Where the store is.
        progress: Is told now and then how far it is.

    Raises:
        Failure: There is no such store.
        StoreUnavailable: The database did not answer.
    """
    return export_parts(open_existing(project, database_url, made_by="returndesk import FILE"), progress)


def replace_file(path: Path, text: str) -> None:
    """Write a file so that nobody ever finds half of it there.

    Raises:
        Failure: The file can't be written.
    """
    replace_file_by_parts(path, (text,))


def replace_files(texts: Mapping[Path, str]) -> None:
    """Write several files, of which none is replaced before all are on the disk.

    Raises:
        Failure: One can't be written.
    """
    unfinished = {path: path.with_name(f"{path.name}.unfinished") for path in texts}
    path = Path()
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished[path].write_bytes(text.encode("utf-8"))
        for path, written in unfinished.items():
            written.replace(path)
    except OSError as error:
        raise Failure(f"{path} can't be written: {error.strerror}") from error
    finally:
        for written in unfinished.values():
            with suppress(OSError):
                written.unlink(missing_ok=True)


def replace_file_by_parts(path: Path, parts: Iterable[str]) -> None:
    """The same for a text that is larger than memory; whatever making a part raises leaves the file as it was."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(parts)
        unfinished.replace(path)
    except OSError as error:
        raise Failure(f"{path} can't be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
