"""Messages about the return or order of somebody whom their writer knows."""

from __future__ import annotations

import pytest

from core.others_cases import tells_of_anothers, tells_of_getting


@pytest.mark.parametrize(
    "said",
    [
        "my aunt returned hers a week ago and nothing happens",
        "asking for a friend, he dropped it off on Tuesday",
        "it's my uncle's parcel, is it late?",
        "on behalf of my grandma: she sent the coat back",
        "my colleague bought a lamp 70 days ago, can he return it?",
        "my neighbour handed his parcel in on Friday",
    ],
)
def test_somebody_elses_return_is_told_of(said: str):
    assert tells_of_anothers(said)


@pytest.mark.parametrize(
    "said",
    [
        "my husband dropped my parcel off on Monday",
        "my sister posted hers and I posted mine",
        "can my son hand the box in?",
        "my brother gave me a watch, can I return it?",
        "my wife took it to the post office",
        "sorry, that was my sister's parcel, mine is still here",
        "oh no, it was my boss's box",
        "where is my parcel",
    ],
)
def test_the_writers_own_is_none_though_somebody_else_carries_it(said: str):
    assert not tells_of_anothers(said)


def test_what_was_ordered_or_came_is_told():
    assert tells_of_getting("she got the shoes 12 days ago")
    assert not tells_of_getting("she posted it")
