"""What a "why" is about, told by its words."""

from __future__ import annotations

import pytest

from core.why_questions import asks_why_it_matters, compares, part_named


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
