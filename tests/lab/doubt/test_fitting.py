"""The weights of what speaks for an answer, on answers that are made up."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.doubt import Opinions, evidence
from core.intents import OUT_OF_SCOPE
from lab.doubt.fitting import BARS, Answer, cross_validated, curve, fitted
from lab.evaluation.sets import Message

FEE, TIME = "ask_return_fee", "ask_refund_time"


def answers(source: str, seed: int) -> list[Answer]:
    """Sixty answers of a set: the surer the others are of another intent, the more often it is right."""
    found = []
    for sure in np.random.default_rng(seed).uniform(0.4, 0.95, 60).tolist():
        shares = {FEE: sure, TIME: 0.98 - sure, OUT_OF_SCOPE: 0.02}
        found.append(
            Answer(Message("…", FEE if sure > 0.6 else TIME, source=source), FEE, Opinions(shares, shares, {}))
        )
    return found


@pytest.fixture(scope="module")
def of_two_authors() -> list[Answer]:
    return [*answers("one", 1), *answers("another", 2)]


def test_what_tells_right_answers_from_wrong_ones_gets_a_weight(of_two_authors: list[Answer]):
    table = fitted(of_two_authors, 0.8)

    assert table.bar == 0.8
    assert table.weights["other"] < 0
    assert table.weights["promise"] == table.weights["near"] == 0
    sure, unsure = (table.likely_right(evidence(FEE, each.opinions)) for each in _surest_and_least(of_two_authors))
    assert sure > 0.9 > 0.5 > unsure


def test_the_same_answers_give_the_same_table(of_two_authors: list[Answer]):
    assert fitted(of_two_authors, 0.8) == fitted(of_two_authors, 0.8)


def test_a_set_is_judged_by_what_the_others_teach(of_two_authors: list[Answer]):
    likely = cross_validated(of_two_authors)
    by_the_other = fitted(of_two_authors[60:], 0.0)

    assert likely[:60] == pytest.approx(
        [by_the_other.likely_right(evidence(each.intent, each.opinions)) for each in of_two_authors[:60]]
    )


def test_the_curve_tells_what_each_bar_asks_back_and_whether_the_choice_holds_the_right_one(
    of_two_authors: list[Answer],
):
    points = list(curve(of_two_authors, cross_validated(of_two_authors)))

    assert [each.bar for each in points] == list(BARS)
    assert [each.wrong + each.right for each in points] == sorted(each.wrong + each.right for each in points)
    assert points[-1].wrong == sum(not each.is_right for each in of_two_authors)
    assert all(each.wrong_held == each.wrong and each.right_held == each.right for each in points)


def _surest_and_least(of: list[Answer]) -> tuple[Answer, Answer]:
    by_share = sorted(of, key=lambda each: each.opinions.first[FEE])
    return by_share[-1], by_share[0]
