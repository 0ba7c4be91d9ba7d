"""What a message asks beside the words that only name its number and address."""

from __future__ import annotations

import pytest

from bot.nlu.bare_question import bare_question
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.paid_back import asks_whether_paid
from core.identifiers import USUAL_SHAPES

NUMBER, EMAIL = "8120034500000067", "jo@example.com"


@pytest.fixture(scope="module")
def finder() -> DetailFinder:
    return DetailFinder(USUAL_SHAPES)


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        (f"the order is {NUMBER}, mail {EMAIL}. did the parcel get back?", None, "did the parcel get back?"),
        (f"did my parcel get back for order {NUMBER}", None, "did my parcel get back"),
        (f"{EMAIL} {NUMBER} did my parcel get back", None, "did my parcel get back"),
        (f"Kam mein Paket zur Bestellung {NUMBER} an?", "de", "Kam mein Paket an?"),
        (f"¿Llegó el paquete del pedido {NUMBER}?", "es", "¿Llegó el paquete ?"),
    ],
)
def test_words_that_only_name_are_left_out(finder, text, language, asked):
    assert bare_question(text, finder.find(text, language), language) == asked


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"order {NUMBER} is late, {EMAIL}", None),
        (f"my order number is {NUMBER} and my email is {EMAIL}", None),
        (f"please cancel order {NUMBER}", None),
        (f"Es geht um Bestellung {NUMBER}, {EMAIL}", "de"),
        ("did my parcel get back", None),
    ],
)
def test_what_asks_nothing_of_a_return_stays(finder, text, language):
    assert bare_question(text, finder.find(text, language), language) == text


def test_whether_money_was_given_back_is_told_by_all_words():
    assert asks_whether_paid(f"was {NUMBER} reimbursed?", "en")
    assert asks_whether_paid("Wurde das Geld schon zurücküberwiesen?", "de")
    assert not asks_whether_paid("is shipping reimbursed?", "en")
    assert not asks_whether_paid("I was reimbursed", "en")
