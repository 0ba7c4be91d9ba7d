"""Load and soak as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lab.load.levels import Level
from lab.load.soak import Soak
from returndesk.report.figures_file import figure, plain_frame, save

_COLOURS: Final = ("#8a8f98", "#2f7d5b", "#b5651d", "#3b6ea5", "#7a4f9a", "#c0a030", "#505050", "#a03050")
_MILLI: Final = 1000.0


def draw_levels(closed: Sequence[Level], opened: Sequence[Level], path: Path) -> None:
    """Throughput and waiting against conversations, for each number of bots; and waiting against the rate offered."""
    drawn = figure(13, 3.8)
    rates, waiting, offered = drawn.subplots(1, 3)
    for colour, bots in zip(_COLOURS, sorted({level.bots for level in closed}), strict=False):
        own = [level for level in closed if level.bots == bots]
        places = [level.conversations for level in own]
        name = f"{bots} bot{'s' if bots > 1 else ''}"
        rates.plot(places, [level.rate for level in own], "o-", color=colour, label=name)
        waiting.plot(places, [level.p50 * _MILLI for level in own], "o-", color=colour, label=f"{name}, p50")
        waiting.plot(places, [level.p99 * _MILLI for level in own], "o--", color=colour, label=f"{name}, p99")
    for style, name in (("o-", "p50"), ("s-", "p95"), ("^--", "p99")):
        times = [getattr(level, name) * _MILLI for level in opened]
        offered.plot([level.offered for level in opened], times, style, color=_COLOURS[1], label=f"2 bots, {name}")
    for axes in (rates, waiting):
        axes.set_xscale("log", base=2)
        axes.set_xlabel("conversations at a time")
    rates.set_ylabel("messages a second")
    rates.set_ylim(bottom=0)
    waiting.set_ylabel("milliseconds to the answer")
    offered.set_xlabel("messages a second that arrive")
    offered.set_ylabel("milliseconds from when it should be sent")
    for axes in (waiting, offered):
        axes.set_yscale("log")
    for axes in (rates, waiting, offered):
        axes.legend(frameon=False, fontsize=7)
        plain_frame(axes)
    drawn.tight_layout()
    save(drawn, path)


def draw_soak(found: Soak, path: Path) -> None:
    """The memory of every process over time."""
    drawn = figure(10, 4)
    axes = drawn.subplots()
    minutes = [at / 60 for at, _ in found.samples]
    for number, name in enumerate(found.slopes):
        memory = [sample[name] for _, sample in found.samples]
        axes.plot(minutes, memory, color=_COLOURS[number % len(_COLOURS)], label=name)
    axes.set_xlabel("minutes")
    axes.set_ylabel("MB")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=8, ncol=3)
    plain_frame(axes)
    drawn.tight_layout()
    save(drawn, path)
