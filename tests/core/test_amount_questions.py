"""Questions how much some items come to, and what they point at."""

from __future__ import annotations

from typing import Optional

import pytest

from core.amount_questions import adds_to_chosen, asks_sum, means_what_can_go, points_at, supposes_selection


@pytest.mark.parametrize(
    "said",
    [
        "how much for the vase and the bowl?",
        "what's my refund with only the bowl",
        "the money for both",
        "what do they add up to",
        "which amount would it be without the bowl",
    ],
)
def test_a_sum_is_asked_for(said: str):
    assert asks_sum(said)


@pytest.mark.parametrize(
    "said", ["how much does the label cost", "how much longer does it take", "how many days", "how much is the postage"]
)
def test_what_is_to_be_paid_or_waited_is_no_sum(said: str):
    assert not asks_sum(said)


def test_another_choice_may_be_supposed():
    assert supposes_selection("what if I added the bowl?")
    assert not supposes_selection("what if I send it on Monday, when is it there")
    assert not supposes_selection("if I add the bowl, is it free?")


def test_what_is_added_comes_to_what_was_chosen():
    assert adds_to_chosen("and with the bowl as well?")
    assert adds_to_chosen("plus the bowl")
    assert not adds_to_chosen("the vase plus the bowl")


def test_what_can_still_go_is_meant():
    assert means_what_can_go("all that can still be returned")
    assert not means_what_can_go("all of it")


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("how much for both", 2),
        ("what about those", 0),
        ("all three of them", 3),
        ("how much is that one", 1),
        ("hello", None),
    ],
)
def test_things_are_pointed_at(said: str, count: Optional[int]):
    assert points_at(said) == count
