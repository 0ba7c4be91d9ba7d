"""The numbers that an evaluation comes down to, each a percentage unless it says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lab.evaluation.outcome import PLAIN, Outcome, Reaction
from lab.evaluation.scope import Kind

BINS: Final = 10
Measures = Mapping[str, float]


@dataclass(frozen=True)
class Measure:
    """A number about one group of outcomes. `higher_is_better` tells which way a limit points."""

    name: str
    says: str
    of: Callable[[Sequence[Outcome]], float]
    higher_is_better: bool = True


@dataclass(frozen=True)
class Confusion:
    """Messages of one intent that were taken for another one."""

    expected: str
    understood: str
    count: int
    same_answer: int
    example: str


def percentage(part: int, whole: int) -> float:
    """The part in per cent; 0 of nothing."""
    return 100.0 * part / whole if whole else 0.0


def _share(kind: Kind, holds: Callable[[Outcome], bool]) -> Callable[[Sequence[Outcome]], float]:
    def of(outcomes: Sequence[Outcome]) -> float:
        those = [outcome for outcome in outcomes if outcome.kind is kind]
        return percentage(sum(map(holds, those)), len(those))

    return of


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Expected calibration error in points: how far confidence and being right lie apart, over ten bins of equal width.

    Of messages with an answer or a place in the dialogue: what is out of scope has an intent of its own, and counts
    as well.
    """
    bins: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        bins.setdefault(min(int(outcome.confidence * BINS), BINS - 1), []).append(outcome)
    gaps = (
        abs(sum(each.confidence for each in held) - sum(each.best == each.expected for each in held))
        for held in bins.values()
    )
    return 100.0 * sum(gaps) / len(outcomes) if outcomes else 0.0


MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure("answer_right", "in scope: right answer", _share(Kind.IN_SCOPE, lambda each: each.right)),
            Measure("intent_right", "in scope: right intent", _share(Kind.IN_SCOPE, lambda each: each.intent_right)),
            Measure(
                "in_scope_declined",
                "in scope: declined",
                _share(Kind.IN_SCOPE, lambda each: each.reaction is Reaction.DECLINED),
                higher_is_better=False,
            ),
            Measure(
                "in_scope_unclear",
                "in scope: asked which topic",
                _share(Kind.IN_SCOPE, lambda each: each.reaction is Reaction.UNCLEAR),
                higher_is_better=False,
            ),
            Measure(
                "in_scope_offered",
                "in scope: asked, right topic offered",
                _share(Kind.IN_SCOPE, lambda each: each.offered),
            ),
            Measure(
                "in_scope_wrong",
                "in scope: another answer",
                _share(Kind.IN_SCOPE, lambda each: each.reaction is Reaction.ANSWERED and not each.right),
                higher_is_better=False,
            ),
            Measure(
                "out_of_scope_declined",
                "out of scope: declined or asked",
                _share(Kind.OUT_OF_SCOPE, lambda each: each.reaction is not Reaction.ANSWERED),
            ),
            Measure(
                "out_of_scope_unclear",
                "out of scope: asked which topic",
                _share(Kind.OUT_OF_SCOPE, lambda each: each.reaction is Reaction.UNCLEAR),
                higher_is_better=False,
            ),
            Measure("dialogue_right", "dialogue: right reaction", _share(Kind.DIALOGUE, lambda each: each.right)),
            Measure("calibration_error", "calibration error (points)", calibration_error, higher_is_better=False),
        )
    }
)
#: How many points fewer right answers a spoilt copy gets than the plain set; of no meaning for the plain set itself.
POINTS_LOST: Final = "points_lost"


def measure(outcomes: Iterable[Outcome]) -> Mapping[str, Measures]:
    """Every measure of every group, the plain one first."""
    groups: dict[str, list[Outcome]] = {PLAIN: []}
    for outcome in outcomes:
        groups.setdefault(outcome.group, []).append(outcome)
    measured: dict[str, dict[str, float]] = {
        group: {name: each.of(held) for name, each in MEASURES.items()} for group, held in groups.items()
    }
    for group, values in measured.items():
        if group != PLAIN:
            values[POINTS_LOST] = measured[PLAIN]["answer_right"] - values["answer_right"]
    return measured


def confusions(outcomes: Iterable[Outcome], group: str = PLAIN) -> tuple[Confusion, ...]:
    """Which intents were taken for which, the most frequent first."""
    wrong = [outcome for outcome in outcomes if outcome.group == group and not outcome.intent_right]
    counts = Counter((outcome.expected, outcome.understood) for outcome in wrong)
    return tuple(
        Confusion(
            expected,
            understood,
            count,
            same_answer=sum(each.right for each in wrong if (each.expected, each.understood) == (expected, understood)),
            example=next(each.text for each in wrong if (each.expected, each.understood) == (expected, understood)),
        )
        for (expected, understood), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
