"""What an evaluation found: as tables for the terminal and for docs/evaluation.md, and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from lab.evaluation.dangers import Dangers
from lab.evaluation.examination import as_json
from lab.evaluation.measures import COUNTED, POINTS, Confusion, Measures, Share, confusions, measure, shares
from lab.evaluation.outcome import Outcome
from lab.evaluation.sets import Message
from lab.evaluation.slices import Slices, by_group, by_manner, by_topic
from returndesk.admin.store import replace_file
from returndesk.learn.held_out import Overlap

BEGIN: Final = "<!-- measured by `returndesk evaluate --docs`; do not edit by hand -->"
CONFUSIONS_SHOWN = 15


@dataclass(frozen=True)
class Report:
    """Everything that one evaluation found.

    Args:
        outcomes: What became of each message.
        left_out: Messages that were not put, because training holds nearly the same words.
        dangers: Which answers are dangerous to which questions, and why.
        misses: A line for every limit that was not kept.
    """

    outcomes: tuple[Outcome, ...]
    left_out: tuple[Overlap, ...]
    dangers: Dangers
    misses: tuple[str, ...] = ()

    @property
    def measured(self) -> Mapping[str, Measures]:
        """Every measure of every group."""
        return measure(self.outcomes)

    @property
    def confusions(self) -> tuple[Confusion, ...]:
        """What was taken for what in messages as they were written."""
        return confusions(self.outcomes)

    @property
    def slices(self) -> Mapping[str, Slices]:
        """The messages that are counted together, below what they are told apart by."""
        return {
            "set or spoiling": by_group(self.outcomes),
            "manner": by_manner(self.outcomes),
            "topic": by_topic(self.outcomes),
        }

    def dangerous(self) -> tuple[str, ...]:
        """A line for every message as it was written that got a dangerous answer, with what makes it dangerous."""
        return tuple(
            f"{each.group}: “{each.message.text}” ({each.expected}) was answered as {', '.join(each.dangerous)}: "
            + " ".join(self.dangers.reasons(each.message.accepted, each.dangerous))
            for each in self.outcomes
            if each.dangerous and not each.is_spoilt
        )

    def points(self) -> tuple[str, ...]:
        """A line for each measure that is in points."""
        return tuple(
            f"{name.replace('_', ' ')}, in points: "
            + ", ".join(
                f"{group.replace('_', ' ')} {values[name]:.1f}"
                for group, values in self.measured.items()
                if name in values
            )
            for name in POINTS
            if any(name in values for values in self.measured.values())
        )


def rows(by: str, slices: Slices) -> list[list[str]]:
    """A heading and a row for each slice: how many messages, and what is counted of them.

    With its interval, but for spoilt copies: three copies of a message are not three messages.
    """
    heading = [by, "messages", *(name.replace("_", " ") for name in COUNTED)]
    return [heading, *([name, str(len(held)), *_cells(held)] for name, held in slices.items() if held)]


def table(by: str, slices: Slices) -> Table:
    """The rows for a terminal."""
    heading, *body = rows(by, slices)
    drawn = Table(
        title=f"By {by}: % (95 % interval)", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for number, column in enumerate(heading):
        drawn.add_column(column, justify="right" if number else "left")
    for row in body:
        drawn.add_row(*row)
    return drawn


def measured_part(report: Report, day: date) -> str:
    """The measured part of docs/evaluation.md."""
    left_out = Counter(each.test.source for each in report.left_out if isinstance(each.test, Message))
    parts = [
        f"On {day:%-d %B %Y}. Left out, because training holds nearly the same words: "
        + (", ".join(f"{count} of {source}" for source, count in left_out.items()) or "none")
        + ". Shares in per cent, with their 95 % intervals."
    ]
    for by, slices in report.slices.items():
        heading, *body = rows(by, slices)
        parts.append("\n".join(map(_line, [heading, ["---", *["---:"] * (len(heading) - 1)], *body])))
    parts += [f"{line[:1].upper()}{line[1:]}." for line in report.points()]
    parts.append("\n".join(["Dangerous answers:", "", *(f"- {line}" for line in report.dangerous() or ["none"])]))
    return "\n\n".join(parts)


def confusion_table(found: Sequence[Confusion]) -> Table:
    """What was most often taken for what."""
    drawn = Table(title="Most frequent confusions", title_justify="left")
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
        "misses": report.misses,
        "dangerous": report.dangerous(),
        "measures": report.measured,
        "slices": {
            by: {name: {"messages": len(held), **_counts(held)} for name, held in slices.items()}
            for by, slices in report.slices.items()
        },
        "confusions": [asdict(each) for each in report.confusions],
        "left_out": [str(each) for each in report.left_out],
        "outcomes": as_json(report.outcomes),
    }
    replace_file(path, json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def _counts(held: Sequence[Outcome]) -> dict[str, int]:
    return {name: share.part for name, share in shares(held).items()}


def _cells(held: Sequence[Outcome]) -> list[str]:
    shown = _share if held[0].is_spoilt else _share_with_interval
    return [shown(share) for share in shares(held).values()]


def _share(share: Share) -> str:
    return f"{share.percent:.1f}"


def _share_with_interval(share: Share) -> str:
    low, high = share.interval
    return f"{share.percent:.1f} ({low:.0f}–{high:.0f})"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
