"""Which items of a list a customer means."""

from __future__ import annotations

import pytest

from actions.forms.return_answers import items_meant, reason_meant

TITLES = ["Desk lamp", "Tea mug", "Floor lamp"]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("1 and 3", (0, 2)),
        ("3,1", (0, 2)),
        ("numbers 1, 2 & 3", (0, 1, 2)),
        ("2", (1,)),
        ("the second one", (1,)),
        ("the first and the third", (0, 2)),
        ("all", (0, 1, 2)),
        ("Everything please", (0, 1, 2)),
        ("all but the mug", (0, 2)),
        ("everything except 1", (1, 2)),
        ("the mug", (1,)),
        ("the desk lamp and the mug", (0, 1)),
        ("floor lamp", (2,)),
        # Two lamps: not guessed.
        ("the lamp", None),
        ("4", None),
        ("0", None),
        ("1 and 7", None),
        ("something", None),
        ("", None),
    ],
)
def test_numbers_words_and_titles(said: str, places: tuple[int, ...] | None):
    assert items_meant(said, TITLES) == places


def test_the_other_one_is_what_was_not_ticked():
    assert items_meant("no, the other one", ["Desk lamp", "Tea mug"], [0]) == (1,)
    assert items_meant("the other one", ["Desk lamp", "Tea mug"]) is None
    assert items_meant("the other one", ["Desk lamp"], [0]) is None


def test_all_but_all_means_nothing_however_often_it_is_said():
    assert items_meant("all but " * 499, TITLES) is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("it came broken", "damaged"),
        ("the screen doesn't turn on", "faulty"),
        ("wrong colour", "wrong_item"),
        ("it is too small", "wrong_size"),
        ("nothing like the picture", "not_as_described"),
        ("two screws are missing", "missing_parts"),
        ("I changed my mind", "not_wanted"),
        ("another reason", "other"),
        ("blue", None),
    ],
)
def test_a_reason_in_the_customers_words(said: str, reason: str | None):
    assert reason_meant(said) == reason
