"""A fact with another value: the text of its file with that one value changed, and what changes with it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Optional
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.store.customer_records import newest_first
from actions.store.tables.shop import CustomerRow, ReturnRow
from actions.store.values import customer_value
from core.database.sessions import reading
from core.languages import ENGLISH
from policy.deadlines import open_deadlines
from policy.facts import Facts, FactsError, load_facts
from policy.model import Customer, ReturnRequest
from returndesk.admin.rules_change import RulesChange, change_of_rules
from returndesk.failure import Failure
from returndesk.patch import as_patch
from returndesk.people.fact_value import with_value
from returndesk.project import Project

#: How many of the latest returns show what becomes of their dates.
RETURNS: Final = 50

#: A return's number, what it waits for, and until when before and after, by the customer's clock; None for no date.
ChangedDate = tuple[str, str, Optional[datetime], Optional[datetime]]


@dataclass(frozen=True)
class FactEdit:
    """What an edit would do.

    Args:
        patch: The change of the file; "" where there is none.
        change: The answers and time limits that change.
        dates: The dates of returns that change.
        tests: The checkout's tests that name the fact or an answer that changes, by file.
        texts: The new text of the file; nothing where there is no patch.
    """

    patch: str
    change: RulesChange
    dates: Sequence[ChangedDate]
    tests: Sequence[str]
    texts: Mapping[Path, str]


class FactFile:
    """The file of the facts in use.

    Args:
        project: The checkout.
        rules: The folder of the shop's own rules; None for the usual ones.
        engine: The return store, for the dates of its latest returns.
    """

    def __init__(self, project: Project, rules: Optional[Path], engine: Engine) -> None:
        self._project = project
        self._rules = rules
        self._engine = engine

    def edit(self, fact_id: str, value: str, now: datetime, language: str = ENGLISH) -> FactEdit:
        """What becomes of the rules with another value, of which nothing is kept.

        Args:
            fact_id: The fact.
            value: Its value as YAML has it, in one line: `24`, `[1, 3]` or words; of a list the entries, one a line.
            now: From when dates are counted, an aware instant.
            language: The tag of the language in which answers are shown; what has no words in it is English.

        Raises:
            Failure: The value can't be used; the message says why, as `returndesk rules check` does.
            StoreUnavailable: The database did not answer.
        """
        text = self._file.read_bytes().decode("utf-8")
        changed = with_value(text, fact_id, value)
        with TemporaryDirectory() as name:
            folder = Path(name)
            if self._rules is not None:
                for file in self._rules.glob("*.yml"):
                    shutil.copyfile(file, folder / file.name)
            (folder / self._file.name).write_bytes(changed.encode("utf-8"))
            try:
                facts = load_facts(folder / self._file.name)
                own = self._rules is not None
                change = change_of_rules(self._project, folder, now=now, before=self._rules, language=language, own=own)
            except FactsError as error:
                raise Failure(*error.args) from None
            except Failure as failure:
                raise Failure(str(failure).replace(f"{folder}: ", "")) from None
        patch = as_patch(self.root, {self._file: changed})
        tests = self._tests_naming([fact_id, *(name for name, _, _ in change.answers)]) if patch else []
        dates = self._changed_dates(load_facts(self._file), facts, now)
        return FactEdit(patch, change, dates, tests, {self._file: changed} if patch else {})

    @property
    def root(self) -> Path:
        """The folder that a patch is of: the checkout, or that of the shop's own rules."""
        return self._project.root if self._rules is None else self._rules

    @property
    def _file(self) -> Path:
        return (self._rules or self._project.root / "policy") / "facts.yml"

    def _tests_naming(self, names: Sequence[str]) -> list[str]:
        """The files of tests in which a name stands; nothing for a shop's own rules, which have none here."""
        folder = self._project.root / "tests"
        files = (
            sorted(file for ending in ("py", "yml") for file in folder.rglob(f"*.{ending}")) if not self._rules else ()
        )
        texts = ((file, file.read_text(encoding="utf-8")) for file in files)
        return [self._project.shown(file) for file, text in texts if any(name in text for name in names)]

    def _changed_dates(self, old: Facts, new: Facts, now: datetime) -> list[ChangedDate]:
        latest = select(ReturnRow.key).order_by(ReturnRow.seq.desc()).limit(RETURNS)
        with reading(self._engine) as session:
            keys = list(session.execute(latest).scalars())
            returns = newest_first(session, select(ReturnRow).join(ReturnRow.order).where(ReturnRow.key.in_(keys)))
            owners = sorted({each.order.customer_id for each in returns})
            rows = session.execute(select(CustomerRow).where(CustomerRow.id.in_(owners))).scalars()
            customers = {row.id: customer_value(row) for row in rows}
        found = []
        for each in returns:
            customer = customers[each.order.customer_id]
            before, after = (_dates(each, customer, facts, now) for facts in (old, new))
            for kind in sorted({*before, *after}):
                if before.get(kind) != after.get(kind):
                    found.append((each.number, kind.replace("_", " "), before.get(kind), after.get(kind)))
        return found


def _dates(ret: ReturnRequest, customer: Customer, facts: Facts, now: datetime) -> dict[str, datetime]:
    """Until when a return waits for what, by the customer's clock."""
    zone = ZoneInfo(customer.timezone)
    return {str(each.kind): each.due.astimezone(zone) for each in open_deadlines(ret, customer, now, facts)}
