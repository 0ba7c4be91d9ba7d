"""What short messages mean behind an answer: the examples, and what is learnt from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.embedding_table import ARTEFACT, EmbeddingTable, artefact_path
from bot.nlu.follow_up_model import ANY, EXAMPLES, FollowUp, FollowUpModel, read_follow_ups
from core.intents import FALLBACK, OUT_OF_SCOPE, IntentKind, intent_kind
from core.parse_data import NOT_STATED

#: One author's examples, who knew none of the others'.
OTHERS = EXAMPLES / "told_way_back.yml"


@pytest.fixture(scope="module")
def table() -> EmbeddingTable:
    return EmbeddingTable(artefact_path({"artefact": ARTEFACT}))


def fitted(examples: Sequence[FollowUp], table: EmbeddingTable) -> FollowUpModel:
    return FollowUpModel.fitted(examples, np.stack([table.mean(each.text) for each in examples]))


@pytest.fixture(scope="module")
def model(table: EmbeddingTable) -> FollowUpModel:
    return fitted(read_follow_ups(), table)


def likeliest(model: FollowUpModel, table: EmbeddingTable, text: str, before: str) -> str:
    likely = model.confidences(text, table.mean(text), before)
    return max(likely, key=lambda each: likely[each])


def test_examples_are_of_questions_that_there_are() -> None:
    for each in read_follow_ups():
        assert each.before == ANY or intent_kind(each.before) is IntentKind.QUESTION, each
        is_known = intent_kind(each.means) in (IntentKind.QUESTION, IntentKind.DIALOGUE)
        assert (is_known and each.means != FALLBACK) or each.means in (OUT_OF_SCOPE, NOT_STATED), each
        assert each.text == " ".join(each.text.split()), each


def test_no_words_mean_two_things_behind_the_same_question() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for each in read_follow_ups():
        meanings.setdefault((each.before, each.text.lower()), set()).add(each.means)
    assert {said: found for said, found in meanings.items() if len(found) > 1} == {}


def test_an_author_who_knew_no_other_example_is_understood(table: EmbeddingTable) -> None:
    files = [file for file in sorted(EXAMPLES.glob("*.yml")) if file != OTHERS]
    learnt = fitted([each for file in files for each in read_follow_ups(file)], table)
    unseen = read_follow_ups(OTHERS)

    right = sum(likeliest(learnt, table, each.text, each.before) == each.means for each in unseen)
    blind = sum(likeliest(learnt, table, each.text, ANY) == each.means for each in unseen)

    assert right >= 0.5 * len(unseen)
    assert right >= blind + 0.02 * len(unseen)


def test_the_same_words_mean_what_was_spoken_of(model: FollowUpModel, table: EmbeddingTable) -> None:
    said = "could you send another one"
    assert likeliest(model, table, said, "ask_exchange") == "ask_exchange"
    assert likeliest(model, table, said, "ask_label_missing") == "ask_label_missing"


def test_few_words_hardly_mean_what_no_example_means_there(model: FollowUpModel, table: EmbeddingTable) -> None:
    said = "where exactly"
    elsewhere = model.confidences(said, table.mean(said), "ask_exchange")
    assert likeliest(model, table, said, "ask_refund_time") == "ask_track_refund"
    assert elsewhere["ask_track_refund"] < 0.1


def test_it_is_kept_as_it_was_learnt(table: EmbeddingTable, tmp_path: Path) -> None:
    learnt = fitted(read_follow_ups(EXAMPLES / "anywhere.yml"), table)
    learnt.save(tmp_path)
    kept = FollowUpModel.read(tmp_path)

    said = "and why would that be"
    expected = learnt.confidences(said, table.mean(said), "ask_refund_time")
    assert kept.confidences(said, table.mean(said), "ask_refund_time") == pytest.approx(expected, abs=1e-6)
    assert sum(expected.values()) == pytest.approx(1, abs=1e-5)


def test_words_that_nobody_knows_are_no_error(model: FollowUpModel, table: EmbeddingTable) -> None:
    for text in ("", "ﷺ" * 400, "x" * 3000, "?!" * 200, "\ud800"):
        likely = model.confidences(text, table.mean(text), "ask_refund_time")
        assert sum(likely.values()) == pytest.approx(1, abs=1e-5)
