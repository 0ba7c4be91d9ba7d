"""The arithmetic of an evaluation, and its limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.intents import FALLBACK
from lab.evaluation.measures import COUNTED, Share, calibration_error, confusions, measure
from lab.evaluation.outcome import Reaction, Verdict
from lab.evaluation.scope import Kind, kind_of
from lab.evaluation.slices import by_group, by_manner, by_topic
from lab.evaluation.thresholds import Limit, misses, read_thresholds
from returndesk.failure import Failure

SETS = ("public",)


@pytest.fixture
def found(outcome):
    return (
        outcome("ask_refund_time", "ask_refund_time"),
        outcome("ask_refund_time", "ask_track_refund", right=True, text="where is it"),
        outcome("ask_refund_time", "ask_track_refund", text="no money yet"),
        outcome("ask_refund_time", "report_parcel_lost", dangerous=("report_parcel_lost",)),
        outcome("ask_refund_time", "out_of_scope"),
        outcome("ask_label_use", FALLBACK, reaction=Reaction.UNCLEAR, offered=True),
        outcome("ask_packaging", FALLBACK, reaction=Reaction.UNCLEAR),
        outcome("ask_label_use", "ask_packaging", also=("ask_packaging",)),
        outcome("greet", "greet"),
        outcome("thank", "greet"),
        outcome("out_of_scope", "out_of_scope"),
        outcome("out_of_scope", FALLBACK, reaction=Reaction.UNCLEAR),
        outcome("out_of_scope", "ask_refund_time"),
        outcome("out_of_scope", FALLBACK),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("in_scope_dangerous", 100 / 8),
        ("in_scope_wrong", 200 / 8),
        ("in_scope_declined", 200 / 8),
        ("in_scope_offered", 100 / 8),
        ("in_scope_right", 300 / 8),
        ("in_scope_right_or_offered", 400 / 8),
        ("out_of_scope_wrong", 100 / 4),
        ("out_of_scope_offered", 100 / 4),
        ("out_of_scope_right", 200 / 4),
        ("dialogue_right", 50),
    ],
)
def test_a_measure_counts_its_own_kind_of_messages(found, name, value):
    assert measure(found)["conversations"][name] == pytest.approx(value)


@pytest.mark.parametrize("kind", Kind)
def test_wrong_declined_offered_and_right_make_up_all(found, kind):
    shares = measure(found)["conversations"]
    parts = ("wrong", "declined", "offered", "right")
    assert sum(shares[f"{kind.value}_{part}"] for part in parts) == pytest.approx(100)


def test_a_dangerous_answer_beside_a_right_one_is_wrong(outcome):
    both = outcome("ask_refund_time", "ask_refund_time", dangerous=("report_parcel_lost",))
    assert both.verdict is Verdict.WRONG


def test_what_costs_most_is_counted_first():
    assert tuple(COUNTED)[:2] == ("dangerous", "wrong")


# From E. B. Wilson's formula by hand, z = 1.96.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0, 27.75), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100), (20, 400, 3.26, 7.6)],
)
def test_the_interval_is_wilsons(part, whole, low, high):
    assert Share(part, whole).interval == pytest.approx((low, high), abs=0.01)


def test_nothing_of_nothing_can_be_any_share():
    assert Share(0, 0).percent == 0
    assert Share(0, 0).interval == (0, 100)


def test_a_spoilt_group_tells_how_many_points_it_lost(outcome):
    spoilt = [outcome("ask_refund_time", understood, group="typos") for understood in ("ask_refund_time", "greet")]
    measured = measure([outcome("ask_refund_time", "ask_refund_time"), *spoilt])
    assert measured["typos"]["points_lost"] == pytest.approx(50)
    assert "points_lost" not in measured["conversations"]


def test_a_set_of_its_own_lost_no_points(outcome):
    assert "points_lost" not in measure([outcome("ask_refund_time", "greet", source="public")])["public"]


def test_confidence_that_comes_true_is_calibrated(outcome):
    sure = [outcome("greet", "greet", confidence=1.0)] * 3
    half = [outcome("greet", best, best=best, confidence=0.5) for best in ("greet", "thank")]
    assert calibration_error([*sure, *half]) == pytest.approx(0)


def test_calibration_error_weighs_each_bin_by_its_messages(outcome):
    always_wrong = [outcome("greet", "thank", confidence=0.8)] * 3
    always_right = [outcome("greet", "greet", confidence=0.4)]
    assert calibration_error([*always_wrong, *always_right]) == pytest.approx((3 * 80 + 60) / 4)


def test_calibration_looks_at_the_likeliest_intent_even_where_it_was_not_used(outcome):
    unused = outcome("greet", FALLBACK, best="greet", confidence=0.3)
    assert calibration_error([unused]) == pytest.approx(70)


def test_the_most_frequent_confusion_comes_first_with_an_example(found):
    first = confusions(found)[0]
    assert (first.expected, first.understood, first.count) == ("ask_refund_time", "ask_track_refund", 2)
    assert (first.same_answer, first.example) == (1, "where is it")


def test_confusions_are_those_of_messages_as_they_were_written(outcome):
    assert confusions([outcome("greet", "thank", group="typos")]) == ()


def test_manners_and_topics_are_those_of_in_scope_messages_that_tell_a_manner(outcome):
    put = [
        outcome("ask_refund_time", "greet", source="public", manner="angry", at_stake=True),
        outcome("ask_label_use", "greet", source="topics", manner="plain"),
        outcome("out_of_scope", "greet", source="public", manner="plain"),
        outcome("ask_label_use", "greet"),
    ]
    manners = {name: len(held) for name, held in by_manner(put).items()}
    assert manners == {"plain": 1, "angry": 1, "money or a right at stake": 1, "all of them": 2}
    assert {name: len(held) for name, held in by_topic(put).items()} == {"ask_label_use": 1, "ask_refund_time": 1}


def test_sets_of_their_own_stand_before_what_was_looked_at(outcome):
    put = [
        outcome("greet", "greet"),
        outcome("greet", "greet", group="typos"),
        outcome("out_of_scope", "greet", source="public"),
    ]
    assert list(by_group(put)) == ["public, out of scope", "conversations, dialogue", "typos, dialogue"]


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
    measured = {"conversations": {"in_scope_right": 95.0, "in_scope_wrong": 3.0}}
    limits = (
        Limit("conversations", "in_scope_wrong", "at_most", 3),
        Limit("conversations", "in_scope_right", "at_least", 95),
    )
    assert misses(limits, measured) == ()


def test_each_limit_that_is_not_kept_is_a_line_of_its_own():
    measured = {"conversations": {"in_scope_right": 94.9, "in_scope_wrong": 3.1}}
    limits = (
        Limit("conversations", "in_scope_wrong", "at_most", 3),
        Limit("conversations", "in_scope_right", "at_least", 95),
    )
    assert misses(limits, measured) == (
        "conversations.in_scope_wrong is 3.10, not at most 3",
        "conversations.in_scope_right is 94.90, not at least 95",
    )


def test_limits_are_read_from_the_file_and_what_costs_most_comes_first(tmp_path):
    path = tmp_path / "thresholds.yml"
    path.write_text(
        "typos: {points_lost: {at_most: 3.5}}\n"
        "conversations: {in_scope_right: {at_least: 95}, in_scope_wrong: {at_most: 4}}\n"
        "public: {out_of_scope_dangerous: {at_most: 0}}\n"
    )
    assert read_thresholds(path, SETS) == (
        Limit("public", "out_of_scope_dangerous", "at_most", 0),
        Limit("conversations", "in_scope_wrong", "at_most", 4),
        Limit("conversations", "in_scope_right", "at_least", 95),
        Limit("typos", "points_lost", "at_most", 3.5),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a mapping of groups to measures"),
        ("- plain", "is not a mapping of groups to measures"),
        ("plain: [", "is not YAML"),
        (
            "plane: {in_scope_right: {at_least: 95}}",
            'group "plane" is not one of public, conversations, typos, dropped_words',
        ),
        ("conversations: 95", "thresholds.yml: conversations: is not a mapping"),
        (
            "conversations: {in_scope_rite: {at_least: 95}}",
            "conversations.in_scope_rite: is not one of in_scope_dangerous",
        ),
        ("conversations: {points_lost: {at_most: 3}}", "conversations.points_lost: is not one of"),
        ("conversations: {in_scope_right: 95}", "conversations.in_scope_right: is not a mapping"),
        (
            "conversations: {in_scope_right: {above: 95}}",
            "conversations.in_scope_right: needs one of at_least and at_most",
        ),
        ("conversations: {in_scope_right: {at_least: 95, at_most: 99}}", "needs one of at_least and at_most"),
        ("conversations: {in_scope_right: {at_least: high}}", "at_least: 'high' is not a number"),
        ("conversations: {in_scope_right: {at_least: true}}", "at_least: True is not a number"),
    ],
)
def test_a_mistake_in_the_limits_is_named_with_its_place(tmp_path, text, message):
    path = tmp_path / "thresholds.yml"
    path.write_text(text)
    with pytest.raises(Failure) as error:
        read_thresholds(path, SETS)
    assert message in str(error.value)
    assert "thresholds.yml" in str(error.value)


def test_limits_that_are_not_there_are_a_clear_error(tmp_path):
    with pytest.raises(Failure, match=r"none\.yml can't be read: No such file"):
        read_thresholds(tmp_path / "none.yml", SETS)


def test_the_committed_limits_can_be_read_and_begin_with_what_is_dangerous():
    committed = Path(__file__).parents[3] / "evaluation" / "thresholds.yml"
    limits = read_thresholds(committed, ("public", "strangers", "topics"))
    assert {limit.measure for limit in limits} >= {"in_scope_dangerous", "in_scope_wrong", "in_scope_right"}
    assert limits[0].measure == "in_scope_dangerous"
