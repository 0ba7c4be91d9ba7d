"""Whether something can wait until somebody is back, and where their words put the end of the absence."""

from __future__ import annotations

import pytest

from core.absences import Edge, asks_after_absence, edge_of_absence

ASKED = (
    "we're away from Sunday for ten days, is it too late after?",
    "I'm abroad until the 22nd, can I still return it when I'm back?",
    "on vacation 18 to 25 October, enough time afterwards?",
    "my holiday starts Friday and lasts 4 days, will I be too late",
    "business trip from Monday for 3 days - in time still?",
    "back from holiday on the 21st, soon enough?",
)
OTHERS = (
    "I was away for a week, is it too late now?",
    "the driver is away until Monday, in time?",
    "I'm on holiday from Friday, when does my refund come?",
    "can I still return it on Saturday?",
    "I'm away from Monday",
    "my parcel arrives while I'm on holiday, too late then?",
    "remind me when I'm back from my trip on the 20th if it's not too late",
)


@pytest.mark.parametrize("said", ASKED)
def test_who_is_away_asks_if_it_can_wait(said: str) -> None:
    assert asks_after_absence(said)


@pytest.mark.parametrize("said", OTHERS)
def test_other_questions_tell_of_no_absence(said: str) -> None:
    assert not asks_after_absence(said)


@pytest.mark.parametrize(
    ("said", "day", "edge"),
    [
        ("away from Sunday for ten days", "Sunday", Edge.STARTS),
        ("away starting Sunday", "Sunday", Edge.STARTS),
        ("abroad until the 22nd", "22nd", Edge.ENDS),
        ("abroad until the 22nd", "until", Edge.ENDS),
        ("vacation 18 - 25 October", "25 October", Edge.ENDS),
        ("my holiday ends on the 22nd", "the 22nd", Edge.ENDS),
        ("I'm back on the 21st", "the 21st", Edge.BACK),
        ("back from holiday on the 21st", "the 21st", Edge.BACK),
    ],
)
def test_a_day_starts_or_ends_an_absence(said: str, day: str, edge: Edge) -> None:
    assert edge_of_absence(said, said.index(day)) is edge
