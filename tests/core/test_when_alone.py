"""Whether a message asks for the day alone."""

from __future__ import annotations

import pytest

from core.when_alone import asks_when_alone


@pytest.mark.parametrize(
    "said",
    [
        *("so when?", "WHEN", "ok but what day exactly", "and which date then", "no, when"),
        *("so the final date was?", "at the latest when again", "the very last day?"),
    ],
)
def test_a_day_alone_is_asked_for(said: str):
    assert asks_when_alone(said)


@pytest.mark.parametrize(
    "said",
    ["when did it come", "since when", "when is the money here", "then", "", "when was it", "last day to cancel"],
)
def test_more_than_the_day_is_not(said: str):
    assert not asks_when_alone(said)
