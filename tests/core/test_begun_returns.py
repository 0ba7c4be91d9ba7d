"""Who says that a return is begun already."""

from __future__ import annotations

import pytest

from core.begun_returns import tells_it_is_begun


@pytest.mark.parametrize(
    "said",
    [
        "we've requested it already",
        "I did all that yesterday",
        "ok but I already filed the return",
        "that's done already",
    ],
)
def test_a_return_is_begun(said: str):
    assert tells_it_is_begun(said)


@pytest.mark.parametrize(
    "said",
    [
        "I already opened the box",
        "have I already requested one?",
        "I've already started to worry",
        "it started leaking yesterday",
        "I haven't started it already",
        "I requested a refund already",
    ],
)
def test_other_things_that_began_are_no_return(said: str):
    assert not tells_it_is_begun(said)
