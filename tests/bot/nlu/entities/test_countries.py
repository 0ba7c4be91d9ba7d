"""The table of country names: what it may hold, and the error that names what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from babel import Locale

from bot.nlu.entities.countries import TABLE, CountryFinder, CountryTableError
from bot.nlu.entities.language import details_language
from policy.facts import load_facts


def table(tmp_path: Path, **changes: object) -> Path:
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    path = tmp_path / "countries.yml"
    path.write_text(yaml.safe_dump({**rows, **changes}), encoding="utf-8")
    return path


def test_an_alias_for_no_country_is_an_error_that_names_it(tmp_path):
    path = table(tmp_path, aliases={"atlantis": "AQX"})
    with pytest.raises(CountryTableError, match="aliases: \"atlantis\": 'AQX' is not an ISO 3166 country code"):
        CountryFinder(details_language(), path)


def test_a_code_that_yaml_reads_as_no_is_an_error(tmp_path):
    path = table(tmp_path, adjectives={"norwegian": False})
    with pytest.raises(CountryTableError, match="norwegian"):
        CountryFinder(details_language(), path)


def test_a_misspelt_section_is_an_error_that_names_the_sections(tmp_path):
    path = table(tmp_path, alias={"usa": "US"})
    with pytest.raises(CountryTableError, match=r"countries.yml: needs exactly the sections adjectives, aliases"):
        CountryFinder(details_language(), path)


def test_a_name_added_to_the_table_is_found(tmp_path):
    nlp = details_language()
    countries = CountryFinder(nlp, table(tmp_path, aliases={"the emerald isle": "IE"}))
    assert [detail.value for detail in countries.find(nlp.make_doc("post in the Emerald Isle"))] == ["IE"]


@pytest.mark.parametrize("code", load_facts()["countries"].value)
def test_every_country_of_the_rules_is_understood_by_its_english_name(finder, code):
    iso = {"UK": "GB"}.get(code, code)
    name = Locale("en").territories[iso]
    assert [detail.value for detail in finder.find(f"Is it free in {name}?")] == [iso]
    assert [detail.value for detail in finder.find(f"is it free in {name.lower()}?")] == [iso]
    assert [detail.value for detail in finder.find(f"Is it free in {code}?")] == [iso]
