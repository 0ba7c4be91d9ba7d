"""What threatens by its words, and what only sounds so."""

from __future__ import annotations

import pytest

from bot.nlu.threats import only_chooses, threatens


@pytest.mark.parametrize("said", ["keep the hat, I return all but not the scarf", "I'll post both shirts, not the tie"])
def test_what_goes_back_and_what_stays_is_no_threat(said: str):
    assert only_chooses(said)
    assert not threatens(said, is_english=True)


@pytest.mark.parametrize("said", ["I'll send the police, not the parcel", "return it or else", "you'll hear from me"])
def test_a_threat_chooses_nothing(said: str):
    assert not only_chooses(said)


def test_another_language_has_words_of_its_own():
    assert threatens("ich gehe zum Anwalt", is_english=False)
    assert not threatens("ich schicke nur die Jacke", is_english=False)
