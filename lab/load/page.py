"""What load, soak, faults and attacks came to, as the measured part of docs/load.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lab.benchmark.document import END, replace_measured, table
from lab.load.levels import SHARE, Level, gain, knee
from lab.load.results import read
from lab.load.soak import FLAT
from lab.load.usage import EVERYONE_ELSE
from returndesk.project import Project

MARK: Final = "<!-- measured by `python -m lab load`, `faults` and `hostile`; do not edit by hand -->"
_MILLI: Final = 1000.0
_OTHERS: Final = "cores taken by other programs"
#: What the names of bots and action servers begin with.
_OURS: Final = ("bot", "actions")

Kept = Mapping[str, Any]


def publish(project: Project, folder: Path) -> None:
    """Write what the latest runs of each kind kept into docs/load.md; what no run here kept stays on the page.

    Raises:
        Failure: The page can't be read, or does not say where the measured part begins and ends.
    """
    page = project.root / "docs" / "load.md"
    former = page.read_text(encoding="utf-8") if page.is_file() else ""
    replace_measured(page, measured_part(folder, former), MARK)


def measured_part(folder: Path, former: str = "") -> str:
    """The measured part of the page, in Markdown.

    Args:
        folder: Where results are kept.
        former: The page as it is, whose sections stay where nothing newer was kept.
    """
    parts = []
    for name, heading, written in _SECTIONS:
        kept = read(folder, name)
        part = written(kept) if kept is not None else _section(former, heading)
        if part:
            parts.append(part)
    return "\n\n".join(parts)


def _section(page: str, heading: str) -> str:
    """A section of what was measured, up to the next one of its rank or the end of that; empty where there is none."""
    measured = page.partition(MARK)[2].partition(END)[0]
    found = re.search(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", measured, re.MULTILINE | re.DOTALL)
    return found[0].strip() if found else ""


def _levels(kept: Kept) -> str:
    found = {name: [Level(**level) for level in each] for name, each in kept["found"].items()}
    closed, opened, share = found["closed"], found["open"], found["share"]
    numbers = sorted({level.bots for level in closed})
    knees = [knee([level for level in closed if level.bots == bots]) for bots in numbers]
    at_knee = ", ".join(
        f"{each.bots} bot{'s' if each.bots > 1 else ''}: {each.conversations} conversations, {each.rate:.0f} messages "
        f"a second, p99 {each.p99 * _MILLI:.0f} ms"
        for each in knees
    )
    return "\n\n".join(
        (
            "## How much it carries",
            f"Measured on {_day(kept)}. {_machine(kept)}",
            "Closed loop, two action servers: so many conversations at a time, each message right behind the answer to "
            "the one before.",
            table(
                (
                    "bots",
                    "conversations",
                    "messages a second",
                    "p50 (ms)",
                    "p95 (ms)",
                    "p99 (ms)",
                    "sent again",
                    _OTHERS,
                ),
                [_row((str(each.bots), str(each.conversations)), each) for each in closed],
            ),
            f"The knee, the fewest conversations with nearly the highest throughput: {at_knee}.",
            "Open loop, two bots and two action servers: conversations arrive by a schedule that was fixed before, and "
            "a message's time counts from when it should have been sent.",
            table(
                ("arrive a second", "answered a second", "p50 (ms)", "p95 (ms)", "p99 (ms)", "sent again", _OTHERS),
                [_row((f"{each.offered:.1f}",), each) for each in opened],
            ),
            "![Throughput and waiting](pictures/load-levels.png)",
            "Two bots, 32 conversations, with more or fewer action servers:",
            table(
                ("action servers", "messages a second", "p50 (ms)", "p95 (ms)", "p99 (ms)", "sent again", _OTHERS),
                [_row((str(each.action_servers),), each) for each in found["action_servers"]],
            ),
            "Where the processor time goes at the knees, in cores:",
            _cores(knees),
            f"### One bot and two\n\nEach bot held to {SHARE:.0%} of a core by a control group, so that the machine "
            f"has room for both and for all the rest: two answer **{gain(share):.2f} times** as much as one. In turns:",
            table(
                ("bots", "messages a second", "cores of the bots", "cores of all others here", "p50 (ms)"),
                [
                    (
                        str(each.bots),
                        f"{each.rate:.1f}",
                        f"{each.cores['bots']:.2f}",
                        f"{sum(each.cores.values()) - each.cores['bots']:.2f}",
                        f"{each.p50 * _MILLI:.0f}",
                    )
                    for each in share
                ],
            ),
        )
    )


def _row(first: Sequence[str], level: Level) -> tuple[str, ...]:
    waiting = (f"{getattr(level, name) * _MILLI:.0f}" for name in ("p50", "p95", "p99"))
    return (*first, f"{level.rate:.1f}", *waiting, str(level.failed), f"{level.cores[EVERYONE_ELSE]:.1f}")


def _cores(found: Sequence[Level]) -> str:
    names = list(found[0].cores)
    return table(
        ("", *(f"{level.bots} bot{'s' if level.bots > 1 else ''}" for level in found)),
        [
            *((name, *(f"{level.cores[name]:.2f}" for level in found)) for name in names),
            (
                "processor time of a message, without the last two (ms)",
                *(f"{_of_a_message(each):.1f}" for each in found),
            ),
        ],
    )


def _of_a_message(level: Level) -> float:
    """Milliseconds of processor time that a message takes all processes of the desk together."""
    desk = sum(list(level.cores.values())[:-2])
    return desk / level.rate * _MILLI


def _soak(kept: Kept) -> str:
    found = kept["found"]
    counts = found["counts"]
    first, last = found["samples"][0][1], found["samples"][-1][1]
    worst = max(slope for name, slope in found["slopes"].items() if name.startswith(_OURS))
    return "\n\n".join(
        (
            "## Half an hour of customers",
            f"{found['rate']:.1f} messages a second for {found['seconds'] / 60:.0f} minutes on {_day(kept)}, two bots "
            f"and two action servers: {counts['sent']:,} messages, {counts['lost']} lost, {counts['doubled']} answered "
            f"twice, {counts['wrong']} wrong; p50 {found['p50'] * _MILLI:.0f} ms, p99 {found['p99'] * _MILLI:.0f} ms. "
            f"Flat is less than {FLAT:g} MB an hour over the last two thirds; the most of any bot or action server was "
            f"{worst:.2f}. PostgreSQL fills its buffers, up to the 128 MB that it is set to, as its data grow.",
            table(
                ("process", "MB at the start", "MB at the end", "MB an hour, last two thirds"),
                [
                    (name, f"{first[name]:.0f}", f"{last[name]:.0f}", f"{slope:+.2f}")
                    for name, slope in found["slopes"].items()
                ],
            ),
            "![Memory of every process](pictures/load-soak.png)",
        )
    )


def _faults(kept: Kept) -> str:
    rows = []
    for each in kept["found"]:
        counts, deeds = each["counts"], each["deeds"]
        back = "never" if each["back"] is None else f"{each['back']:.1f}"
        numbers = ("sent", "acknowledged", "answered", "doubled", "lost", "wrong", "disordered", "unacknowledged")
        rows.append(
            (
                each["says"],
                *(str(counts[name]) for name in numbers),
                str(sum(each["refusals"].values())),
                f"{deeds['done']} / {deeds['twice']}",
                f"{each['tickets'][1]} / {each['tickets'][2]}",
                back,
                f"{each['p99']:.1f}",
            )
        )
    header = (
        *("", "sent", "acknowledged", "answered", "doubled", "lost", "wrong", "out of order", "never answered"),
        *("requests refused", "cancelled / twice", "tickets / twice", "back (s)", "p99 (s)"),
    )
    notes = [f"- {each['says']}: {note}" for each in kept["found"] for note in each["notes"]]
    return "\n\n".join(
        (
            "## While its parts break",
            f"Measured on {_day(kept)}. {_machine(kept)}",
            table(header, rows),
            *(["\n".join(notes)] if notes else []),
        )
    )


def _hostile(kept: Kept) -> str:
    found = kept["found"]
    attack = found["attack"]
    costs = sorted(found["costs"].items(), key=lambda cost: -float(cost[1]))
    return "\n\n".join(
        (
            "## While somebody means harm",
            f"Measured on {_day(kept)}, one bot and one action server with the limits of production. {_machine(kept)}",
            "Processor time of bot and action server for one message, whoever sends it, the dearest first:",
            table(("message", "ms"), [(name, f"{seconds * _MILLI:.0f}") for name, seconds in costs]),
            f"Other customers, {found['rate']:g} messages a second, alone and while one address sends hostile messages "
            f"as fast as it may ({attack['sent']} in all), in turns: the p95 rises to **{attack['rise']:.2f} times**. "
            f"`/healthz` took at most {attack['slowest_health'] * _MILLI:.0f} ms and failed {attack['silent']} times.",
            table(
                ("", "p50 (ms)", "p95 (ms)", "p99 (ms)"),
                [
                    (says, *(f"{attack[f'{name}_p{of_hundred}'] * _MILLI:.0f}" for of_hundred in (50, 95, 99)))
                    for says, name in (("alone", "quiet"), ("under attack", "attacked"))
                ],
            ),
            "Sockets that send as fast as the desk takes it, one kind after the other: memory of the bot's own "
            "process, and how long a customer's message took in the middle.",
            table(
                ("flood", "MB sent", "MB of memory before", "most", "behind it", "a customer's answer (ms)"),
                [
                    (
                        each["kind"],
                        f"{each['sent']:.0f}",
                        f"{each['before']:.0f}",
                        f"{each['most']:.0f}",
                        f"{each['after'] - each['before']:+.1f}",
                        f"{each['answered'] * _MILLI:.0f}",
                    )
                    for each in found["floods"]
                ],
            ),
        )
    )


def _day(kept: Kept) -> str:
    return str(kept["begun"])[:10]


def _machine(kept: Kept) -> str:
    machine = kept["machine"]
    return f"{machine['Processor']}, {machine['Memory']}; all servers and the load itself on this one machine."


#: What runs keep results of, and the section of each on the page.
_SECTIONS: Final[tuple[tuple[str, str, Callable[[Kept], str]], ...]] = (
    ("levels", "How much it carries", _levels),
    ("soak", "Half an hour of customers", _soak),
    ("faults", "While its parts break", _faults),
    ("hostile", "While somebody means harm", _hostile),
)
