"""Which things are named by what they cost, or by when they were ordered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.described_things import is_described, places_ordered, places_priced

PRICES = tuple(map(Decimal, ("12.50", "39.99", "15.20", "1490.00", "12.90")))
PLACED = (date(2026, 8, 29), date(2026, 9, 24), date(2026, 9, 27), date(2026, 10, 7), date(2025, 9, 3))


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("what about the 15 euro one?", (2,)),
        ("and the €39.99 item", (1,)),
        ("I mean the 12.90 one", (4,)),
        ("send back the 40 euro order", (1,)),
        ("the one that cost 15,20", (2,)),
        ("the thing I paid €12.50", (0,)),
        ("the one for 12 dollars", (0, 4)),
        ("the 1490 ruble one", (3,)),
        ("not the 15 euro one, the 39.99 one", (1,)),
    ],
)
def test_a_price_names_what_costs_that(said: str, places: tuple[int, ...]):
    assert places_priced(said, PRICES) == places


@pytest.mark.parametrize(
    "said",
    [
        *("will it be 30 or 12?", "the 3 items", "I paid 15 euros for shipping", "the 15 day one", "do I get 12.50?"),
        *("it is not the 15 euro one", "the 99 euro one", "the one for 15 friends", "", "the 15th one"),
    ],
)
def test_no_other_number_is_a_price(said: str):
    assert places_priced(said, PRICES) == ()


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("can my latest order go back?", (3,)),
        ("the thing I bought last", (3,)),
        ("where is my oldest order", (4,)),
        ("the one from August", (0,)),
        ("what about the order I placed in september?", (1, 2)),
        ("my October purchase", (3,)),
        ("the last one", ()),
        ("not my last order", ()),
        ("the one from May", ()),
        ("I ordered it", ()),
        ("will it arrive in September?", ()),
    ],
)
def test_an_order_is_named_by_its_day(said: str, places: tuple[int, ...]):
    assert places_ordered(said, PLACED) == places


def test_nobody_without_orders_has_a_last_one():
    assert places_ordered("my last order", ()) == ()
    assert is_described("my last order")
