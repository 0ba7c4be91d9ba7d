"""A number of days that the same message puts right."""

from __future__ import annotations

import pytest

from bot.nlu.entities.corrected_counts import is_corrected
from bot.nlu.entities.detail import Kind


def values(finder, text, kind):
    return [each.value for each in finder.find(text) if each.kind is kind]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("bought 88 days ago, oops, 66", 66),
        ("the parcel came 31 days ago, no wait, 13, is that fine?", 13),
        ("it came 31 days ago - sorry, 13 days", 13),
        ("purchased not 88 days ago but 66", 66),
        ("ordered eighty-eight days ago, I meant sixty-six", 66),
        ("placed the order 10 weeks ago, make that 12", 84),
    ],
)
def test_the_number_that_is_put_right_counts(finder, text, count):
    assert values(finder, text, Kind.DAY_COUNT) == [count]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("bought 88 days ago, came 13 days ago", [88, 13]),
        ("bought 88 days ago, no, it came 13 days ago", [88, 13]),
        ("bought 66 days ago, not 88", [66]),
        ("bought 66 days ago, sorry, 2 items", [66]),
        ("came 13 days ago, sorry for asking so late. 2 of them are broken", [13]),
    ],
)
def test_other_numbers_put_nothing_right(finder, text, counts):
    assert values(finder, text, Kind.DAY_COUNT) == counts


def test_the_day_is_put_right_with_the_number(finder):
    assert values(finder, "handed it in 6 days ago, sorry, 4", Kind.DATE) == ["4 days ago"]


def test_a_denial_at_the_end_corrects_nothing():
    assert not is_corrected([",", "not"])
    assert is_corrected([",", "sorry", ","])
    assert is_corrected(["but"], denied=True)
    assert not is_corrected(["but"])
