"""A return that ended by itself is told from a window that ends, and from one that may end."""

from __future__ import annotations

import pytest

from core.closed_returns import tells_of_closed_return


@pytest.mark.parametrize(
    "said",
    [
        "the app tells me the return has lapsed, and the shoes are still here",
        "my return is closed now and nobody asked me",
        "got a note: your return request was voided. why",
        "says 'return closed', the parcel is packed",
    ],
)
def test_a_return_that_has_ended_is_told_of(said: str) -> None:
    assert tells_of_closed_return(said)


@pytest.mark.parametrize(
    "said",
    [
        "has the return window expired",
        "the return label is expired",
        "what if the return has expired by then",
        "my return is not closed yet",
        "will the return be closed by itself",
        "why isn't the return closed",
        "the return of the closed box",
        "the shop is closed, I can't return it",
        "return closed " + "again " * 80,
    ],
)
def test_what_ends_otherwise_is_not(said: str) -> None:
    assert not tells_of_closed_return(said)
