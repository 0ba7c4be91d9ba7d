"""Shows what a case expected beside what came."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from returndesk.conversation_tests.outcome import Outcome, Verdict

_PLAIN_WIDTH = 140
_LONGEST_SAID = 200


def shown(outcome: Outcome) -> Iterator[RenderableType]:
    """A failed case for a console: what it is, what the customer said, expected beside actual."""
    yield Text(f"✗ {outcome.case.name}", style="bold red")
    yield Text(f"  {outcome.place}", style="dim")
    if outcome.turn is not None:
        yield Text(f"  customer: {shortened(outcome.turn.user)}")
    if outcome.verdict is Verdict.BROKEN:
        yield Text(f"  {outcome.trouble}", style="red")
    else:
        yield _side_by_side(outcome)


def as_text(outcomes: Sequence[Outcome]) -> str:
    """The same without colours, for a report that is read elsewhere."""
    console = Console(file=io.StringIO(), width=_PLAIN_WIDTH, color_system=None, legacy_windows=False)
    for outcome in outcomes:
        for part in shown(outcome):
            console.print(part)
    written = console.file
    assert isinstance(written, io.StringIO)  # noqa: S101  # ours, three lines above
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def shortened(text: str) -> str:
    """A message short enough for a report."""
    text = " ".join(text.split()) or "(nothing)"
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}… ({len(text)} characters)"


def _side_by_side(outcome: Outcome) -> Table:
    table = Table(box=box.ROUNDED, expand=True, show_lines=True)
    table.add_column("", width=1)
    table.add_column("expected", ratio=1, overflow="fold")
    table.add_column("actual", ratio=1, overflow="fold")
    table.add_column("line", justify="right")
    for row in outcome.rows:
        style = "" if row.holds else "red"
        table.add_row(
            Text("✓" if row.holds else "✗", style=style or "green"),
            Text(row.expected, style="" if row.holds else "green"),
            Text(row.actual, style=style),
            str(row.line or ""),
        )
    return table
