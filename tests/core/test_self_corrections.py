"""Whether the words between two things take the first one back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.self_corrections import takes_back


@pytest.mark.parametrize("between", ["no sorry", "oops i mean", "wait no its", "sorry wrong number my mistake", "no"])
def test_words_of_correction_take_back(between: str):
    assert takes_back(between.split())


@pytest.mark.parametrize(
    ("between", "behind"),
    [
        ("", ""),
        ("and", ""),
        ("and sorry", ""),
        ("sorry not", ""),
        ("order no", ""),
        ("what about", ""),
        ("sorry for the delay", ""),
        ("wait", "as well please"),
        ("oh", ""),
    ],
)
def test_other_words_leave_both(between: str, behind: str):
    assert not takes_back(between.split(), behind.split())


@given(st.lists(st.text(alphabet="xyz", min_size=1), min_size=1))
def test_unknown_words_never_take_anything_back(between: list[str]):
    assert not takes_back(["sorry", *between])
