"""Numbers of a shop whose orders are #1001 and whose returns are RMA-20455, in what customers type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder
from core.identifiers import load_shapes

SMALL_SHOP = Path(__file__).parents[3] / "shops" / "small" / "numbers.yml"
NUMBERS = (Kind.CUSTOMER_NUMBER, Kind.TRACKING_NUMBER)


@pytest.fixture(scope="module")
def finder() -> DetailFinder:
    return DetailFinder(load_shapes(SMALL_SHOP))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is #1001", "1001"),
        ("#1001", "1001"),
        ("1001", "1001"),
        ("it's order 5012, when do I get my money?", "5012"),
        ("order number: 48213", "48213"),
        ("my order#48213 came broken", "48213"),
        ("order 482137 please", "482137"),
        ("RMA-20455", "RMA20455"),
        ("what about rma 20455?", "RMA20455"),
        ("the RMA number is 20455", "RMA20455"),
        ("my return number is 2045577", "RMA2045577"),
        ("(RMA20455), ana@example.com", "RMA20455"),
        # What the assistant has taken down itself.
        ("R1001", "R1001"),
        ("and what became of r1001?", "R1001"),
    ],
)
def test_a_number_is_found_however_it_is_named(finder, text, number):
    (found,) = [detail for detail in finder.find(text) if detail.kind in NUMBERS]
    assert (found.kind, found.value, found.well_formed) == (Kind.CUSTOMER_NUMBER, number, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [("RMA-204", "RMA204"), ("it is rma2O455", "RMA2O455"), ("order number 12345678901", "12345678901")],
)
def test_a_mistyped_number_is_told_as_one(finder, text, number):
    (found,) = [detail for detail in finder.find(text) if detail.kind in NUMBERS]
    assert (found.kind, found.value.upper(), found.well_formed) == (Kind.CUSTOMER_NUMBER, number, False)


@pytest.mark.parametrize(
    "text",
    [
        "I paid 1299 euros",
        "it cost €1299.00",
        "20.50",
        "it was in 2026",
        "since 13.10.2026",
        "2026-10-13",
        "I sent 20 of them 14 days ago",
        "photo #1001 shows it",
        "caf&#1001; it says",
        "the #1001/2 model",
        "S1001",
    ],
)
def test_amounts_days_and_counts_are_no_number_of_the_shop(finder, text):
    assert [found for found in finder.find(text) if found.kind in NUMBERS and found.well_formed] == []


def test_a_carrier_s_number_has_the_shape_that_the_shop_s_carrier_gives_it(finder):
    (found,) = [each for each in finder.find("it is 00340434161094042557") if each.kind in NUMBERS]
    assert (found.kind, found.value) == (Kind.TRACKING_NUMBER, "00340434161094042557")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> DetailFinder:
    """Of a shop whose orders are five digits and nothing else."""
    file = tmp_path_factory.mktemp("rules") / "numbers.yml"
    shapes = {"order": ("<5 digits>", "20401"), "return": ("RT<6 digits>", "RT204010")}
    records = {kind: [{"shape": shape, "examples": [example]}] for kind, (shape, example) in shapes.items()}
    file.write_text(json.dumps(records), encoding="utf-8")
    return DetailFinder(load_shapes(file))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("31275 ben@example.com any news of the money?", None),
        ("ben@example.com, 31275: has it arrived", None),
        ("order: 31275, email: ben@example.com", None),
        ("the order is 31275, can I still send it", None),
        ("it was for order no. 31275", None),
        ("did you get #31275 back", None),
        ("Bestellnr. 31275, was ist damit", "de"),
        ("die Bestellung lautet 31275", "de"),
        ("bestelnummer 31275 a.u.b.", "nl"),
        ("el pedido es el 31275", "es"),
        ("a encomenda é a 31275", "pt"),
        ("commande n° 31275", "fr"),
        ("ordine n. 31275", "it"),
        ("номер заказа: 31275", "ru"),
        ("замовлення № 31275", "uk"),
        ("מספר הזמנה 31275", "he"),
    ],
)
def test_few_digits_are_a_number_beside_what_says_so(bare, text, language):
    (found,) = [detail for detail in bare.find(text, language) if detail.kind in NUMBERS]
    assert (found.kind, found.value, found.well_formed) == (Kind.CUSTOMER_NUMBER, "31275", True)


@pytest.mark.parametrize(
    "text",
    [
        "I live at 31275 and my mail address is not the one that you know, it is ben@example.com",
        "it cost 31275 yen",
        "my order for 31275 guests",
        "the order was 31275 EUR",
        "order more than 31275 of them",
    ],
)
def test_few_digits_are_none_beside_other_words(bare, text):
    assert [found for found in bare.find(text) if found.kind in NUMBERS and found.well_formed] == []
