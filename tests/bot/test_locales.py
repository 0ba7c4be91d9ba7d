"""Every language says what the domain says: the same responses, values, buttons and paragraphs, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from rasa.shared.core.domain import Domain
from structlog.testing import capture_logs

from bot.channels.splitting import units
from bot.channels.whatsapp import BUTTON_TITLE_LIMIT
from bot.responses.fact_values import PLACEHOLDER
from bot.responses.languages import FOLDER, PLURAL, Language, language_tags, load_language
from bot.responses.nlg import FactsResponseGenerator
from policy.facts import Facts, Unit, load_facts

DOMAIN_FILES = sorted((Path(__file__).parents[2] / "bot" / "domain").glob("*.yml"))
TAGS = language_tags()
#: Numbers that the plural forms of these languages tell apart.
NUMBERS = (0, 1, 2, 5, 21)
#: What fits on a button, in characters, before its values are put in.
LONGEST_TITLE = 40
#: How the names of responses begin that are titles of buttons, and what is a sentence about a button.
TITLES = ("utter_label_", "utter_choice_")
NO_TITLES = {"utter_choice_over"}
#: Words that are the same in a language as in English, by its tag. None are so far.
SAME_AS_ENGLISH: dict[str, set[str]] = {}
FORM = re.compile(r" (\w+) \{[^{}]*\}")


def read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader in either case
    assert isinstance(content, dict), path
    return content


@lru_cache
def written(tag: str) -> dict[str, list[dict[str, Any]]]:
    """The responses as the files of a language have them; those of the domain for "en"."""
    parts = dict.fromkeys((tag.partition("_")[0], tag))
    files = DOMAIN_FILES if tag == "en" else [path for part in parts for path in sorted((FOLDER / part).glob("*.yml"))]
    return {name: said for path in files for name, said in (read(path).get("responses") or {}).items()}


ENGLISH = written("en")


def pairs(tag: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each variant of a response in English and in another language, with the response's name."""
    for name, said in written(tag).items():
        yield from ((name, english, other) for english, other in zip(ENGLISH[name], said, strict=True))


def texts(variant: Mapping[str, Any]) -> list[str]:
    """The text and the titles of the buttons."""
    return [variant.get("text", ""), *titles(variant)]


def titles(variant: Mapping[str, Any]) -> list[str]:
    return [button["title"] for button in variant.get("buttons", ())]


def placeholders(text: str) -> set[str]:
    return {*(name for name, _ in PLURAL.findall(text)), *PLACEHOLDER.findall(PLURAL.sub("", text))}


def last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def has_words(text: str) -> bool:
    return re.search(r"[^\W\d_]", PLACEHOLDER.sub("", text)) is not None


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def voice() -> FactsResponseGenerator:
    return FactsResponseGenerator(domain=Domain.from_dict({"responses": ENGLISH}))


@lru_cache
def language(tag: str) -> Language:
    return load_language(tag, ENGLISH)


def test_ten_languages_and_the_portuguese_of_portugal_are_spoken():
    assert TAGS == ("de", "es", "fr", "he", "it", "nl", "pt", "pt_PT", "ru", "uk")


# --- The same responses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_the_responses_of_the_domain(tag: str):
    assert written(tag).keys() - ENGLISH.keys() == set()
    assert ENGLISH.keys() - written(tag).keys() == set()


@pytest.mark.parametrize("tag", TAGS)
def test_no_response_stands_in_two_files(tag: str):
    named = [name for path in sorted((FOLDER / tag).glob("*.yml")) for name in read(path).get("responses") or {}]

    assert sorted(named) == sorted(set(named))


@pytest.mark.parametrize("tag", TAGS)
def test_a_response_stands_in_the_file_that_the_domain_has_it_in(tag: str):
    home = {name: path.name for path in DOMAIN_FILES for name in read(path).get("responses") or {}}

    elsewhere = {
        name: path.name
        for path in sorted((FOLDER / tag).glob("*.yml"))
        for name in read(path).get("responses") or {}
        if home[name] != path.name
    }
    assert elsewhere == {}


@pytest.mark.parametrize("tag", TAGS)
def test_a_response_has_as_many_variants_as_in_the_domain_and_words_only(tag: str):
    assert [name for name, said in written(tag).items() if len(said) != len(ENGLISH[name])] == []
    for name, english, other in pairs(tag):
        assert set(other) == set(english) & {"text", "buttons"}, name
        assert [set(button) for button in other.get("buttons", ())] == [{"title"}] * len(english.get("buttons", ())), (
            name
        )


@pytest.mark.parametrize("tag", TAGS)
def test_texts_and_titles_have_the_placeholders_of_the_domain(tag: str):
    for name, english, other in pairs(tag):
        assert list(map(placeholders, texts(other))) == list(map(placeholders, texts(english))), name


