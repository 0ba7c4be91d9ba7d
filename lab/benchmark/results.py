"""Everything that one benchmark measured, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from lab.benchmark.samples import middle, summary

OURS: Final = "ours"
STOCK: Final = "stock"
_MILLI: Final = 1000.0
_MIB: Final = 1024.0**2


@dataclass
class Results:
    """The raw samples of one bot.

    Args:
        policy: Seconds of each turn that the bot answers alone.
        store_backed: Seconds of each turn that is answered from the store.
        throughput: Messages a second, by number of conversations, once a round.
        memory: Bytes of the bot's processes after all of that.
        cold_starts: Seconds from the start of the process to its first answer.
        training: Seconds of the training command.
        accuracy: The measures of the unseen messages, per cent.
    """

    policy: list[float] = field(default_factory=list)
    store_backed: list[float] = field(default_factory=list)
    throughput: dict[int, list[float]] = field(default_factory=dict)
    memory: int = 0
    cold_starts: list[float] = field(default_factory=list)
    training: float = 0.0
    accuracy: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The samples in a form that JSON can hold."""
        return asdict(self)


@dataclass(frozen=True)
class Row:
    """One line of the comparison.

    Args:
        says: What was measured, with its unit.
        ours: Our number.
        stock: The stock bot's.
        ratio: How the two compare, in words.
        goal: What the project set itself, empty where nothing.
    """

    says: str
    ours: str
    stock: str
    ratio: str
    goal: str = ""


def rows(ours: Results, stock: Results) -> tuple[Row, ...]:
    """The comparison, line by line."""
    found = []
    for kind, says, goal in (
        ("policy", "answered from the rules", "≤ 1/6"),
        ("store_backed", "answered from the store", "≤ 1/6"),
    ):
        one, other = summary(getattr(ours, kind)), summary(getattr(stock, kind))
        for name in ("p50", "p95", "p99"):
            found.append(
                _less(
                    f"Turn {says}, {name} (ms)",
                    getattr(one, name) * _MILLI,
                    getattr(other, name) * _MILLI,
                    "{:.1f}",
                    goal if name == "p50" else "",
                )
            )
    for conversations in sorted(ours.throughput):
        found.append(
            _more(
                f"Messages a second, {conversations} conversation{'s' if conversations > 1 else ''}",
                middle(ours.throughput[conversations]),
                middle(stock.throughput[conversations]),
                "≥ 6 ×",
            )
        )
    found.append(_less("Memory of the bot (MB)", ours.memory / _MIB, stock.memory / _MIB, "{:.0f}", "≤ 1/5"))
    found.append(
        _less(
            "Cold start to the first answer (s)", middle(ours.cold_starts), middle(stock.cold_starts), "{:.1f}", "≤ 1/8"
        )
    )
    found.append(_less("Training (s)", ours.training, stock.training, "{:.0f}", "≤ 1/4"))
    for name, says, goal in (
        ("in_scope_right", "Unseen questions: right answer (%)", "≥ 5 points more"),
        ("in_scope_declined", "Unseen questions: declined, or asked without the right choice (%)", ""),
        ("out_of_scope_right_or_offered", "Unseen messages out of scope: declined or asked (%)", ""),
    ):
        of_ours, of_stock = ours.accuracy[name], stock.accuracy[name]
        found.append(Row(says, f"{of_ours:.1f}", f"{of_stock:.1f}", f"{of_ours - of_stock:+.1f} points", goal))
    return tuple(found)


def _less(says: str, ours: float, stock: float, shape: str, goal: str) -> Row:
    return Row(says, shape.format(ours), shape.format(stock), f"1/{stock / ours:.1f}", goal)


def _more(says: str, ours: float, stock: float, goal: str) -> Row:
    return Row(says, f"{ours:.0f}", f"{stock:.0f}", f"{ours / stock:.1f} ×", goal)
