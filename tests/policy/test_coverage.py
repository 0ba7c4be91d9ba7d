"""Where free returns can be handed in."""

import pytest
from policy_cases import SERVED

from policy.coverage import barcode_is_enough, is_served, served_countries


def test_the_seventeen_countries_stand_in_the_order_of_the_guide(facts):
    assert list(served_countries(facts)) == SERVED


@pytest.mark.parametrize("country", [*SERVED, "UK", "es"])
def test_a_listed_country_is_served(facts, country):
    assert is_served(country, facts)


@pytest.mark.parametrize("country", ["JP", "PL", "CH", ""])
def test_a_country_off_the_list_is_not(facts, country):
    assert not is_served(country, facts)


def test_a_barcode_is_enough_in_russia_only(facts):
    assert [country for country in SERVED if barcode_is_enough(country, facts)] == ["RU"]
