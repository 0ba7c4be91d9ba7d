"""A day that is put right by the one a week before it, or by its number in words."""

from __future__ import annotations

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder


def days(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.DATE]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("not last Monday, the one before", ["the week before Monday"]),
        ("no not this Saturday, I mean the Saturday before", ["the week before Saturday"]),
        ("sorry, the week before that", ["the week before"]),
        ("the second, not the eleventh", ["the 2nd"]),
        ("no wait, it was the seventh and not the third", ["the 7th"]),
        # These may be places in a list, or are no days at all.
        ("the second, not the third", []),
        ("no, the first one, sorry", []),
        ("the week before Easter", []),
    ],
)
def test_a_day_is_put_right(finder: DetailFinder, text: str, meant: list[str]):
    assert days(finder, text) == meant
