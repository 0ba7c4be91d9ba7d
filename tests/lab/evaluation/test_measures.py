"""The arithmetic of an evaluation, and its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.intents import FALLBACK
from lab.evaluation.measures import calibration_error, confusions, measure, percentage
from lab.evaluation.outcome import Outcome, Reaction
from lab.evaluation.scope import Kind, kind_of
from lab.evaluation.thresholds import Limit, misses, read_thresholds
from returndesk.failure import Failure


def outcome(expected: str, understood: str, **changes: object) -> Outcome:
    """An outcome that is right where the intent is, with a confidence of 0.9."""
    declined = understood in ("out_of_scope", FALLBACK)
    given: dict[str, object] = {
        "group": "plain",
        "text": "some words",
        "best": understood,
        "confidence": 0.9,
        "reaction": Reaction.DECLINED if declined else Reaction.ANSWERED,
        "right": expected == understood,
    }
    return Outcome(expected=expected, understood=understood, **{**given, **changes})  # type: ignore[arg-type]


FOUND = (
    outcome("ask_refund_time", "ask_refund_time"),
    outcome("ask_refund_time", "ask_track_refund", right=True, text="where is it"),
    outcome("ask_refund_time", "ask_track_refund", text="no money yet"),
    outcome("ask_refund_time", "out_of_scope"),
    outcome("ask_label_use", FALLBACK, reaction=Reaction.UNCLEAR, offered=True),
    outcome("greet", "greet"),
    outcome("thank", "greet"),
    outcome("out_of_scope", "out_of_scope"),
    outcome("out_of_scope", FALLBACK, reaction=Reaction.UNCLEAR),
    outcome("out_of_scope", "ask_refund_time"),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer_right", 40),
        ("intent_right", 20),
        ("in_scope_declined", 20),
        ("in_scope_unclear", 20),
        ("in_scope_offered", 20),
        ("in_scope_wrong", 20),
        ("out_of_scope_declined", 200 / 3),
        ("out_of_scope_unclear", 100 / 3),
        ("dialogue_right", 50),
    ],
)
def test_a_measure_counts_its_own_kind_of_messages(name, value):
    assert measure(FOUND)["plain"][name] == pytest.approx(value)


def test_answered_declined_asked_and_wrong_make_up_all_questions():
    plain = measure(FOUND)["plain"]
    parts = ("answer_right", "in_scope_declined", "in_scope_unclear", "in_scope_wrong")
    assert sum(plain[part] for part in parts) == pytest.approx(100)


def test_a_spoilt_group_tells_how_many_points_it_lost():
    spoilt = [outcome("ask_refund_time", understood, group="typos") for understood in ("ask_refund_time", "greet")]
    measured = measure([outcome("ask_refund_time", "ask_refund_time"), *spoilt])
    assert measured["typos"]["points_lost"] == pytest.approx(50)
    assert "points_lost" not in measured["plain"]


def test_nothing_of_nothing_is_no_percentage_to_trip_over():
    assert percentage(0, 0) == 0
    assert measure([])["plain"]["answer_right"] == 0


def test_confidence_that_comes_true_is_calibrated():
    sure = [outcome("greet", "greet", confidence=1.0)] * 3
    half = [outcome("greet", best, best=best, confidence=0.5) for best in ("greet", "thank")]
    assert calibration_error([*sure, *half]) == pytest.approx(0)


def test_calibration_error_weighs_each_bin_by_its_messages():
    always_wrong = [outcome("greet", "thank", confidence=0.8)] * 3
    always_right = [outcome("greet", "greet", confidence=0.4)]
    assert calibration_error([*always_wrong, *always_right]) == pytest.approx((3 * 80 + 60) / 4)


def test_calibration_looks_at_the_likeliest_intent_even_where_it_was_not_used():
    unused = outcome("greet", FALLBACK, best="greet", confidence=0.3)
    assert calibration_error([unused]) == pytest.approx(70)


def test_the_most_frequent_confusion_comes_first_with_an_example():
    first = confusions(FOUND)[0]
    assert (first.expected, first.understood, first.count) == ("ask_refund_time", "ask_track_refund", 2)
    assert (first.same_answer, first.example) == (1, "where is it")


def test_confusions_are_those_of_one_group():
    assert confusions([outcome("greet", "thank", group="typos")]) == ()


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("ask_refund_time", Kind.IN_SCOPE),
        ("report_parcel_lost", Kind.IN_SCOPE),
        ("ask_cancel_order", Kind.IN_SCOPE),
        ("greet", Kind.DIALOGUE),
        ("give_details", Kind.DIALOGUE),
        ("out_of_scope", Kind.OUT_OF_SCOPE),
    ],
)
def test_every_intent_is_of_one_kind(intent, kind):
    assert kind_of(intent) is kind


def test_a_limit_that_is_just_kept_is_kept():
    measured = {"plain": {"answer_right": 95.0, "in_scope_declined": 3.0}}
    limits = (Limit("plain", "answer_right", "at_least", 95), Limit("plain", "in_scope_declined", "at_most", 3))
    assert misses(limits, measured) == ()


def test_each_limit_that_is_not_kept_is_a_line_of_its_own():
    measured = {"plain": {"answer_right": 94.9, "in_scope_declined": 3.1}}
    limits = (Limit("plain", "answer_right", "at_least", 95), Limit("plain", "in_scope_declined", "at_most", 3))
    assert misses(limits, measured) == (
        "plain.answer_right is 94.90, not at least 95",
        "plain.in_scope_declined is 3.10, not at most 3",
    )


def test_limits_are_read_from_the_file(tmp_path):
    path = tmp_path / "thresholds.yml"
    path.write_text("plain:\n  answer_right: {at_least: 95}\ntypos:\n  points_lost: {at_most: 3.5}\n")
    assert read_thresholds(path) == (
        Limit("plain", "answer_right", "at_least", 95),
        Limit("typos", "points_lost", "at_most", 3.5),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a mapping of groups to measures"),
        ("- plain", "is not a mapping of groups to measures"),
        ("plain: [", "is not YAML"),
        ("plane: {answer_right: {at_least: 95}}", 'group "plane" is not one of plain, typos, dropped_words'),
        ("plain: 95", "thresholds.yml: plain: is not a mapping"),
        ("plain: {answer_rite: {at_least: 95}}", "plain.answer_rite: is not one of answer_right, intent_right"),
        ("plain: {points_lost: {at_most: 3}}", "plain.points_lost: is not one of"),
        ("plain: {answer_right: 95}", "plain.answer_right: is not a mapping"),
        ("plain: {answer_right: {above: 95}}", "plain.answer_right: needs one of at_least and at_most"),
        ("plain: {answer_right: {at_least: 95, at_most: 99}}", "needs one of at_least and at_most"),
        ("plain: {answer_right: {at_least: high}}", "at_least: 'high' is not a number"),
        ("plain: {answer_right: {at_least: true}}", "at_least: True is not a number"),
    ],
)
def test_a_mistake_in_the_limits_is_named_with_its_place(tmp_path, text, message):
    path = tmp_path / "thresholds.yml"
    path.write_text(text)
    with pytest.raises(Failure) as error:
        read_thresholds(path)
    assert message in str(error.value)
    assert "thresholds.yml" in str(error.value)


def test_limits_that_are_not_there_are_a_clear_error(tmp_path):
    with pytest.raises(Failure, match=r"none\.yml can't be read: No such file"):
        read_thresholds(tmp_path / "none.yml")


def test_the_committed_limits_can_be_read():
    committed = Path(__file__).parents[3] / "evaluation" / "thresholds.yml"
    assert {limit.measure for limit in read_thresholds(committed)} >= {
        "answer_right",
        "in_scope_declined",
        "out_of_scope_declined",
    }
