"""What the messages nearest to one ask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import nearest_questions as module
from bot.nlu.multilingual_encoder import Vectors, direction
from bot.nlu.nearest_questions import NearestQuestions

INTENTS = ("cancel", "refund", "status")


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


def test_it_tells_how_many_of_the_nearest_mean_the_same(nearest: NearestQuestions, centres: tuple[Vectors, ...]):
    confidences, shares = nearest.heard(centres[0])

    assert confidences == nearest.confidences(centres[0])
    assert shares == {"cancel": 1.0, "refund": 0.0, "status": 0.0}
    assert sum(nearest.heard(direction(centres[0] + centres[1]))[1].values()) == pytest.approx(1)
