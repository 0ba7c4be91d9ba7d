"""The numbers that an evaluation comes down to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from scipy.stats import binomtest  # type: ignore[import-untyped]

from lab.evaluation.outcome import Outcome, Verdict
from lab.evaluation.scope import Kind
from lab.evaluation.sets import CONVERSATIONS

BINS: Final = 10
#: Per cent, or points where `POINTS` says so.
Measures = Mapping[str, float]


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        """The part in per cent; 0 of nothing."""
        return 100.0 * self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of what it would be over all such messages, in per cent."""
        if not self.whole:
            return 0.0, 100.0
        found = binomtest(self.part, self.whole).proportion_ci(method="wilson")
        return 100.0 * float(found.low), 100.0 * float(found.high)


@dataclass(frozen=True)
class Confusion:
    """Messages of one intent that were taken for another one."""

    expected: str
    understood: str
    count: int
    same_answer: int
    example: str


def _has(verdict: Verdict, outcome: Outcome) -> bool:
    return outcome.verdict is verdict


#: What is counted of any messages, the costliest first: `dangerous` is a part of `wrong`, and `wrong`, `declined`,
#: `offered` and `right` make up all.
COUNTED: Final[Mapping[str, Callable[[Outcome], bool]]] = MappingProxyType(
    {
        "dangerous": lambda each: bool(each.dangerous),
        **{verdict.value: partial(_has, verdict) for verdict in Verdict},
        "right_or_offered": lambda each: each.verdict in (Verdict.RIGHT, Verdict.OFFERED),
    }
)
#: How far confidence and being right lie apart.
CALIBRATION_ERROR: Final = "calibration_error"
#: How many points fewer right answers spoilt copies get than the messages as they were written.
POINTS_LOST: Final = "points_lost"
#: What is in points rather than per cent.
POINTS: Final = (CALIBRATION_ERROR, POINTS_LOST)
#: The names of the shares, those of what costs most first.
SHARES: Final = tuple(f"{kind.value}_{name}" for name in COUNTED for kind in Kind)


def shares(outcomes: Iterable[Outcome]) -> Mapping[str, Share]:
    """Everything that is counted, of these outcomes."""
    held = list(outcomes)
    return {name: Share(sum(map(counts, held)), len(held)) for name, counts in COUNTED.items()}


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Expected calibration error in points: how far confidence and being right lie apart, over ten bins of equal width.

    Of messages with an answer or a place in the dialogue: what is out of scope has an intent of its own, and counts
    as well.
    """
    bins: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        bins.setdefault(min(int(outcome.confidence * BINS), BINS - 1), []).append(outcome)
    gaps = (
        abs(sum(each.confidence for each in held) - sum(each.best in each.message.accepted for each in held))
        for held in bins.values()
    )
    return 100.0 * sum(gaps) / len(outcomes) if outcomes else 0.0


def measure(outcomes: Iterable[Outcome]) -> Mapping[str, Measures]:
    """Every measure of every group."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.group, []).append(outcome)
    return {group: _measures(held, groups.get(CONVERSATIONS, ())) for group, held in groups.items()}


def _measures(held: Sequence[Outcome], written: Sequence[Outcome]) -> Measures:
    found = {
        f"{kind.value}_{name}": share.percent
        for kind in Kind
        for name, share in shares(each for each in held if each.kind is kind).items()
    }
    found[CALIBRATION_ERROR] = calibration_error(held)
    if held[0].is_spoilt:
        right = shares(each for each in written if each.kind is Kind.IN_SCOPE)["right"]
        found[POINTS_LOST] = right.percent - found["in_scope_right"]
    return found


def confusions(outcomes: Iterable[Outcome]) -> tuple[Confusion, ...]:
    """Which intents were taken for which in messages as they were written, the most frequent first."""
    wrong = [each for each in outcomes if not each.is_spoilt and not each.intent_right]
    counts = Counter((outcome.expected, outcome.understood) for outcome in wrong)
    return tuple(
        Confusion(
            expected,
            understood,
            count,
            same_answer=sum(each.right for each in wrong if (each.expected, each.understood) == (expected, understood)),
            example=next(
                each.message.text for each in wrong if (each.expected, each.understood) == (expected, understood)
            ),
        )
        for (expected, understood), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
