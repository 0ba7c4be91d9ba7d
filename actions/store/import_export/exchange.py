"""Loads return data from a file and writes it back, in the store contract's format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.store.engine import migrate
from actions.store.import_export.document import SECTIONS, AnyRecord, records_in
from actions.store.import_export.document_file import records_in_file
from actions.store.import_export.failure import ImportFailed
from actions.store.import_export.intake import ImportSummary, add_staged, stage
from actions.store.import_export.outgoing import section_records
from actions.store.import_export.staging import staging
from actions.store.updates.file_update import Refusals, UpdateSummary, update_staged
from actions.store.updates.waiting import release_all
from core.database.sessions import snapshot, writing_connection

__all__ = [
    "ImportFailed",
    "ImportSummary",
    "UpdateSummary",
    "add_document",
    "export_document",
    "export_parts",
    "export_text",
    "import_document",
    "import_file",
    "import_records",
    "read_records",
    "stored_document",
    "update_records",
]

Told = Callable[[str], None]
Records = Iterable[tuple[str, int, AnyRecord]]


def _nobody(_: str) -> None:
    """Whom nobody listens to."""


def import_file(engine: Engine, path: Path, progress: Told = _nobody) -> ImportSummary:
    """Add a file's customers, orders and returns to the store; a database that does not exist is created.

    All of the file is added or nothing. Orders and returns may refer to records of earlier imports. The file may be
    larger than memory: its records wait in the temporary folder, which needs as much room as the file, and the store is
    asked for nothing until the file has been read and fits together.

    Args:
        engine: The store.
        path: The file.
        progress: Is told now and then, in a few words, what is being done.

    Raises:
        ImportFailed: The file cannot be read, breaks the contract or clashes with what the store holds.
        StoreUnavailable: The database did not answer.
    """
    return import_records(engine, read_records(path, progress), progress)


def read_records(path: Path, progress: Told = _nobody) -> Records:
    """The records of a file, read as they are asked for; see `records_in_file`."""
    return records_in_file(path, lambda share: progress(f"reading: {share:.0%}"))


def import_document(engine: Engine, document: Mapping[str, Any]) -> ImportSummary:
    """Add the records of a document that is already in memory; otherwise the same as `import_file`."""
    return import_records(engine, records_in(document))


def import_records(
    engine: Engine,
    records: Records,
    progress: Told = _nobody,
    *,
    as_of: Optional[datetime] = None,
    dry_run: bool = False,
) -> ImportSummary:
    """The same for records from wherever.

    Args:
        engine: The store.
        records: Each with its section and its place there.
        progress: Is told now and then what is being done.
        as_of: When the shop's systems had them so; None where nobody says.
        dry_run: Writes nothing in the end, and only says what would have been added.

    Raises:
        ImportFailed: They break the contract or clash with what the store holds.
        StoreUnavailable: The database did not answer.
    """
    with staging() as staged:
        summary = stage(staged, records)
        with _writing(engine, dry_run=dry_run) as connection:
            add_staged(connection, staged, progress, as_of)
            release_all(connection)
    return summary


def update_records(
    engine: Engine,
    records: Records,
    as_of: datetime,
    progress: Told = _nobody,
    *,
    dry_run: bool = False,
    refusals: Optional[Refusals] = None,
) -> UpdateSummary:
    """Bring the store up to date with records: what is new is added, what has changed is changed. All or nothing.

    Args:
        engine: The store.
        records: Each with its section and its place there.
        as_of: When the shop's systems had them so; what the store knows of later stays.
        progress: Is told now and then what is being done.
        dry_run: Writes nothing in the end, and only says what would have been done.
        refusals: For a dry run that is to name all records that are refused; see `update_staged`.

    Raises:
        ImportFailed: They break the contract or contradict what the store holds.
        StoreUnavailable: The database did not answer.
    """
    with staging() as staged:
        stage(staged, records)
        with _writing(engine, dry_run=dry_run) as connection:
            return update_staged(connection, staged, as_of, progress, refusals)


def add_document(connection: Connection, document: Mapping[str, Any]) -> None:
    """Add the records of a document that is in memory, within the connection's transaction.

    Raises:
        ImportFailed: The document breaks the contract or clashes with what the store holds.
    """
    with staging() as staged:
        stage(staged, records_in(document))
        add_staged(connection, staged, _nobody)


def export_text(engine: Engine) -> str:
    """The whole store in the contract's format, in its canonical layout.

    Records keep the order in which they were imported, amounts keep their digits and instants are written in UTC, so
    importing the text into an empty store and exporting again gives the same bytes.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    return "".join(export_parts(engine))


def export_parts(engine: Engine, progress: Told = _nobody) -> Iterator[str]:
    """The same part by part, for a store of any size: as one consistent state, of which little is held at a time."""
    with snapshot(engine) as connection:
        for number, section in enumerate(SECTIONS):
            yield f'{"," if number else "{"}\n  "{section}": ['
            count = 0
            for records in section_records(connection, section, None):
                laid_out = ",\n    ".join(map(_laid_out, records))
                yield f"{',' if count else ''}\n    {laid_out}"
                count += len(records)
                progress(f"{section}: {count:,}")
            yield "\n  ]" if count else "]"
        yield "\n}\n"


def export_document(engine: Engine, customer_id: Optional[str] = None) -> dict[str, list[dict[str, Any]]]:
    """What `export_text` writes, as one consistent state of the store.

    Args:
        engine: The store.
        customer_id: Whose records; None for everybody's.
    """
    with snapshot(engine) as connection:
        return stored_document(connection, customer_id)


def stored_document(connection: Connection, customer_id: Optional[str] = None) -> dict[str, list[dict[str, Any]]]:
    """The same within a transaction, which has to see one state of the store in all of its statements."""
    return {
        section: [each for records in section_records(connection, section, customer_id) for each in records]
        for section in SECTIONS
    }


class _NothingStays(Exception):
    """Takes a dry run's transaction back."""


@contextmanager
def _writing(engine: Engine, *, dry_run: bool) -> Iterator[Connection]:
    """A transaction of a store that is made or brought to the newest schema first."""
    migrate(engine)
    try:
        with writing_connection(engine) as connection:
            yield connection
            if dry_run:
                raise _NothingStays
    except _NothingStays:
        pass
    except IntegrityError as error:
        # Everything was checked, so somebody else added the same record meanwhile.
        raise ImportFailed("a record of this file was added to the store at the same time; try again") from error


def _laid_out(record: dict[str, Any]) -> str:
    """A record as it stands in the list of its section. JSON's texts hold no line breaks, so these are the layout's."""
    return json.dumps(record, ensure_ascii=False, indent=2).replace("\n", "\n    ")
