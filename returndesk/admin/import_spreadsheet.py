"""`returndesk import --mapping`: loads a spreadsheet, and shows first how it is understood."""

from __future__ import annotations

import json
import re
from pathlib import Path

from actions.store.engine import is_made
from actions.store.import_export.failure import ImportFailed
from actions.store.updates.file_update import Refusals
from core.settings import Settings, clock_from
from returndesk import store_address
from returndesk.admin.importing import instant_of, opened, say, taken_in
from returndesk.admin.odd_dates import OddDates
from returndesk.admin.uncounted_windows import UncountedWindows
from returndesk.admin.unnamed_numbers import UnnamedNumbers
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project
from returndesk.spreadsheet.known_owners import Settled, settle_owners
from returndesk.spreadsheet.mapping import load_mapping
from returndesk.spreadsheet.records import Refused, Spreadsheet, read_spreadsheet

_SHOWN = 3
_MOST_NAMED = 10
_PLACE = re.compile(r"(customers|orders|returns)\[(\d{1,9})\]")


def import_spreadsheet(
    project: Project,
    settings: Settings,
    file: Path,
    mapping: Path,
    progress: Progress,
    *,
    update: bool = False,
    as_of: str | None = None,
    dry_run: bool = False,
) -> None:
    """Load what a spreadsheet holds, all of it or nothing.

    Args:
        project: The checkout, for how a path is shown.
        settings: Where the store is, and the clock.
        file: A CSV or XLSX file.
        mapping: What its columns are, a YAML file.
        progress: Where the person looks.
        update: Bring records that are there up to date, instead of refusing the file.
        as_of: When the shop's systems had the records so, an instant; None for now.
        dry_run: Write nothing; show the first records as they would be stored, and every row that is refused.

    Raises:
        ImportFailed: The records do not fit what the store holds.
        Failure: A file can't be read, or a row is refused.
        StoreUnavailable: The database did not answer.
    """
    instant = instant_of(as_of, settings)
    read = read_spreadsheet(file, load_mapping(mapping))
    if dry_run:
        _show(read, progress)
    elif read.refused:
        raise _refusal(file, read.refused)
    refusals: Refusals = []
    unnamed, uncounted = UnnamedNumbers(settings.number_shapes), UncountedWindows()
    odd, settled = OddDates(clock_from(settings).now()), Settled()
    with opened(settings, dry_run=dry_run) as engine, progress.step(f"Importing {file.name}") as step:
        if update and is_made(engine):
            settled = settle_owners(read, engine)
        try:
            wanted = refusals if dry_run else None
            records = odd.watched(uncounted.watched(unnamed.watched(read.records())))
            done = taken_in(engine, records, instant, step, update=update, dry_run=dry_run, refusals=wanted)
        except ImportFailed as error:
            raise Failure(_with_rows(str(error), read)) from None
    if read.left_out:
        progress.say(f"  {read.left_out:,} left out, as {mapping.name} says")
    if settled.forgotten:
        progress.say(f"  orders passed over, as whoever placed them was forgotten: {settled.forgotten:,}")
    if settled.kept:
        progress.warn(
            f"orders whose customer keeps another address, which other orders of theirs have: {settled.kept:,}; give "
            "all of a customer's orders the new address, or map an id of the customer (docs/connect.md)"
        )
    refused = [*read.refused, *(_by_row(read, *each) for each in refusals)]
    for each in sorted(refused):
        progress.warn(f"{each.where} is refused: {each.reason}")
    unnamed.warn(progress)
    uncounted.warn(progress)
    odd.warn(progress)
    say(done, store_address.shown_url(project, settings.database_url), progress, dry_run=dry_run)
    if refused:
        raise Failure(f"import: {file.name}: {len(refused)} refused; nothing is imported before they are put right")


def _show(read: Spreadsheet, progress: Progress) -> None:
    """The first records of each section, as they would be stored."""
    for section, found in read.found.items():
        for each in found[:_SHOWN]:
            stored = json.dumps(each.record, ensure_ascii=False)
            progress.say(f"  {each.where}, {section.removesuffix('s')}: {stored}")
        if len(found) > _SHOWN:
            progress.say(f"  … and {len(found) - _SHOWN:,} more {section}")


def _refusal(file: Path, refused: list[Refused]) -> Failure:
    lines = "\n".join(f"  {each.where}: {each.reason}" for each in refused[:_MOST_NAMED])
    more = f"\n  … and {len(refused) - _MOST_NAMED} more; --dry-run names all" if len(refused) > _MOST_NAMED else ""
    return Failure(f"import: {file.name}: {len(refused)} refused; nothing was imported:\n{lines}{more}")


def _by_row(read: Spreadsheet, section: str, index: int, reason: str) -> Refused:
    found = read.found[section][index]
    return Refused(found.sheet, found.row, f"{section.removesuffix('s')}: {reason}")


def _with_rows(message: str, read: Spreadsheet) -> str:
    """A message about a record by its place in a section, with its row in place of that."""

    def row(place: re.Match[str]) -> str:
        return f"{read.found[place[1]][int(place[2])].where}: {place[1].removesuffix('s')}"

    return _PLACE.sub(row, message)
