"""Dates, counts, countries and the sense of a hand-in in messages of other languages than English."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import datetime, timezone
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.dialogue.relative_dates import resolve_date
from actions.dialogue.turn import PAST, SaidDate
from bot.nlu.entities import told_clauses, told_details
from bot.nlu.entities.day_names import MONTHS, WEEKDAYS
from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.vocabulary import COUNTRY, NOTHING, PERHAPS, PREFIXES, TABLES, Vocabulary

MESSAGES = yaml.safe_load(Path(__file__).with_name("told_details.yml").read_text(encoding="utf-8"))
TAGS = sorted(MESSAGES)
NAMES = {Kind.DAY_COUNT: "days", Kind.WORKING_DAY_COUNT: "working_days", Kind.ITEM_COUNT: "items"}
NOW = datetime(2026, 10, 14, 12, tzinfo=timezone.utc)
DAYS = {"he": "ימים", "ru": "дней", "uk": "днів", "de": "Tage", "nl": "dagen", "it": "giorni", "fr": "jours"}
MEANT = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown(detail: Detail) -> str:
    if detail.kind is Kind.DATE:
        return f"{detail.value} {detail.sense.value if detail.sense else ''}"
    return f"{NAMES.get(detail.kind, detail.kind.value)} {detail.value}"


def spellings(tag: str, meanings: set[str]) -> list[tuple[str, str]]:
    """What a table and CLDR call something, with what it is."""
    known = chain.from_iterable(Vocabulary(tag)._by_first.values())
    return sorted(
        {
            (each.meaning.rstrip(PERHAPS), " ".join(each.written))
            for each in known
            if each.meaning.rstrip(PERHAPS) in meanings
        }
    )


@pytest.mark.parametrize(
    ("tag", "text", "details"),
    [pytest.param(tag, text, details, id=f"{tag}: {text}") for tag in TAGS for text, details in MESSAGES[tag]],
)
def test_the_details_of_a_message(finder, tag, text, details):
    assert Counter(map(shown, finder.find(text, tag))) == Counter(filter(None, details.split(", ")))


@pytest.mark.parametrize("tag", TAGS)
def test_every_day_that_is_past_is_one_on_the_calendar(tag):
    told = [each for _, details in MESSAGES[tag] for each in details.split(", ") if each.endswith(" past")]

    assert len(told) >= 15
    for each in told:
        # Two days of a week and a month that don't belong together are asked about.
        if each.split()[0] not in MEANT or len(each.split()) == 2:
            assert resolve_date(SaidDate(each.removesuffix(" past"), NOW, PAST), "Europe/Madrid", True) is not None, (
                each
            )


@pytest.mark.parametrize("tag", TAGS)
def test_every_form_of_a_weekday_is_that_day(finder, tag):
    for name, spelling in spellings(tag, set(MEANT)):
        (found,) = [each for each in finder.find(spelling, tag) if each.kind is Kind.DATE]
        day = resolve_date(SaidDate(str(found.value), NOW, PAST), "Europe/Madrid", day_first=True)

        assert day is not None
        assert f"{day:%A}" == name, spelling


@pytest.mark.parametrize("tag", TAGS)
def test_every_form_of_a_month_is_that_month(finder, tag):
    for name, spelling in spellings(tag, set(MONTHS.values())):
        (found,) = [each for each in finder.find(f"9 {spelling} 2025", tag) if each.kind is Kind.DATE]
        day = resolve_date(SaidDate(str(found.value), NOW, PAST), "Europe/Madrid", day_first=True)

        assert day is not None
        assert f"{day:%-d %B %Y}" == f"9 {name} 2025", spelling


@pytest.mark.parametrize("tag", TAGS)
def test_every_number_up_to_31_counts_days(finder, tag):
    days = DAYS.get(tag, "dias")
    for number, spelling in spellings(tag, {str(each) for each in range(2, 32)}):
        found = [each.value for each in finder.find(f"{spelling} {days}", tag) if each.kind is Kind.DAY_COUNT]

        assert found == [int(number)], spelling


@pytest.mark.parametrize("tag", TAGS)
def test_a_table_says_nothing_that_nobody_reads(tag):
    code = "".join(Path(str(each.__file__)).read_text(encoding="utf-8") for each in (told_clauses, told_details))
    rows = yaml.safe_load((TABLES / f"{tag}.yml").read_text(encoding="utf-8"))
    named = {*WEEKDAYS.values(), *MONTHS.values(), *map(str, range(1, 100)), NOTHING, PREFIXES}
    for meaning in map(str, rows):
        last = meaning.rstrip(PERHAPS).split()[-1]
        assert (
            meaning.startswith(COUNTRY)
            or {meaning, last} & named
            or f'"{meaning.rstrip(PERHAPS)}"' in code
            or (meaning.split()[0].isdecimal())
            or meaning in told_clauses.GLOSSES
            or meaning.rstrip(PERHAPS) in told_details.NAMED
        ), meaning


@pytest.mark.parametrize("tag", TAGS)
def test_a_table_names_each_meaning_once(tag):
    lines = (TABLES / f"{tag}.yml").read_text(encoding="utf-8").splitlines()
    keys = Counter(line.partition(":")[0].strip('"') for line in lines if line and line[0] not in "# ")

    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "ich habe es am maerz nicht, sondern am 5. maerz weggebracht"),
        ("es", "el miercoles lo entregue"),
        ("fr", "depose le 3 aout"),
        ("pt", "entreguei na terca"),
        ("ru", "в воскресенье всё сдала"),
    ],
)
def test_accents_may_be_missing(finder, tag, text):
    dates = [each.value for each in finder.find(text, tag) if each.kind is Kind.DATE]

    assert len(dates) == 1
    composed = unicodedata.normalize("NFD", text)
    assert [each.value for each in finder.find(composed, tag) if each.kind is Kind.DATE] == dates


def test_numbers_and_addresses_are_found_in_any_language(finder):
    text = "R1003 am 9.10.2026 abgegeben, anna@example.com, Bestellung 8123 4567 8901 2345"

    found = {each.kind.value: each.value for each in finder.find(text, "de")}

    assert found["email"] == "anna@example.com"
    assert found["date"] == "9 October 2026"
    assert found["customer_number"] == "8123456789012345"


@pytest.mark.parametrize("text", ["I dropped it off on Friday", "R1003, 3 days ago", "it came on 9/10 from the UK"])
@pytest.mark.parametrize("language", ["en", "pl", "en-GB", "", "../ru", "mixed_in"])
def test_a_language_without_a_table_is_read_as_english(finder, text, language):
    assert finder.find(text, language) == finder.find(text)


def test_a_day_stands_where_it_is_written(finder):
    text = "Ich habe es am letzten Freitag abgegeben"

    (found,) = finder.find(text, "de")

    assert text[found.start : found.end] == "letzten Freitag"


@given(
    text=st.lists(
        st.sampled_from(
            ["vor", "3", "Tagen", "nicht", "am", "12", ".", "/", "-", ",", "Montag", "oder", "ab", "gebe", "%", "ein"]
        ),
        max_size=30,
    ).map(" ".join)
)
@settings(deadline=None, max_examples=100)
def test_any_mixture_of_words_is_read(finder, text):
    for found in finder.find(" ".join(text), "de"):
        assert 0 <= found.start < found.end <= len(" ".join(text))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "piece", ["1 ", "12. ", "vor 3 ", "1/1-", "ne ", "il y a ", "לא ", "не в ", "el 3 de ", "el ", "los tres "]
)
def test_the_work_on_a_hostile_message_is_bounded(finder, tag, piece):
    assert finder.find(piece * 20_000, tag) == finder.find(piece * 40_000, tag)
