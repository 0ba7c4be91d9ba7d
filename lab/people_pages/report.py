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
    """A page, and in milliseconds: how long it took the first time, the median and the longest after it, and the median
    of the processor's time, which others that want to run do not lengthen."""

    page: str
    first: float
    median: float
    longest: float
    processor: float


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
    over, worked = (
        [f"`{each.page}`" for each in found.pages if getattr(each, name) >= TARGET] for name in ("median", "processor")
    )
    verdict = (
        f"with what ran beside it the median of {', '.join(over)} is above it" if over else "no median is above it"
    )
    alone = f"the processor needs that long for {', '.join(worked)}" if worked else "the processor needs less for each"
    lines = [
        (
            f"`{each.page[:_LONGEST_SHOWN]}`",
            *(f"{time:.0f}" for time in (each.processor, each.median, each.longest, each.first)),
        )
        for each in found.pages
    ]
    return "\n\n".join(
        (
            f"Measured on {found.day.day} {found.day:%B %Y} over {found.conversations:,} conversations of two "
            f"messages, each page {found.rounds} times. {found.busy:.1f} processes wanted to run on the machine. Less "
            f"than {TARGET:.0f} ms at the server is what a page may take: {alone}; {verdict}.",
            "\n".join(f"- {name}: {value}" for name, value in found.machine.items()),
            table(("page", "processor, ms", "median, ms", "longest, ms", "first time, ms"), lines),
        )
    )
