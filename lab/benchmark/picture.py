"""A benchmark as a picture: the times of the turns of both bots, on one scale."""

from __future__ import annotations

from pathlib import Path

from lab.benchmark.results import Results
from returndesk.report.figures_file import figure, plain_frame, save

_OURS, _STOCK = "#2f7d5b", "#8a8f98"


def draw(ours: Results, stock: Results, path: Path) -> None:
    """Draw every turn's time as a share of turns that took no longer, and messages a second beside it."""
    drawn = figure(10, 3.8)
    times, rates = drawn.subplots(1, 2, gridspec_kw={"width_ratios": (3, 2)})
    for results, colour, name in ((ours, _OURS, "ours"), (stock, _STOCK, "stock")):
        for samples, style, kind in ((results.policy, "-", "rules"), (results.store_backed, "--", "store")):
            ranked = sorted(sample * 1000 for sample in samples)
            shares = [100 * (number + 1) / len(ranked) for number in range(len(ranked))]
            times.plot(ranked, shares, style, color=colour, label=f"{name}, from the {kind}")
    times.set_xscale("log")
    times.set_xlabel("milliseconds")
    times.set_ylabel("turns answered by then (%)")
    times.legend(frameon=False, fontsize=8, loc="lower right")
    levels = sorted(ours.throughput)
    for offset, results, colour, name in ((-0.2, ours, _OURS, "ours"), (0.2, stock, _STOCK, "stock")):
        heights = [sum(results.throughput[level]) / len(results.throughput[level]) for level in levels]
        bars = rates.bar([place + offset for place in range(len(levels))], heights, 0.4, color=colour, label=name)
        rates.bar_label(bars, fmt="%.0f", fontsize=8)
    rates.set_xticks(range(len(levels)), [str(level) for level in levels])
    rates.set_xlabel("conversations at a time")
    rates.set_ylabel("messages a second")
    rates.legend(frameon=False, fontsize=8)
    for axes in (times, rates):
        plain_frame(axes)
    drawn.tight_layout()
    save(drawn, path)
