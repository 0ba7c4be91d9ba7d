from __future__ import annotations

import pytest

from core.doubted_counts import objects_to_count


@pytest.mark.parametrize("said", ["I only count three", "no way, I've used two", "that can't be right, not five"])
def test_another_count_is_an_objection(said: str):
    assert objects_to_count(said)


@pytest.mark.parametrize("said", ["how many have I used?", "I ordered two lamps", "only 3 of 5 items were in the box"])
def test_what_counts_other_things_objects_to_nothing(said: str):
    assert not objects_to_count(said)
