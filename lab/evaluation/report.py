"""What an evaluation found, as a table for the terminal and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from lab.evaluation.examination import as_json
from lab.evaluation.measures import MEASURES, POINTS_LOST, Confusion, Measures, confusions, measure
from lab.evaluation.outcome import Outcome
from returndesk.admin.store import replace_file
from returndesk.learn.held_out import Overlap

CONFUSIONS_SHOWN = 15
_POINTS_LOST_SAYS = "points lost against plain"


@dataclass(frozen=True)
class Report:
    """Everything that one evaluation found.

    Args:
        outcomes: What became of each message.
        left_out: Messages that were not put, because training holds nearly the same words.
        misses: A line for every limit that was not kept.
    """

    outcomes: tuple[Outcome, ...]
    left_out: tuple[Overlap, ...]
    misses: tuple[str, ...] = ()

    @property
    def measured(self) -> Mapping[str, Measures]:
        """Every measure of every group."""
        return measure(self.outcomes)

    @property
    def confusions(self) -> tuple[Confusion, ...]:
        """What was taken for what in the plain set."""
        return confusions(self.outcomes)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many messages of each kind a group has."""
        counted: dict[str, dict[str, int]] = {}
        for outcome in self.outcomes:
            kinds = counted.setdefault(outcome.group, {})
            kinds[outcome.kind.value] = kinds.get(outcome.kind.value, 0) + 1
        return counted


def table(report: Report) -> Table:
    """A row a measure, a column a group."""
    measured = report.measured
    drawn = Table(title="Messages that training never saw (%)", title_justify="left")
    drawn.add_column("")
    for group in measured:
        drawn.add_column(group.replace("_", " "), justify="right")
    rows = {name: each.says for name, each in MEASURES.items()} | {POINTS_LOST: _POINTS_LOST_SAYS}
    for name, says in rows.items():
        drawn.add_row(says, *(_number(values.get(name)) for values in measured.values()))
    counts = report.counts()
    drawn.add_section()
    drawn.add_row("messages", *(str(sum(counts.get(group, {}).values())) for group in measured))
    return drawn


def confusion_table(found: Sequence[Confusion]) -> Table:
    """What was most often taken for what."""
    drawn = Table(title="Most frequent confusions, plain", title_justify="left")
    for column in ("right intent", "taken for", "times", "same answer", "for example"):
        drawn.add_column(column, overflow="fold")
    for each in found[:CONFUSIONS_SHOWN]:
        drawn.add_row(each.expected, each.understood, str(each.count), str(each.same_answer), each.example)
    return drawn


def write(report: Report, path: Path) -> None:
    """Write everything as JSON.

    Raises:
        Failure: The file can't be written.
    """
    document = {
        "measures": report.measured,
        "messages": report.counts(),
        "misses": report.misses,
        "confusions": [asdict(each) for each in report.confusions],
        "left_out": [str(each) for each in report.left_out],
        "outcomes": as_json(report.outcomes),
    }
    replace_file(path, json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
