"""What a "why" is about, told by its words."""

from __future__ import annotations

import pytest

from core.why_questions import (
    asks_reason,
    asks_whats_wrong,
    asks_why_it_matters,
    asks_why_of,
    compares,
    compares_days,
    doubts_start,
    numbers_doubted,
    part_named,
)


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
    assert not doubts_start("where has the chair got to that I ordered a week ago")
    assert not doubts_start("I bought it in May and it came on the 2nd of June, what is the last day for me?")


@pytest.mark.parametrize(
    "said",
    [
        "no need for staff, explain why a fortnight",
        "and how come it's the thirtieth",
        "ok. what's the reason for the five days",
        "so how do you arrive at Monday?",
        "how can that be, with no code yet?",
    ],
)
def test_a_clause_may_ask_for_the_reason(said: str):
    assert asks_reason(said)


@pytest.mark.parametrize(
    "said", ["I know why", "the reason is a crack", "how can I send it?", "when and where?", "why " * 40]
)
def test_other_messages_ask_for_no_reason(said: str):
    assert not asks_reason(said)


def test_why_not_alone_may_agree():
    assert not asks_why_of("why not?")
    assert asks_why_of("why not the bowl?")


def test_numbers_are_doubted_in_digits_and_words():
    assert numbers_doubted("why twenty of all numbers", [3, 20])
    assert numbers_doubted("how come 48?", [48])
    assert not numbers_doubted("why the 20th?", [3, 20])


@pytest.mark.parametrize("said", ["three days for a blender. Reason?", "so long? How so?"])
def test_a_word_alone_asks_for_the_reason(said: str):
    assert asks_reason(said)


@pytest.mark.parametrize("said", ["Reason: too small", "the reason is on the form"])
def test_a_reason_that_is_told_is_not_asked_for(said: str):
    assert not asks_reason(said)


@pytest.mark.parametrize(
    ("said", "compares_them"),
    [
        ("so the kettle's refund comes sooner than the fan's?", True),
        ("the money for the mat will be there before that of the lamp", True),
        ("can I get my money faster than that?", False),
        ("why is it later than the other refund", False),
    ],
)
def test_two_days_of_money_are_compared(said: str, compares_them: bool):
    assert compares_days(said) is compares_them
