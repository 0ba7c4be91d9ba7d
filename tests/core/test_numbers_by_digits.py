"""Numbers of returns that are told without their letter."""

from __future__ import annotations

import pytest

from core.numbers_by_digits import numbers_by_digits

OWN = ("R1002", "R5004", "8120034500012345")


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("ok and 5004, anything new?", ("R5004",)),
        ("not 1002 but 5004", ("R1002", "R5004")),
        ("5004, then 1002, then 5004", ("R5004", "R1002")),
        ("it cost 1002 euros", ()),
        ("€1002 is what I paid", ()),
        ("on 5.10.1002", ()),
        ("1002.50 came", ()),
        ("1003?", ()),
        ("R1002", ()),
        ("", ()),
    ],
)
def test_digits_alone(said: str, numbers: tuple[str, ...]):
    assert numbers_by_digits(said, OWN) == numbers
