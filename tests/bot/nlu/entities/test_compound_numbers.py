"""Numbers that are made of others, in one word or in several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities.compound_numbers import compound_numbers, room_behind
from bot.nlu.entities.detail import Kind

GERMAN = {1: "ein", 2: "zwei", 3: "drei", 20: "zwanzig", 70: "siebzig", 100: "hundert"}


def days(finder, text, tag):
    return [each.value for each in finder.find(text, tag) if each.kind is Kind.DAY_COUNT]


@pytest.mark.parametrize(
    ("tag", "text", "count"),
    [
        ("de", "das ist jetzt zweiundneunzig Tage her", 92),
        ("de", "vor hundertfünf Tagen gekauft", 105),
        ("de", "seit einundsiebzig Tagen", 71),
        ("nl", "drieënzestig dagen geleden gekocht", 63),
        ("nl", "honderdtien dagen geleden gekocht", 110),
        ("it", "comprato ottantotto giorni fa", 88),
        ("it", "arrivato quarantun giorni fa", 41),
        ("es", "comprado hace ochenta y un días", 81),
        ("es", "comprado hace ciento cinco días", 105),
        ("fr", "acheté il y a soixante-dix-neuf jours", 79),
        ("fr", "acheté il y a quatre-vingt-onze jours", 91),
        ("fr", "acheté il y a cent vingt-deux jours", 122),
        ("pt", "chegou há sessenta e três dias", 63),
        ("pt", "comprei há cento e oitenta e cinco dias", 185),
        ("ru", "купила девяносто два дня назад", 92),
        ("uk", "купив сто п'ять днів тому", 105),
        ("he", "קניתי לפני שבעים ושלושה ימים", 73),
        ("he", "קניתי לפני מאה וחמישה ימים", 105),
    ],
)
def test_a_number_in_words_is_one_number(finder, tag, text, count):
    assert days(finder, text, tag) == [count]


def test_numbers_beside_each_other_stay_apart(finder):
    assert days(finder, "bestellt vor vierzig Tagen, und drei Tage später kam es", "de")[0] == 40
    assert days(finder, "pedido hace cuarenta días y recibido hace cinco días", "es") == [40, 5]


def test_a_language_that_joins_its_numbers_lists_each_once():
    made = list(compound_numbers("de", GERMAN))

    assert (72, "zweiundsiebzig") in made
    assert (123, "hundertdreiundzwanzig") in made
    assert len({number for number, _ in made}) == len(made)


@pytest.mark.parametrize("tag", ["es", "fr", "he"])
def test_a_language_that_writes_them_apart_has_none(tag):
    assert not list(compound_numbers(tag, GERMAN))


@given(st.integers(min_value=1, max_value=200))
def test_what_stands_behind_a_number_never_reaches_its_next_nought(number):
    room = room_behind(number)

    assert room < 100
    assert room == 0 or number % 10 == 0
