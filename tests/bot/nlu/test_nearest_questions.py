"""The second opinion on a message: what those near to it ask, and how two opinions are joined."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import nearest_questions as module
from bot.nlu.multilingual_encoder import Vectors, direction
from bot.nlu.nearest_questions import NearestQuestions, alone, goes_on, joined
from core.intents import FALLBACK

INTENTS = ("cancel", "refund", "status")
SHARES = st.fixed_dictionaries({name: st.floats(0.01, 1) for name in INTENTS})


def around(*centres: Vectors, count: int, seed: int = 0) -> Vectors:
    """So many vectors near each of these."""
    noise = np.random.default_rng(seed).normal(scale=0.3, size=(len(centres), count, len(centres[0])))
    near = (np.stack(centres)[:, np.newaxis, :] + noise).reshape(-1, len(centres[0]))
    return np.stack([direction(each) for each in near.astype(np.float32)])


@pytest.fixture(scope="module")
def centres() -> tuple[Vectors, ...]:
    drawn = np.random.default_rng(7).normal(size=(3, 24)).astype(np.float32)
    return tuple(direction(each) for each in drawn)


@pytest.fixture(scope="module")
def nearest(centres: tuple[Vectors, ...]) -> NearestQuestions:
    return NearestQuestions.fitted(around(*centres, count=80), [name for name in INTENTS for _ in range(80)])


def test_a_message_means_what_those_near_to_it_mean(nearest: NearestQuestions, centres: tuple[Vectors, ...]):
    for name, centre in zip(INTENTS, centres, strict=True):
        for each in around(centre, count=10, seed=3):
            confidences = nearest.confidences(each)
            assert max(confidences, key=confidences.__getitem__) == name
            assert sum(confidences.values()) == pytest.approx(1, abs=1e-5)


def test_between_two_meanings_it_is_unsure(nearest: NearestQuestions, centres: tuple[Vectors, ...]):
    between = nearest.confidences(direction(centres[0] + centres[1]))

    assert max(between.values()) < max(nearest.confidences(centres[0]).values())
    assert between["status"] == min(between.values())


def test_far_messages_have_no_part_in_it(centres: tuple[Vectors, ...], monkeypatch: pytest.MonkeyPatch):
    vectors, labels = around(*centres, count=80), [name for name in INTENTS for _ in range(80)]
    nearest = NearestQuestions.fitted(vectors, labels)
    likeness = np.concatenate([np.linspace(0.9, 0.8, 80), np.full(160, 0.79)]).astype(np.float32)

    of_all = nearest._scores(likeness)
    monkeypatch.setattr(module, "NEIGHBOURS", 40)
    of_the_nearest = nearest._scores(likeness)

    assert of_the_nearest[0] > of_all[0]
    # Nobody near means another: what is left to the others is less than their share of all messages.
    assert of_the_nearest[1:].max() < 1 / 3


def test_a_message_that_training_holds_is_told_without_itself():
    vectors = np.eye(6, dtype=np.float32)
    lonely = NearestQuestions.fitted(vectors, ["cancel", *["refund"] * 5])

    (scores,) = lonely.scores_without(np.array([0]))

    assert scores.argmax() == lonely.intents.index("refund")


def test_eight_bits_are_enough(nearest: NearestQuestions, centres: tuple[Vectors, ...]):
    vectors = around(*centres, count=80)
    exact = np.stack([direction(each) for each in vectors - vectors.mean(axis=0)])

    assert nearest.rows.dtype == np.int8
    assert nearest.rows * nearest.scales[:, np.newaxis] == pytest.approx(exact, abs=0.01)


def test_what_is_stored_answers_alike(nearest: NearestQuestions, centres: tuple[Vectors, ...], tmp_path: Path):
    nearest.save(tmp_path)

    read = NearestQuestions.read(tmp_path)

    assert read is not None
    assert read.confidences(centres[1]) == nearest.confidences(centres[1])


def test_where_nothing_is_stored_there_is_none(tmp_path: Path):
    assert NearestQuestions.read(tmp_path) is None


@given(SHARES, SHARES)
def test_joined_opinions_are_confidences_in_falling_order(first: dict[str, float], second: dict[str, float]):
    likely = list(joined(first, second).values())

    assert likely == sorted(likely, reverse=True)
    assert sum(likely) == pytest.approx(1, abs=1e-4)


@given(SHARES, SHARES)
def test_an_intent_that_both_have_before_another_stays_before_it(first: dict[str, float], second: dict[str, float]):
    together = joined(first, second)

    for one in INTENTS:
        for other in INTENTS:
            if first[one] > first[other] and second[one] > second[other]:
                assert together[one] >= together[other]


def test_an_intent_that_the_first_opinion_leaves_out_can_be_found():
    together = joined({"cancel": 0.4, "refund": 0.3}, {"cancel": 0.00001, "refund": 0.00001, "status": 0.99998})

    assert next(iter(together)) == "status"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and the one from last month?", True),
        ("What about the blue kettle", True),
        ("how about my other order?", True),
        ("android phone, can I return it?", False),
        ("where is my money and the label?", False),
        ("sorry, I meant the other kettle, not that one", True),
        ("so on Friday at the latest?", True),
        ("the voucher", True),
        ("and when I called you the day before yesterday nobody at all could tell me a single thing about it", False),
        ("and " * 5_000, False),
    ],
)
def test_a_short_message_that_goes_on_is_known_by_how_it_begins(text: str, expected: bool):
    assert goes_on(text) is expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"ask_return_fee": 0.51}, False),
        ({"ask_return_fee": 0.49}, True),
        ({"give_details": 0.49}, False),
        ({"give_details": 0.34}, True),
        ({"give_details": 0.4, "thank": 0.36}, True),
    ],
)
def test_an_opinion_is_doubted_where_it_alone_would_be_asked_back(first: dict[str, float], expected: bool):
    assert alone(first) == (FALLBACK if expected else next(iter(first)))
