"""Which spellings in Latin letters are the same word, and what an unknown word is in Cyrillic."""

from __future__ import annotations

import pytest

from bot.nlu.romanisation import key, keys_of, spelled


@pytest.mark.parametrize(
    ("word", "tag", "spellings"),
    [
        ("возвращаю", "ru", ["vozvrashchayu", "vozvraschayu", "vozvrashaju", "vozvrashayu"]),
        ("уже", "ru", ["uzhe", "uje"]),
        ("четверг", "ru", ["chetverg", "4etverg"]),
        ("деньги", "ru", ["dengi", "den'gi"]),
        ("подъезд", "ru", ["podezd", "pod'ezd", "podyezd"]),
        ("хорошо", "ru", ["horosho", "khorosho", "xorosho", "xorowo"]),
        ("мой", "ru", ["moy", "moi", "moj"]),
        ("цена", "ru", ["tsena", "cena"]),
        ("гроші", "uk", ["hroshi", "groshi"]),
        ("повернення", "uk", ["povernennia", "povernennya", "povernenja"]),
        ("її", "uk", ["yiyi", "jiji"]),
        ("з'явилась", "uk", ["z'yavylas", "zyavylas", "zjavilas"]),
    ],
)
def test_every_spelling_of_a_word_has_one_of_its_keys(word, tag, spellings):
    assert {key(each, tag) for each in spellings} <= set(keys_of(word, tag))


@pytest.mark.parametrize(
    ("first", "second"), [("posylka", "pomylka"), ("kod", "kot"), ("shag", "chas"), ("vernut", "vernul")]
)
def test_other_words_have_other_keys(first, second):
    assert key(first, "ru") != key(second, "ru")


@pytest.mark.parametrize(
    ("roman", "tag", "word"),
    [
        ("shchetka", "ru", "щетка"),
        ("chayniki", "ru", "чайники"),
        ("zhirnyy", "ru", "жирный"),
        ("yaponiya", "ru", "япония"),
        ("stoit", "ru", "стоит"),
        ("sol'", "ru", "соль"),
        ("khata", "uk", "хата"),
        ("hurtom", "uk", "гуртом"),
        ("ukrayina", "uk", "україна"),
    ],
)
def test_a_word_that_nobody_knows_is_spelled_letter_by_letter(roman, tag, word):
    assert spelled(roman, tag) == word
