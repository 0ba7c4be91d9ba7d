"""Which messages mean several returns at once."""

from __future__ import annotations

import pytest

from core.both_returns import Several, means_both, says_only_which, several_meant


@pytest.mark.parametrize(
    "said",
    [
        "is the money for both on its way?",
        "have both of them reached you?",
        "did either of the parcels get scanned?",
        "how long do these two still take?",
        "by when must both packages be at the post office?",
        "what about the two of them?",
        "they were both approved, weren't they? and both are free?",
        "who pays for each of those?",
    ],
)
def test_two_returns_are_meant(said: str):
    assert means_both(said)


@pytest.mark.parametrize(
    "said",
    [
        "can I keep both lamps?",
        "are both of the mugs in there?",
        "both the scarf and the hat are torn",
        "does it take both days?",
        "not both, only the first",
        "is it two working days?",
        "the two rules contradict each other",
        "do I write to each seller?",
        "both " * 40,
        "?",
    ],
)
def test_things_days_and_denials_are_not_two_returns(said: str):
    assert not means_both(said)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("and all three?", Several.ALL),
        ("when are all of these paid back", Several.ALL),
        ("what do I do with the other two?", Several.OTHERS),
        ("and the others, please", Several.OTHERS),
        ("are both refunded?", Several.BOTH),
        ("can I keep all of the items?", None),
        ("not all of them", None),
        ("the other one", None),
        ("all good", None),
        ("", None),
    ],
)
def test_all_of_a_list_or_the_rest_of_it_is_meant(said: str, means: Several | None):
    assert several_meant(said) is means


@pytest.mark.parametrize(
    ("said", "is_only"), [("all three please", True), ("and the other two?", True), ("when are all three paid", False)]
)
def test_a_message_that_says_only_which(said: str, is_only: bool):
    assert says_only_which(said) is is_only
