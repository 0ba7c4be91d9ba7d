"""`returndesk import`: loads a file into the store, or brings the store up to date with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import Engine

from actions.store.engine import is_made
from actions.store.import_export.exchange import (
    ImportSummary,
    Records,
    UpdateSummary,
    import_records,
    read_records,
    update_records,
)
from actions.store.updates.file_update import Refusals
from core.clock import parse_instant
from core.settings import Settings, clock_from
from returndesk import store_address
from returndesk.admin import store
from returndesk.admin.uncounted_windows import UncountedWindows
from returndesk.admin.unnamed_numbers import UnnamedNumbers
from returndesk.failure import Failure
from returndesk.progress import Progress, Step
from returndesk.project import Project

_SECTIONS = ("customers", "orders", "returns")
_SPREADSHEETS = (".csv", ".tsv", ".xlsx", ".xls", ".ods")


def import_into_store(
    project: Project,
    settings: Settings,
    file: Path,
    progress: Progress,
    *,
    update: bool = False,
    as_of: str | None = None,
    dry_run: bool = False,
) -> None:
    """Load a file's records, all of them or none.

    Args:
        project: The checkout, for how a path is shown.
        settings: Where the store is, and the clock.
        file: The file.
        progress: Where the person looks.
        update: Bring records that are there up to date, instead of refusing the file.
        as_of: When the shop's systems had the records so, an instant; None for now.
        dry_run: Write nothing, and only say what would have been done.

    Raises:
        ImportFailed: The file breaks the contract, or does not fit what the store holds.
        Failure: `as_of` is no instant, or the address names no database.
        StoreUnavailable: The database did not answer.
    """
    instant = instant_of(as_of, settings)
    if file.suffix.casefold() in _SPREADSHEETS:
        raise Failure(
            f"import: {file.name} is a spreadsheet; say with --mapping what its columns are (docs/connect.md)"
        )
    unnamed, uncounted = UnnamedNumbers(settings.number_shapes), UncountedWindows()
    with opened(settings, dry_run=dry_run) as engine, progress.step(f"Importing {file.name}") as step:
        records = uncounted.watched(unnamed.watched(read_records(file, step.update)))
        done = taken_in(engine, records, instant, step, update=update, dry_run=dry_run)
    unnamed.warn(progress)
    uncounted.warn(progress)
    say(done, store_address.shown_url(project, settings.database_url), progress, dry_run=dry_run)


def instant_of(as_of: str | None, settings: Settings) -> datetime:
    """What `--as-of` says, now where it says nothing.

    Raises:
        Failure: It is no instant.
    """
    try:
        return parse_instant(as_of) if as_of else clock_from(settings).now()
    except ValueError as error:
        raise Failure(f"--as-of: {error}") from None


@contextmanager
def opened(settings: Settings, *, dry_run: bool) -> Iterator[Engine]:
    """The store; where there is none, a dry run makes none and goes into an empty one that is gone at the end."""
    engine = store.open_store(settings.database_url)
    path = store_address.sqlite_file(settings.database_url)
    if not dry_run or ((path is None or path.exists()) and is_made(engine)):
        yield engine
        return
    with TemporaryDirectory() as folder:
        empty = store.open_store(f"sqlite:///{folder}/empty.db")
        yield empty
        empty.dispose()


def taken_in(
    engine: Engine,
    records: Records,
    as_of: datetime,
    step: Step,
    *,
    update: bool,
    dry_run: bool,
    refusals: Refusals | None = None,
) -> ImportSummary | UpdateSummary:
    """Add records, or bring the store up to date with them; see `import_records` and `update_records`."""
    if update:
        return update_records(engine, records, as_of, step.update, dry_run=dry_run, refusals=refusals)
    return import_records(engine, records, step.update, as_of=as_of, dry_run=dry_run)


def say(done: ImportSummary | UpdateSummary, where: str, progress: Progress, *, dry_run: bool) -> None:
    """Say what was done, or would have been."""
    if isinstance(done, ImportSummary):
        counts = f"{done.customers} customers, {done.orders} orders, {done.returns} returns and {done.events} events"
        would = f"Would import {counts} into {where}; nothing was written"
        progress.done(would if dry_run else f"Imported {counts} into {where}")
        return
    for line in done.examples:
        progress.say(f"  {line}")
    more = done.updated.total() - len(done.examples)
    if more > 0:
        progress.say(f"  … and {more:,} more")
    added, updated = _counted(done.added), _counted(done.updated)
    what = f"new: {added}; changed: {updated}; {done.events} new events; unchanged: {done.unchanged}"
    would = f"Would bring {where} up to date; {what}; nothing was written"
    progress.done(would if dry_run else f"Brought {where} up to date; {what}")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(section, 0)} {section}" for section in _SECTIONS)
