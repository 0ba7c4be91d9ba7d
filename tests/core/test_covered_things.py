"""Questions whether what was told holds for a thing that they name."""

from __future__ import annotations

import pytest

from core.covered_things import thing_alone, thing_asked, thing_listed


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
