"""From what messages were taken for to a table of weights, and what each bar would have asked back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from actions.answers.clarify import clarification
from bot.nlu.doubt import Opinions, Table, choice, evidence
from lab.evaluation.sets import Message

#: How strongly weights are held near to nothing: there are few wrong answers.
STRENGTH = 0.3
#: Bars of which the curve tells.
BARS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
_DIGITS = 3


@dataclass(frozen=True)
class Answer:
    """What a message of a set would be answered as, and what is known of it.

    Attributes:
        message: The message, with its right intents.
        intent: What it was taken for.
        opinions: What both opinions say.
    """

    message: Message
    intent: str
    opinions: Opinions

    @property
    def is_right(self) -> bool:
        """Whether it was taken for one of its right intents."""
        return self.intent in self.message.accepted

    @property
    def is_held(self) -> bool:
        """Whether the choice in place of the answer holds a right one."""
        asked = clarification(self.message.text, choice(self.opinions), False)
        return any(each.payload.removeprefix("/") in self.message.accepted for each in asked.choices)


@dataclass(frozen=True)
class Point:
    """What a bar would have asked back, by what the other sets teach."""

    bar: float
    wrong: int
    wrong_held: int
    right: int
    right_held: int


def fitted(answers: Sequence[Answer], bar: float) -> Table:
    """The weights of what speaks for an answer.

    Args:
        answers: At least one right and one wrong answer.
        bar: How likely right an answer must be to be given.
    """
    known = [evidence(each.intent, each.opinions) for each in answers]
    scaler = StandardScaler()
    rows = scaler.fit_transform([list(each.values()) for each in known])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, [each.is_right for each in answers])
    weights = model.coef_[0] / scaler.scale_
    constant = float(model.intercept_[0] - weights @ scaler.mean_)
    named = {name: round(float(weight), _DIGITS) for name, weight in zip(known[0], weights, strict=True)}
    return Table(bar, round(constant, _DIGITS), named)


def cross_validated(answers: Sequence[Answer]) -> NDArray[np.float64]:
    """How likely each answer is right by what the sets teach in which it does not stand."""
    likely = np.ones(len(answers))
    for source in sorted({each.message.source for each in answers}):
        table = fitted([each for each in answers if each.message.source != source], 0.0)
        for place, each in enumerate(answers):
            if each.message.source == source:
                likely[place] = table.likely_right(evidence(each.intent, each.opinions))
    return likely


def curve(answers: Sequence[Answer], likely: NDArray[np.float64]) -> Iterator[Point]:
    """What each bar would have asked back."""
    for bar in BARS:
        asked = [each for each, share in zip(answers, likely, strict=True) if share < bar]
        wrong = [each for each in asked if not each.is_right]
        right = [each for each in asked if each.is_right]
        yield Point(
            bar, len(wrong), sum(each.is_held for each in wrong), len(right), sum(each.is_held for each in right)
        )
