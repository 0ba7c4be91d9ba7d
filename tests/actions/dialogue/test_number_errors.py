"""The shape of an order or return number."""

from __future__ import annotations

import pytest

from actions.dialogue.number_errors import NumberError, number_slip, plain_number


@pytest.mark.parametrize("written", ["R1001", "r1001", "R-1001", "R 10 01", "8120034500010001", "8120 0345 0001 0001"])
def test_what_looks_like_a_number_has_no_slip(written: str):
    assert number_slip(written, 16) is None


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("812003450001000", NumberError("too_short", "812003450001000", 15)),
        ("1", NumberError("too_short", "1", 1)),
        ("81200345000100011", NumberError("too_long", "81200345000100011", 17)),
        ("8120 0345 0001 000", NumberError("too_short", "8120 0345 0001 000", 15)),
        ("R12", NumberError("unreadable", "R12", 2)),
        ("RR1001", NumberError("unreadable", "RR1001", 4)),
        ("81200345OOO1OOO1", NumberError("unreadable", "81200345OOO1OOO1", 10)),
        ("", NumberError("unreadable", "", 0)),
    ],
)
def test_a_slip_says_what_is_wrong_with_the_number_as_written(written: str, slip: NumberError):
    assert number_slip(written, 16) == slip


def test_a_shop_with_shorter_numbers_has_other_slips():
    assert number_slip("12345678", 8) is None
    assert number_slip("8120034500010001", 8) == NumberError("too_long", "8120034500010001", 16)


@pytest.mark.parametrize("length", [1, 16, 40])
def test_a_shop_whose_numbers_differ_in_length_takes_any(length: int):
    assert number_slip("1" * length, 0) is None


def test_a_plain_number_has_no_separators_and_is_in_upper_case():
    assert plain_number(" r-10–01\u00a0#/. ") == "R1001"
