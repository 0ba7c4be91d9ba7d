"""That too little was paid back is told from a refund that is complete, late or only asked for."""

from __future__ import annotations

import pytest

from core.part_refunds import tells_of_part_refund


@pytest.mark.parametrize(
    "said",
    [
        "I returned four mugs and you only refunded two of them",
        "sent all three back, the money was only for one",
        "we sent two coats back together and got a refund of 40 instead of 80",
        "Both pans were returned in one parcel. Only half was refunded, what about the rest?",
    ],
)
def test_too_little_was_paid(said: str) -> None:
    assert tells_of_part_refund(said)


@pytest.mark.parametrize(
    "said",
    [
        "I returned four mugs, when is the refund due",
        "only two of the mugs came, I want a refund",
        "I returned the coat and got a refund of 80, thank you",
        "the refund was only for one of them",
        "I returned them and only one was refunded " + "so " * 200,
    ],
)
def test_it_was_not_or_is_not_told(said: str) -> None:
    assert not tells_of_part_refund(said)
