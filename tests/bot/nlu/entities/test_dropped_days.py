"""Of a day that is dropped and one that is put in its place, the second counts."""

from __future__ import annotations

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder


def days(finder: DetailFinder, text: str, language: str = "en") -> list[tuple[object, object]]:
    found = [each for each in finder.find(text, language) if each.kind is Kind.DATE]
    return [(each.value, each.sense.value if each.sense else None) for each in found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ignore Tuesday, my aunt brought it over a minute ago", "1 minute ago"),
        ("please disregard last Saturday, we posted it this morning", "today"),
        ("scratch what I told you about the 3rd, it was yesterday", "yesterday"),
        ("never mind Wednesday: she just handed it in", "today"),
        ("nvm thursday, he took it there 2 hours ago", "2 hours ago"),
        ("skip the 5th of October, it was the 8th of October", "8 October"),
        ("strike Sunday 4 October, it was the 6th", "the 6th"),
        ("Monday was a typo, I dropped it off on Tuesday", "Tuesday"),
        ("I posted it on Tuesday, ignore Monday", "Tuesday"),
        ("not on Thursday, they took it just now", "today"),
        ("forget Sunday, just now", "today"),
    ],
)
def test_the_new_day_counts(finder: DetailFinder, text: str, meant: str):
    assert days(finder, text) == [(meant, "past")]


def test_a_day_that_is_dropped_alone_is_none_of_a_hand_in(finder: DetailFinder):
    assert days(finder, "forget what I said about Monday") == [("Monday", "not")]


@pytest.mark.parametrize(
    "text",
    [
        "don't forget Tuesday, when I posted it",
        "I forget, it was Tuesday I think",
        "forget it, I handed it in on Tuesday",
        "I never ignore Tuesday",
    ],
)
def test_a_day_that_nobody_drops_counts(finder: DetailFinder, text: str):
    assert days(finder, text) == [("Tuesday", "past")]


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("de", "vergesst den Montag, meine Frau hat das Paket vor 10 Minuten abgegeben", "10 minutes ago"),
        ("de", "streich Montag, ich hab es soeben abgegeben", "today"),
        ("fr", "laissez tomber lundi, je l'ai déposé il y a 10 minutes", "10 minutes ago"),
        ("es", "ignora el martes, lo entregué hace 10 minutos", "10 minutes ago"),
        ("es", "olvida lo del lunes, lo he entregado ahora mismo", "today"),
        ("it", "lasci perdere lunedì, l'ho consegnato or ora", "today"),
        ("pt", "ignore segunda-feira, entreguei há 10 minutos", "10 minutes ago"),
        ("nl", "negeer maandag, ik heb het daarnet ingeleverd", "today"),
        ("ru", "забудь про понедельник, я сдал посылку 10 минут назад", "10 minutes ago"),
        ("uk", "забудь про понеділок, я щойно здав посилку", "today"),
        ("he", "תשכחי מיום שני, מסרתי את החבילה לפני 10 דקות", "10 minutes ago"),
    ],
)
def test_so_it_does_in_other_languages(finder: DetailFinder, language: str, text: str, meant: str):
    assert days(finder, text, language) == [(meant, "past")]


@pytest.mark.parametrize(
    ("language", "text"), [("de", "vergiss nicht: am Montag abgegeben"), ("es", "no olvides el lunes, lo entregué")]
)
def test_what_is_not_to_be_forgotten_counts(finder: DetailFinder, language: str, text: str):
    assert days(finder, text, language) == [("Monday", "past")]
