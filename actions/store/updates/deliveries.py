"""Takes in deliveries of changes, each once; a change is written whole or not at all, whatever becomes of others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional, Union

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.store.import_export.document import SECTIONS
from actions.store.import_export.rows import name_of
from actions.store.tables.changes import ChangeDeliveryRow
from actions.store.updates.applying import apply, begin_updating, rounds
from actions.store.updates.candidates import Candidate, Outcome, Result
from actions.store.updates.waiting import Released, keep_waiting, release
from core.database.sessions import snapshot, writing_connection


class OtherContent(Exception):
    """A delivery came under the id of another one."""


@dataclass(frozen=True)
class Change:
    """A record of a section as the shop's systems had it."""

    section: str
    candidate: Candidate


@dataclass(frozen=True)
class Unreadable:
    """A change that breaks the contract: of which section and record, as far as that can be told, and why."""

    section: Optional[str]
    name: Optional[str]
    reason: str


@dataclass(frozen=True)
class Taken:
    """What is answered to a delivery, and whether it had been answered before."""

    answer: Mapping[str, Any]
    repeated: bool

    def counts(self) -> Mapping[str, int]:
        """How many changes came to each result."""
        return Counter(each["result"] for each in self.answer["results"])


class Deliveries:
    """The deliveries of a store.

    Args:
        engine: A migrated database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def knows(self, delivery_id: str) -> bool:
        """Whether a delivery of that id was taken in.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        table = ChangeDeliveryRow.__table__
        with snapshot(self._engine) as connection:
            return connection.execute(select(table.c.id).where(table.c.id == delivery_id)).first() is not None

    def take(self, delivery_id: str, digest: str, changes: Sequence[Union[Change, Unreadable]], now: datetime) -> Taken:
        """Take in a delivery, or find what was answered when it came before.

        Args:
            delivery_id: Its sender's id for it.
            digest: Tells its content from any other's.
            changes: In their order.
            now: The current instant, aware.

        Raises:
            OtherContent: It has the id of a delivery with another content.
            StoreUnavailable: The database did not answer, and nothing was taken in.
        """
        try:
            return self._take(delivery_id, digest, changes, now)
        except IntegrityError:
            # The assistant added a return of the same number meanwhile; now it is there.
            return self._take(delivery_id, digest, changes, now)

    def _take(
        self, delivery_id: str, digest: str, changes: Sequence[Union[Change, Unreadable]], now: datetime
    ) -> Taken:
        with writing_connection(self._engine) as connection:
            begin_updating(connection)
            table = ChangeDeliveryRow.__table__
            known = connection.execute(select(table.c.digest, table.c.answer).where(table.c.id == delivery_id)).first()
            if known is not None:
                if known.digest != digest:
                    raise OtherContent("webhook-id: another delivery had this id; give each an id of its own")
                return Taken(json.loads(known.answer), repeated=True)
            answer = _written(connection, changes, now)
            row = {"id": delivery_id, "digest": digest, "answer": json.dumps(answer), "at": now}
            connection.execute(insert(table).values(row))
            return Taken(answer, repeated=False)


def _written(connection: Connection, changes: Sequence[Union[Change, Unreadable]], now: datetime) -> dict[str, Any]:
    """Write the changes of a delivery, and what has waited for them."""
    results = [_unreadable(each) if isinstance(each, Unreadable) else {} for each in changes]
    released: list[Released] = []
    for section in SECTIONS:
        of_section = [
            (index, each.candidate)
            for index, each in enumerate(changes)
            if isinstance(each, Change) and each.section == section
        ]
        came: dict[str, None] = {}
        candidates = [candidate for _, candidate in of_section]
        for group in rounds(candidates):
            outcomes = apply(connection, section, [candidates[index] for index in group])
            done = [(candidates[index], outcome) for index, outcome in zip(group, outcomes, strict=True)]
            keep_waiting(connection, section, [each for each in done if each[1].result is Result.WAITS], now)
            came.update((each.key, None) for each, outcome in done if outcome.result in (Result.ADDED, Result.UPDATED))
            for index, (candidate, outcome) in zip(group, done, strict=True):
                results[of_section[index][0]] = _said(section, name_of(section, candidate.body), outcome)
        if section != SECTIONS[-1]:
            released += release(connection, section, list(came))
    return {"results": results, "released": [_said(*each) for each in released]}


def _said(section: str, name: str, outcome: Outcome) -> dict[str, Any]:
    reason = {"reason": outcome.reason} if outcome.reason else {}
    return {section.removesuffix("s"): name, "result": outcome.result.value, **reason}


def _unreadable(change: Unreadable) -> dict[str, Any]:
    named = {} if change.section is None else {change.section.removesuffix("s"): change.name}
    return {**named, "result": Result.REFUSED.value, "reason": change.reason}
