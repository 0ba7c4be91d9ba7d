"""Amounts as exports write them: none is taken for another, and none of another currency passes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returndesk.spreadsheet.amounts import Amount, NoAmount, amount_of, contradiction, written


@pytest.mark.parametrize(
    ("cell", "sign", "meant"),
    [
        ("12.50", ".", "12.50"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50 €", ",", "1234.50"),
        ("1\u202f234,50\u00a0€", ",", "1234.50"),
        ("CHF 1'234.50", ".", "1234.50"),
        ("1.129", ",", "1129.00"),
        ("0.125", ".", "0.125"),
        ("R$ 80,00", ",", "80.00"),
        ("-$4.00", ".", "-4.00"),
        ("$-4.00", ".", "-4.00"),
        (7, ",", "7.00"),
        (19.9, ",", "19.90"),
        ("15", None, "15.00"),
        ("2,500,000.00", None, "2500000.00"),
    ],
)
def test_an_amount_is_read_as_it_is_written(cell, sign, meant):
    assert written(amount_of(cell, sign).amount) == meant


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        *[("49,90", "."), ("49,90", None), ("1.129,00", None), ("1.129,00", "."), ("12.5.0", "."), ("49.90", ",")],
        *[("1,129", None), ("1.129", None), ("12,34,567.00", "."), ("", "."), ("free", "."), ("1" * 70, ".")],
        *[(True, "."), ("1e9", "."), ("NaN", "."), (float("inf"), "."), ("1..5", "."), ("٣٫٥", ".")],
    ],
)
def test_what_may_be_another_amount_is_none(cell, sign):
    with pytest.raises(NoAmount):
        amount_of(cell, sign)


def test_the_remedy_names_the_other_sign():
    with pytest.raises(NoAmount, match='say decimal_sign: ","'):
        amount_of("89,00 €", None)


@given(st.decimals(min_value=0, max_value=9_999_999, places=2), st.sampled_from([".", ","]))
def test_what_is_written_by_a_sign_is_read_back_by_it(amount, sign):
    said = f"{amount:,.2f}"
    said = said if sign == "." else said.translate(str.maketrans(".,", ",."))
    assert amount_of(said, sign) == Amount(amount.quantize(Decimal("0.0001")), "")


@pytest.mark.parametrize(
    ("cell", "currency"),
    [("£189.00", "EUR"), ("189.00 USD", "EUR"), ("$5.00", "GBP"), ("€5.00", "USD"), ("5.00 zł", "EUR"), ("5 ₪", "RUB")],
)
def test_the_sign_of_another_currency_contradicts(cell, currency):
    assert contradiction(amount_of(cell, "."), currency)


@pytest.mark.parametrize(
    ("cell", "currency"),
    [("£189.00", "GBP"), ("189.00", "EUR"), ("$5.00", "MXN"), ("US$5.00", "USD"), ("5 Kč", "CZK"), ("5.00 EUR", "EUR")],
)
def test_its_own_sign_and_one_that_nobody_knows_do_not(cell, currency):
    assert not contradiction(amount_of(cell, "."), currency)