@pytest.mark.parametrize("tag", TAGS)
def test_texts_have_the_paragraphs_and_the_bold_words_of_the_domain(tag: str):
    for name, english, other in pairs(tag):
        for sign in ("\n", "**"):
            assert other.get("text", "").strip().count(sign) == english.get("text", "").strip().count(sign), name


@pytest.mark.parametrize("tag", TAGS)
def test_the_source_stays_the_last_line(tag: str):
    for name, english, other in pairs(tag):
        expected, line = last_line(english.get("text", "")), last_line(other.get("text", ""))
        assert line.startswith("_") == expected.startswith("_"), name
        if line.startswith("_"):
            assert line.endswith("_"), name
            assert PLACEHOLDER.findall(line) == PLACEHOLDER.findall(expected), name


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_is_left_in_english(tag: str):
    for name, english, other in pairs(tag):
        for expected, said in zip(texts(english), texts(other), strict=True):
            assert said != expected or not has_words(said) or said in SAME_AS_ENGLISH.get(tag, ()), name


@pytest.mark.parametrize("tag", TAGS)
def test_titles_of_buttons_are_short(tag: str):
    said = {title for _, _, other in pairs(tag) for title in titles(other)}
    said |= {
        other["text"].strip() for name, _, other in pairs(tag) if name.startswith(TITLES) and name not in NO_TITLES
    }

    assert [title for title in said if len(title) > LONGEST_TITLE] == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_label_of_a_list_is_as_short_as_whatsapp_wants_it(tag: str):
    assert units(written(tag)["utter_choose_from_list"][0]["text"].strip()) <= BUTTON_TITLE_LIMIT


# --- Numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_a_plural_has_the_forms_of_cldr_and_no_others(tag: str):
    forms = sorted({*Locale.parse(tag).plural_form.tags, "other"})

    for name, _, other in pairs(tag):
        for text in texts(other):
            for _, branches in PLURAL.findall(text):
                assert sorted(FORM.findall(branches)) == forms, name


@pytest.mark.parametrize("tag", TAGS)
def test_only_texts_agree_with_numbers(tag: str):
    # The titles of a response's own buttons are filled as they are.
    assert [title for _, _, other in pairs(tag) for title in titles(other) if PLURAL.search(title)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_form_that_stands_for_many_numbers_says_which(tag: str):
    for name, _, other in pairs(tag):
        for counted, _ in PLURAL.findall(other.get("text", "")):
            for number in (5, 21):
                said = language(tag).with_plurals(other["text"], {counted: number})
                assert f"{{{counted}}}" in said, f"{name}: {number}"


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("tag", TAGS)
def test_a_filled_response_has_no_brace_and_no_number_sign_left(voice: FactsResponseGenerator, tag: str, number: int):
    spoken = voice.in_language(tag)
    with capture_logs() as logs:
        for name, said in ENGLISH.items():
            filled = [text for variant in said for text in (*texts(variant), str(variant.get("image", "")))]
            names = {used for text in filled for used in placeholders(text)}
            message = spoken.generate_from_slots(name, {}, "rest", **dict.fromkeys(names, number))

            assert message is not None
            for text in texts(message):
                assert not re.search(r"[{}#]|, plural,", text), f"{name}: {text}"
    assert logs == []


# --- Facts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_the_headings_of_the_sources(tag: str, facts: Facts):
    sections = language(tag).sections

    assert set(sections) == {fact.section for fact in facts.values()}
    assert [english for english, said in sections.items() if english == said] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_the_facts_that_are_words(tag: str, facts: Facts):
    said = language(tag).facts

    assert set(said) == {fact.id for fact in facts.values() if fact.unit in (Unit.LIST, Unit.TEXT)}
    for name, words in said.items():
        if facts[name].unit is Unit.LIST:
            assert isinstance(words, list) and len(words) == len(facts[name].words), name
            assert set(words) & set(facts[name].words) <= SAME_AS_ENGLISH.get(tag, set()), name
        else:
            assert isinstance(words, str) and words != facts[name].value, name


def test_portugal_has_some_words_of_its_own_and_the_others_of_brazil():
    own = {name for path in (FOLDER / "pt_PT").glob("*.yml") for name in read(path).get("responses") or {}}

    assert own and own < written("pt").keys()
    assert [name for name in own if written("pt_PT")[name] == written("pt")[name]] == []
    for name in written("pt").keys() - own:
        assert written("pt_PT")[name] == written("pt")[name], name


# --- What a button sends ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_buttons_send_what_they_send_in_english(tag: str):
    for name, english in ENGLISH.items():
        for expected, said in zip(english, language(tag).responses[name], strict=True):
            payloads = [button["payload"] for button in expected.get("buttons", ())]
            assert [button["payload"] for button in said.get("buttons", ())] == payloads, name
