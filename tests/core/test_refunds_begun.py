"""What short messages tell and ask of a refund that has begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.refunds_begun import (
    asks_for_first_day,
    asks_for_last_day,
    asks_to_follow,
    tells_only_place,
    tells_refund_began,
)

READ: dict[Callable[[str], bool], tuple[tuple[str, ...], tuple[str, ...]]] = {
    tells_refund_began: (
        (
            "they issued the refund on the 2nd, when is it here",
            "the page has my refund as sent since Monday",
            "my money was released on 5 October and I see none of it",
            "I was refunded on Friday by your page, still nothing on the card",
        ),
        (
            "my refund hasn't started since Monday",
            "if the refund starts on Friday, when do I have it",
            "I sent it back on Friday, where is my money",
            "I've been waiting for my refund since the 1st",
            "the refund was issued",
        ),
    ),
    asks_for_last_day: (
        ("and at the latest?", "the worst case then?", "so what's the last day it could be"),
        ("worst case they lose my parcel?", "the latest status?"),
    ),
    asks_for_first_day: (("what's the earliest?", "best case?", "and the soonest"), ("can I send it earlier?",)),
    tells_only_place: (("I'm in Lisbon, Portugal", "it's Italy by the way"), ("is Italy on the list?",)),
    asks_to_follow: (
        ("where can I watch it?", "ok and how do I track that", "is there a way to see the progress"),
        ("how do I track the parcel?", "where do I see the label"),
    ),
}


@pytest.mark.parametrize("read", READ, ids=lambda read: read.__name__)
def test_words_tell_what_is_meant(read: Callable[[str], bool]) -> None:
    meant, others = READ[read]
    assert [said for said in meant if not read(said)] == []
    assert [said for said in others if read(said)] == []
