"""How many pieces go back of the one item that was chosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.count_choice import count_corrected
from core.item_mentions import Offered


@given(st.integers(2, 60), st.integers(0, 99), st.sampled_from(("make that {}", "sorry, {}", "no, only {} of them")))
def test_only_a_count_that_the_item_has_is_taken(pieces: int, count: int, said: str) -> None:
    meant = count_corrected(said.format(count), [Offered("Cup", 1), Offered("Tile", pieces)], {1: pieces})

    assert meant == ({1: count} if 0 < count <= pieces else None)


@given(st.text(max_size=60))
def test_what_is_no_count_is_left(said: str) -> None:
    meant = count_corrected(f"it rattles {said}", [Offered("Tile", 9)], {0: 9})

    assert meant is None
