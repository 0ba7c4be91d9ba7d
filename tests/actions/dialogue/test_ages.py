"""Which age of an order a later message puts right."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.dialogue.ages import Ages, ages_meant

BOTH = "placed 70 days ago and it arrived 9 days ago"


def said(text: str) -> tuple[str, list[dict[str, Any]]]:
    """A message with its numbers of days, those behind "not" taken back."""
    counts = [
        {
            "entity": "day_count",
            "value": int(found[2]),
            "start": found.start(2),
            "end": found.end(),
            **({"sense": "not"} if found[1] else {}),
        }
        for found in re.finditer(r"(not )?(\d+) days", text)
    ]
    return text, counts


@pytest.mark.parametrize(
    ("texts", "ages"),
    [
        ([BOTH], Ages(70, 9)),
        ([BOTH, "sorry, it was bought 77 days ago"], Ages(77, 9)),
        ([BOTH, "wait, it came 12 days ago"], Ages(70, 12)),
        ([BOTH, "77 days, not 70 days"], Ages(77, 9)),
        ([BOTH, "not 9 days, 90 days actually"], Ages(70, 90)),
        ([BOTH, "oops, 75 days"], Ages(75, 9)),
        ([BOTH, "no, 11 days"], Ages(70, 11)),
        ([BOTH, "sorry, it came 12 days ago", "and I ordered it 71 days ago, my mistake"], Ages(71, 12)),
        # What says nothing of an age leaves both as they are.
        ([BOTH, "I have waited 3 days for you"], Ages(70, 9)),
        ([BOTH, "and which of these is mine"], Ages(70, 9)),
        ([BOTH, "the other one was ordered 20 days ago and came 5 days ago"], Ages(20, 5)),
        (["ordered 70 days ago", "sorry, 71 days"], Ages(71, None)),
        (["it came 9 days ago", "no, 8 days"], Ages(None, 8)),
        ([], Ages()),
    ],
)
def test_one_of_two_ages_is_put_right_and_the_other_kept(texts: list[str], ages: Ages):
    assert ages_meant(map(said, texts)) == ages


@pytest.mark.parametrize(
    ("texts", "ages"),
    [
        ([BOTH, "sorry, 72 and 11"], Ages(72, 11)),
        (["it arrived 9 days ago and I ordered it 70 days ago", "sorry, 11 and 72"], Ages(72, 11)),
        # Nothing arrives before it was ordered.
        ([BOTH, "oops: 11 and 72"], Ages(72, 11)),
        ([BOTH, "72, not 70"], Ages(72, 9)),
        ([BOTH, "wait: 11, not 9"], Ages(70, 11)),
        ([BOTH, "wait: 11, not 10"], Ages(70, 9)),
        ([BOTH, "sorry, 72 and 11", "74, not 72"], Ages(74, 11)),
        (["sorry, 72 and 11"], Ages()),
    ],
)
def test_bare_numbers_take_the_places_of_those_that_were_told(texts: list[str], ages: Ages):
    assert ages_meant(map(said, texts)) == ages
