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
    UpdateSummary,
    import_records,
    read_records,
    update_records,
)
from core.clock import parse_instant
from core.settings import Settings, clock_from
from returndesk.admin import store
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

_SECTIONS = ("customers", "orders", "returns")


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
    instant = _instant(as_of) if as_of else clock_from(settings).now()
    where = store.shown_url(project, settings.database_url)
    with _opened(settings, dry_run=dry_run) as engine, progress.step(f"Importing {file.name}") as step:
        records = read_records(file, step.update)
        if update:
            changed = update_records(engine, records, instant, step.update, dry_run=dry_run)
        else:
            summary = import_records(engine, records, step.update, as_of=instant, dry_run=dry_run)
    if update:
        _say_changes(changed, where, progress, dry_run=dry_run)
    else:
        _say_added(summary, where, progress, dry_run=dry_run)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as error:
        raise Failure(f"--as-of: {error}") from None


@contextmanager
def _opened(settings: Settings, *, dry_run: bool) -> Iterator[Engine]:
    """The store; where there is none, a dry run makes none and goes into an empty one that is gone at the end."""
    engine = store.open_store(settings.database_url)
    path = store.sqlite_file(settings.database_url)
    if not dry_run or ((path is None or path.exists()) and is_made(engine)):
        yield engine
        return
    with TemporaryDirectory() as folder:
        empty = store.open_store(f"sqlite:///{folder}/empty.db")
        yield empty
        empty.dispose()


def _say_added(summary: ImportSummary, where: str, progress: Progress, *, dry_run: bool) -> None:
    counts = (
        f"{summary.customers} customers, {summary.orders} orders, {summary.returns} returns and {summary.events} events"
    )
    if dry_run:
        progress.done(f"Would import {counts} into {where}; nothing was written")
    else:
        progress.done(f"Imported {counts} into {where}")


def _say_changes(summary: UpdateSummary, where: str, progress: Progress, *, dry_run: bool) -> None:
    for line in summary.examples:
        progress.say(f"  {line}")
    more = summary.updated.total() - len(summary.examples)
    if more > 0:
        progress.say(f"  … and {more:,} more")
    added, updated = _counted(summary.added), _counted(summary.updated)
    what = f"new: {added}; changed: {updated}; {summary.events} new events; unchanged: {summary.unchanged}"
    if dry_run:
        progress.done(f"Would bring {where} up to date; {what}; nothing was written")
    else:
        progress.done(f"Brought {where} up to date; {what}")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(section, 0)} {section}" for section in _SECTIONS)
