"""A benchmark as a page for readers: the measured part of docs/benchmarks.md, everything else there is by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from lab.benchmark.results import Row
from returndesk.admin.store import replace_file
from returndesk.failure import Failure

BEGIN: Final = "<!-- measured by `python -m lab benchmark`; do not edit by hand -->"
END: Final = "<!-- end of what was measured -->"
_SMALLEST_SHARE: Final = 0.01


@dataclass(frozen=True)
class Conditions:
    """How a benchmark was run.

    Args:
        day: When.
        machine: What it ran on.
        loads: How busy the machine was before and after, in processes that wanted to run.
        counts: How many samples there are, in words.
    """

    day: date
    machine: Mapping[str, str]
    loads: tuple[float, float]
    counts: str


def measured_part(rows: Sequence[Row], profile: Mapping[str, Any], conditions: Conditions, picture: str) -> str:
    """The measured part of the page, in Markdown."""
    machine = "\n".join(f"- {name}: {value}" for name, value in conditions.machine.items())
    return "\n\n".join(
        (
            "## Ours beside stock",
            table(
                ("", "ours", "stock Rasa", "ours to stock", "goal"),
                [(row.says, row.ours, row.stock, row.ratio, row.goal) for row in rows],
            ),
            f"![Time of a turn, ours and stock]({picture})",
            f"Measured on {conditions.day.day} {conditions.day:%B %Y}; {conditions.counts}. The machine's load was "
            f"{conditions.loads[0]:.1f} before the run and {conditions.loads[1]:.1f} after it: so many processes "
            "wanted to run at any time, the measured ones among them.",
            machine,
            "## Where the time of one message goes",
            _profile("a turn answered from the rules", profile["policy"]),
            _profile("a turn answered from the store", profile["store_backed"]),
            "A turn costs more the longer the conversation is, because Rasa replays it for every message and sends all "
            "of it to the action server with every call:",
            table(
                ("turns so far", "from the rules (ms)", "from the store (ms)", "sent to the action server (kB)"),
                [
                    (
                        str(each["turns"]),
                        f"{each['policy_milliseconds']:.1f}",
                        f"{each['store_backed_milliseconds']:.1f}",
                        f"{each['bytes_to_action_server'] / 1000:.0f}",
                    )
                    for each in profile["growth"]
                ],
            ),
            "## What our replacements in Rasa are worth",
            "The same turns in the bot's process, with all of bot/rasa_patches/install.py and with all but one of it:",
            table(
                ("", "from the rules (ms)", "from the store (ms)"),
                [
                    (state, f"{policy:.1f}", f"{store_backed:.1f}")
                    for state, (policy, store_backed) in profile["worth"].items()
                ],
            ),
        )
    )


def replace_measured(page: Path, part: str, mark: str = BEGIN) -> None:
    """Put a new measured part in the place of the former one.

    Args:
        page: The page.
        part: What was measured, in Markdown.
        mark: The line behind which it stands, up to the line `END`.

    Raises:
        Failure: The page can't be read, or does not say where the measured part begins and ends.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise Failure(f"{page} can't be read: {error.strerror}") from error
    before, begin, rest = text.partition(mark)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise Failure(f"{page} needs the lines {mark} and {END}, around what is measured")
    replace_file(page, f"{before}{mark}\n\n{part}\n\n{END}{after}")


def _profile(what: str, found: Mapping[str, Any]) -> str:
    milliseconds = found["milliseconds"]

    def shown(shares: Mapping[str, float]) -> list[tuple[str, str, str]]:
        large = [(name, share) for name, share in shares.items() if share >= _SMALLEST_SHARE]
        return [(name, f"{share:.0%}", f"{share * milliseconds:.2f}") for name, share in large]

    heading = f"### {what[0].upper()}{what[1:]}: {milliseconds:.1f} ms"
    owners = table(("for whose code", "share", "ms"), shown(found["owners"]))
    steps = table(("step", "share", "ms"), shown(found["steps"]))
    copies = (
        f"Deep copies, mostly for debug lines that nobody sees, are {found['deep_copies']:.0%} of it, in all steps."
    )
    return "\n\n".join((heading, owners, steps, copies))


def table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are numbers."""
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *lines))
