"""What a "why" is about, told by its words."""

from __future__ import annotations

import pytest

from core.why_questions import asks_whats_wrong, asks_why_it_matters, compares, doubts_start, part_named


@pytest.mark.parametrize(
    "said",
    [
        "why is that one so much shorter",
        "why does the lamp take longer than the chair?",
        "how come the vase costs nothing and the radio isn't free",
        "but why is the radio not free and the kettle is?",
        "ok, why's mine less than hers",
    ],
)
def test_why_two_things_are_not_alike_is_asked(said: str):
    assert compares(said)


@pytest.mark.parametrize(
    "said",
    [
        "why so much later",
        "why is it not here yet",
        "why did I get a label and you don't answer",
        "that one is longer than this",
        "how long is that one",
    ],
)
def test_another_why_compares_nothing(said: str):
    assert not compares(said)


def test_why_a_part_matters_is_asked():
    assert asks_why_it_matters("Why does it depend on the category")
    assert asks_why_it_matters("but why would the day it came matter?")
    assert not asks_why_it_matters("what does it depend on")


def test_a_part_is_named_by_its_words():
    rules = ["window.order", "window.receipt", "fee.first"]
    assert part_named("why does the category matter", rules) == "window.receipt"
    assert part_named("why from the day I ordered it?", rules) == "window.order"
    assert part_named("why the order and not the arrival", rules) is None
    assert part_named("why the seller", rules) is None


def test_what_stands_against_a_thing_is_asked():
    assert asks_whats_wrong("and what's wrong with the scarf then?")
    assert asks_whats_wrong("what is up with that one")
    assert asks_whats_wrong("why can't the mug go back?")
    assert not asks_whats_wrong("what is in the box?")
    assert not asks_whats_wrong("something is wrong with the mug")


def test_the_day_of_arrival_is_held_against_that_of_the_order():
    assert doubts_start("but we only received it a month after we paid")
    assert doubts_start("I ordered in June and it came weeks later!")
    assert not doubts_start("it came broken")
    assert not doubts_start("I ordered two of them")
