"""Which messages mean two returns at once."""

from __future__ import annotations

import pytest

from core.both_returns import means_both


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
