"""What was measured of the pages, for docs/people.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lab.benchmark.document import table

BEGIN: Final = "<!-- measured by `python -m lab people-pages`; do not edit by hand -->"
#: Below what every page is to stay, in milliseconds at the server.
TARGET: Final = 300.0
#: In what an address is too long for a table.
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True)
class Timed:
    """A page with how long it took the first time, and the median and the longest after it, in milliseconds."""

    page: str
    first: float
    median: float
    longest: float


@dataclass(frozen=True)
class Found:
    """All that was measured.

    Args:
        day: When.
        machine: On what.
        conversations: How many there were.
        rounds: How often each page was asked for.
        busy: How many processes wanted to run on the machine while pages were timed.
        pages: The pages.
    """

    day: date
    machine: Mapping[str, str]
    conversations: int
    rounds: int
    busy: float
    pages: Sequence[Timed]


def measured_part(found: Found) -> str:
    """The measured part of the page, in Markdown."""
    over = [each.page for each in found.pages if max(each.median, each.longest) >= TARGET]
    verdict = f"above it: {', '.join(f'`{each}`' for each in over)}" if over else "none took that long"
    lines = [
        (f"`{each.page[:_LONGEST_SHOWN]}`", f"{each.median:.0f}", f"{each.longest:.0f}", f"{each.first:.0f}")
        for each in found.pages
    ]
    return "\n\n".join(
        (
            f"Measured on {found.day.day} {found.day:%B %Y} over {found.conversations:,} conversations of two "
            f"messages, each page {found.rounds} times. {found.busy:.1f} processes wanted to run on the machine. Less "
            f"than {TARGET:.0f} ms at the server is what a page may take: {verdict}.",
            "\n".join(f"- {name}: {value}" for name, value in found.machine.items()),
            table(("page", "median, ms", "longest, ms", "first time, ms"), lines),
        )
    )
