"""Which numbers a message means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dialogue.said_numbers import number_corrected, numbers_meant


def found(text: str, *numbers: str) -> list[dict[str, object]]:
    """The entities of the numbers, where they stand in the text."""
    return [{"entity": "customer_number", "value": each, "start": text.index(each)} for each in numbers]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("R1001 and R1002", ("R1001", "R1002")),
        ("R1002, not R1001", ("R1002",)),
        ("not R1001 but R1002", ("R1002",)),
        ("not order number R1001, R1002", ("R1002",)),
        ("R1002 instead of R1001", ("R1002",)),
        ("R1002 rather than R1001", ("R1002",)),
        ("it isn't R1001", ()),
        ("one of R1001 and R1002", ("R1001", "R1002")),
        ("R1001 R1001", ("R1001",)),
    ],
)
def test_what_is_taken_back_is_not_meant(text: str, meant: tuple[str, ...]):
    named = list(dict.fromkeys(word for word in ("R1001", "R1002") if word in text))
    assert sorted(numbers_meant(text, found(text, *named))) == sorted(meant)


def placed(text: str) -> list[dict[str, object]]:
    """The entities of the numbers in a text, with where they begin and end."""
    return [
        {"entity": "customer_number", "value": each[0], "start": each.start(), "end": each.end()}
        for each in re.finditer(r"R\d{4}", text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "how's R1003 doing, oops, I mean R1002",
        "R1001 wrong one sorry. R1002",
        "is R1003 \u2014 no wait, it's R1002 \u2014 at the warehouse",
        "R1001 ana@example.com scratch that R1002",
        "R1003, sorry not R1001 but R1002",
        "R1001, no, R1003, argh sorry, R1002",
    ],
)
def test_a_number_put_right_in_the_same_message_is_not_meant(text: str):
    assert numbers_meant(text, placed(text)) == ("R1002",)


@pytest.mark.parametrize(
    "text",
    [
        "R1001, sorry for the bother, and R1002",
        "R1001 and, oh wait, R1002 too",
        "R1001, sorry, R1002 as well",
        "return R1001 or R1002, no idea which",
        "what about R1001? what about R1002?",
        "return no R1001, return no R1002",
        "R1001 never came, R1002 came",
        "R1001 R1002 sorry",
    ],
)
def test_two_numbers_without_a_correction_are_both_meant(text: str):
    assert numbers_meant(text, placed(text)) == ("R1001", "R1002")


def test_a_client_can_put_anything_in_an_entity():
    forged = [{"entity": "customer_number", "value": None}, {"entity": "customer_number", "value": 5, "start": "x"}]
    assert numbers_meant("…", forged) == ("5",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("346, not 345", "8120034500012346"),
        ("sorry, …12346 not …12345", "8120034500012346"),
        ("not 345 but 346", "8120034500012346"),
        ("it ends in 0099", "8120034500010099"),
        ("the last digits are 77", "8120034500012377"),
    ],
)
def test_the_last_digits_are_put_right(text: str, number: str):
    assert number_corrected(text, "8120034500012345") == number


@pytest.mark.parametrize(
    "text", ["346, not 347", "3 items, not 2", "12 days, not 10", "", "ends in 81200345000123459", "346, not 345" * 9]
)
def test_other_digits_put_nothing_right(text: str):
    assert number_corrected(text, "8120034500012345") is None


@given(st.text(max_size=120), st.sampled_from(["R1001", "8120034500012345", ""]))
def test_a_corrected_number_is_as_long_as_it_was(text: str, held: str):
    corrected = number_corrected(text, held)
    assert corrected is None or len(corrected) >= 2
