"""Questions whether what was told holds for a thing that they name."""

from __future__ import annotations

import pytest

from core.covered_things import asks_effect_of_list, thing_alone, thing_asked, thing_listed


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("ok, and does that hold for a hammock?", "hammock"),
        ("would the 90 day rule apply to my bread maker too", "bread maker"),
        ("is this also true for candles", "candles"),
        ("Are the cushions covered?", "cushions"),
    ],
)
def test_the_thing_is_named(said: str, thing: str):
    assert thing_asked(said) == thing


@pytest.mark.parametrize(
    "said",
    [
        "does it apply at weekends, or for everyone?",
        "does it cover shipping costs",
        "what does it cover",
        "does the hammock have a label",
        "is the vase included?",
        "does that apply to my kettle, which I bought in May and which came without its lid and a cracked base then?",
    ],
)
def test_days_people_and_costs_are_no_things(said: str):
    assert thing_asked(said) == ""


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("are hammocks on the list?", "hammocks"),
        ("so is the bread maker among them", "bread maker"),
        ("is it on it", ""),
    ],
)
def test_a_thing_may_be_on_a_list(said: str, thing: str):
    assert thing_listed(said) == thing


@pytest.mark.parametrize(
    ("said", "thing"), [("and a hammock?", "hammock"), ("or the bread maker", "bread maker"), ("and the money?", "")]
)
def test_a_thing_may_be_named_alone(said: str, thing: str):
    assert thing_alone(said) == thing


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("shoe dryer is inside?", "shoe dryer"),
        ("does the list include hammocks", "hammocks"),
        ("are party hats one of those seasonal things", "party hats"),
        ("a parasol is listed?", "parasol"),
    ],
)
def test_a_list_is_asked_in_other_words(said: str, thing: str):
    assert thing_listed(said) == thing


@pytest.mark.parametrize(
    "said", ["so do i get more days with that", "what difference does it make", "is there any benefit"]
)
def test_what_a_list_is_good_for(said: str):
    assert asks_effect_of_list(said)


@pytest.mark.parametrize("said", ["who made the list", "how do i return the hammock", ""])
def test_other_questions_of_a_list(said: str):
    assert not asks_effect_of_list(said)
