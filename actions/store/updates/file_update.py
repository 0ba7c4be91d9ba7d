"""Brings the store up to date with a file's records: all of them or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from sqlalchemy.engine import Connection

from actions.store.import_export.document import SECTIONS
from actions.store.import_export.failure import ImportFailed
from actions.store.import_export.rows import place_of
from actions.store.import_export.staging import Staging
from actions.store.updates.applying import apply, begin_updating
from actions.store.updates.candidates import Candidate, Outcome, Result
from actions.store.updates.waiting import release_all

_MOST_EXAMPLES = 20

Refusals = list[tuple[str, int, str]]


@dataclass
class UpdateSummary:
    """What an update did, or would do.

    Args:
        added: How many records of each section are new.
        updated: How many of those that were there have changed.
        unchanged: How many have not.
        events: How many events were appended, those of new returns included.
        examples: What changed in the first records that did, a line each, without any value.
    """

    added: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    events: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, section: str, where: str, outcome: Outcome) -> None:
        """Count what came of a record."""
        counted: Mapping[Result, Counter[str]] = {Result.ADDED: self.added, Result.UPDATED: self.updated}
        self.events += outcome.events
        if outcome.result not in counted:
            self.unchanged += 1
            return
        counted[outcome.result][section] += 1
        if outcome.result is Result.UPDATED and len(self.examples) < _MOST_EXAMPLES:
            said = [*outcome.changed, *([f"{outcome.events} more events"] if outcome.events else [])]
            self.examples.append(f"{where}: {', '.join(said)}")


def update_staged(
    connection: Connection,
    staging: Staging,
    as_of: datetime,
    progress: Callable[[str], None],
    refusals: Optional[Refusals] = None,
) -> UpdateSummary:
    """Bring the store up to date with every staged record within the connection's transaction.

    Args:
        connection: One that may write.
        staging: What `stage` has filled.
        as_of: When the shop's systems had them so.
        progress: Is told now and then what is being done.
        refusals: Takes all records that are refused, each with its section, its place there and the reason, where a
            dry run wants to know of all of them.

    Raises:
        ImportFailed: A record contradicts what the store holds, or refers to what neither it nor the document has;
            not where `refusals` are wanted.
    """
    begin_updating(connection)
    summary = UpdateSummary()
    for section in SECTIONS:
        done = 0
        for batch in staging.batches(section):
            progress(f"updating {section}: {done:,} of {staging.count(section):,}")
            done += len(batch)
            outcomes = apply(
                connection, section, [Candidate(each.key, each.refers, each.body, as_of) for each in batch]
            )
            for each, outcome in zip(batch, outcomes, strict=True):
                where = place_of(section, each.place, each.body)
                if outcome.reason and refusals is not None:
                    refusals.append((section, each.place, outcome.reason))
                    continue
                if outcome.reason:
                    raise ImportFailed(f"{where}: {outcome.reason}")
                summary.note(section, where, outcome)
    release_all(connection)
    return summary
