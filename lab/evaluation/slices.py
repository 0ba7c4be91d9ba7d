"""The messages of an evaluation by set, manner and topic: whose answers are counted together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lab.evaluation.outcome import Outcome
from lab.evaluation.scope import Kind
from lab.evaluation.sets import CONVERSATIONS, MANNERS

Slices = Mapping[str, Sequence[Outcome]]
_ALL_OF_THEM = "all of them"
_AT_STAKE = "money or a right at stake"


def by_group(outcomes: Sequence[Outcome]) -> Slices:
    """By set or spoiling and kind, in the order in which they were put; sets of their own first."""
    ordered = sorted(outcomes, key=lambda each: each.message.source == CONVERSATIONS)
    return _split(ordered, lambda each: f"{each.group}, {each.kind.value}".replace("_", " "))


def by_manner(outcomes: Sequence[Outcome]) -> Slices:
    """The sets that tell the manner: in-scope messages by it, then those on which something hangs, then all."""
    told = _told(outcomes)
    manners = _split(
        sorted(told, key=lambda each: MANNERS.index(each.message.manner)), lambda each: each.message.manner
    )
    return {**manners, _AT_STAKE: [each for each in told if each.message.at_stake], _ALL_OF_THEM: told}


def by_topic(outcomes: Sequence[Outcome]) -> Slices:
    """The same messages by the intent that is right."""
    return _split(sorted(_told(outcomes), key=lambda each: each.expected), lambda each: each.expected)


def _told(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.message.manner and each.kind is Kind.IN_SCOPE]


def _split(outcomes: Sequence[Outcome], name: Callable[[Outcome], str]) -> Slices:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(name(outcome), []).append(outcome)
    return found
