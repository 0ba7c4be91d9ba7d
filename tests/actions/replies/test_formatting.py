"""Dates, times, spans and amounts as a customer reads them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from custom_shop import NOW

from actions.replies.formatting import show_day, show_days, show_instant, show_moment, show_money
from actions.replies.reply import Phrase, Shown
from bot.responses.languages import english
from policy.model import Customer, Money


def customer(country: str, zone: str) -> Customer:
    return Customer("C1", "someone@example.com", country, zone, "en")


def said(shown: Shown) -> str:
    """The words of a value in English."""
    return english().shown(shown.as_json())


ANA = customer("ES", "Europe/Madrid")
CARL = customer("US", "America/Los_Angeles")
FAY = customer("AU", "Australia/Sydney")


def test_a_day_has_its_weekday_and_the_months_name():
    assert said(show_day(date(2026, 10, 14), ANA, NOW)) == "Wednesday 14 October"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 12, 31), "Thursday 31 December"),
        (date(2027, 1, 1), "Friday 1 January 2027"),
        (date(2025, 12, 31), "Wednesday 31 December 2025"),
    ],
)
def test_a_day_of_another_year_has_its_year(day: date, shown: str):
    assert said(show_day(day, ANA, NOW)) == shown


def test_the_current_year_is_the_customers():
    new_year = datetime(2026, 12, 31, 14, tzinfo=timezone.utc)  # 1 January in Sydney already

    assert said(show_day(date(2027, 1, 1), FAY, new_year)) == "Friday 1 January"
    assert said(show_day(date(2027, 1, 1), ANA, new_year)) == "Friday 1 January 2027"


def test_an_instant_is_the_customers_date():
    instant = datetime(2026, 10, 14, 23, 30, tzinfo=timezone.utc)

    assert said(show_instant(instant, ANA, NOW)) == "Thursday 15 October"
    assert said(show_instant(instant, CARL, NOW)) == "Wednesday 14 October"


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (ANA, "Wednesday 14 October, 15:05"),
        (CARL, "Wednesday 14 October, 6:05 AM"),
        (FAY, "Thursday 15 October, 00:05"),
    ],
)
def test_a_moment_has_the_time_of_the_customers_day(who: Customer, shown: str):
    instant = datetime(2026, 10, 14, 13, 5, tzinfo=timezone.utc)

    assert said(show_moment(instant, who, NOW)).replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("12.50", "EUR", "€12.50"),
        ("1490.00", "RUB", "RUB 1,490.00"),
        ("24", "GBP", "£24.00"),
        ("0.99", "USD", "US$0.99"),
    ],
)
def test_an_amount_has_its_currency(amount: str, currency: str, shown: str):
    assert said(show_money(Money(Decimal(amount), currency), ANA)).replace("\xa0", " ") == shown


def test_a_dollar_is_a_dollar_to_an_american():
    assert said(show_money(Money(Decimal("0.99"), "USD"), CARL)) == "$0.99"


@pytest.mark.parametrize(("count", "phrase"), [(0, "some_days"), (1, "one_day"), (2, "some_days"), (-1, "some_days")])
def test_one_day_has_a_phrase_of_its_own(count: int, phrase: str):
    assert show_days(count) == Phrase(phrase, {"count": count})
