"""Names of months in a language, or in a spreadsheet's own way."""

from __future__ import annotations

from time import strptime

import pytest

from returndesk.spreadsheet.months import in_english, months_of

_OWN = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


@pytest.mark.parametrize(
    ("language", "said", "form", "month"),
    [
        ("de", "01-Okt-26", "%d-%b-%y", 10),
        ("de", "3. März 2026", "%d. %B %Y", 3),
        ("de", "3. Dez. 2026", "%d. %b %Y", 12),
        ("fr", "14 févr. 2026", "%d %b %Y", 2),
        ("es", "2 de septiembre de 2026", "%d de %B de %Y", 9),
        ("nl", "2 mei 2026", "%d %b %Y", 5),
        ("pl", "7 października 2026", "%d %B %Y", 10),
        (list(_OWN), "9-Mrz-26", "%d-%b-%y", 3),
    ],
)
def test_a_date_is_read_by_its_names(language, said, form, month):
    assert strptime(in_english(said, form, months_of(language)), form).tm_mon == month


def test_other_words_of_a_date_stay():
    assert in_english("Di 05 mai 26", "%a %d %b %y", months_of("fr")) == "Di 05 May 26"


@pytest.mark.parametrize("said", ["klingon", "", 7, ["Jan"], [""] * 12, None, "../de"])
def test_what_is_no_language_is_said(said):
    with pytest.raises(ValueError, match="twelve names"):
        months_of(said)
