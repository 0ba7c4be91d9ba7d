"""Whoever customers speak of as theirs is known to all who read what they did."""

from __future__ import annotations

import pytest

from bot.nlu.entities.stances import ME
from core.hand_in_words import asks_for_anothers_hands
from core.others_cases import tells_of_anothers
from core.own_people import OWN_PEOPLE
from core.stated_windows import stated_windows


@pytest.mark.parametrize("somebody", ["housemate", "coworker", "stepson", "nan", "mother-in-law", "roommate", "missus"])
def test_one_list_is_read_by_all(somebody: str):
    assert somebody in OWN_PEOPLE & ME
    assert asks_for_anothers_hands(f"can my {somebody} drop the box off?")
    assert tells_of_anothers(f"my {somebody} sent her parcel back")
    assert [each.days for each in stated_windows(f"my {somebody} has 30 days")] == [30]
