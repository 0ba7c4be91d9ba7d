"""Whether free returns have drop-off points in a country."""

from __future__ import annotations

import pytest
from custom_desk import Desk

ACTION = "action_countries"
INTENT = "ask_countries"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("FR", "France"),
        ("US", "United States"),
        ("ES", "Spain"),
        ("BR", "Brazil"),
        ("NL", "Netherlands"),
        ("IL", "Israel"),
        ("GB", "United Kingdom"),
        ("UK", "United Kingdom"),
        ("DE", "Germany"),
        ("IT", "Italy"),
        ("CA", "Canada"),
        ("AU", "Australia"),
        ("BE", "Belgium"),
        ("PT", "Portugal"),
        ("MX", "Mexico"),
        ("CL", "Chile"),
        ("UA", "Ukraine"),
        ("es", "Spain"),
    ],
)
def test_every_country_of_the_guide_is_served(desk: Desk, code: str, name: str):
    said = desk.ask(ACTION, INTENT, country=code)

    assert said.startswith(
        f"Yes, **{name}** is on the list of countries with drop-off points for free returns. Hand in the parcel"
    )


def test_in_russia_the_barcode_is_enough(desk: Desk):
    said = desk.ask(ACTION, INTENT, country="RU")

    assert said.startswith(
        "Yes, **Russia** is on the list of countries with drop-off points for free returns. There the barcode is"
    )


@pytest.mark.parametrize(("code", "name"), [("JP", "Japan"), ("CH", "Switzerland"), ("PL", "Poland")])
def test_a_country_that_is_not_listed_hears_that_and_not_that_it_is_impossible(desk: Desk, code: str, name: str):
    said = desk.ask(ACTION, INTENT, country=code)

    assert said.startswith(f"**{name}** is not on the list of countries")
    assert "customer service can tell you what is possible elsewhere." in said


def test_without_a_country_all_seventeen_are_named_in_order(desk: Desk):
    said = desk.ask(ACTION, INTENT)

    assert (
        "Australia, Belgium, Brazil, Canada, Chile, France, Germany, Israel, Italy, Mexico, Netherlands, Portugal, "
        "Russia, Spain, Ukraine, United Kingdom and United States"
    ) in said


def test_a_country_that_nobody_knows_is_repeated_as_it_was_said(desk: Desk):
    assert desk.ask(ACTION, INTENT, country="{Narnia}").startswith("**{Narnia}** is not on the list")
