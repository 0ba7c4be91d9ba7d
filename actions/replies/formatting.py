"""Dates, times, spans and amounts as a customer reads them: in their time zone and language, months by name."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_symbol

from actions.replies.reply import Phrase
from policy.model import Customer, Money

_UNITS = (("one_hour", "some_hours", 3600), ("one_minute", "some_minutes", 60), ("one_second", "some_seconds", 1))


def show_day(day: date, customer: Customer, now: datetime) -> str:
    """A date with its weekday, and with its year where that is not the current one: "Wednesday 14 October"."""
    today = now.astimezone(ZoneInfo(customer.timezone)).date()
    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    return format_date(day, pattern, locale=babel_locale(customer))


def show_instant(instant: datetime, customer: Customer, now: datetime) -> str:
    """The customer's date of an instant."""
    return show_day(instant.astimezone(ZoneInfo(customer.timezone)).date(), customer, now)


def show_moment(instant: datetime, customer: Customer, now: datetime) -> str:
    """An instant with date and time of day, for spans that are counted in hours."""
    local = instant.astimezone(ZoneInfo(customer.timezone))
    time = format_time(local.time(), "short", locale=babel_locale(customer))
    return f"{show_day(local.date(), customer, now)}, {time}"


def show_days(count: int) -> Phrase:
    """A number of days with its noun: "1 day", "5 days"."""
    return Phrase("one_day" if count == 1 else "some_days", {"count": count})


def show_wait(length: timedelta) -> Phrase:
    """How long to wait, rounded up, in the largest unit that fits: "15 seconds", "5 minutes", "24 hours"."""
    seconds = max(1, math.ceil(length.total_seconds()))
    one, some, size = next(each for each in _UNITS if seconds >= each[2])
    count = math.ceil(seconds / size)
    return Phrase(one if count == 1 else some, {"count": count})


def show_money(money: Money, customer: Customer) -> str:
    """An amount with its currency's sign; a sign made of letters stands apart from the digits."""
    locale = babel_locale(customer)
    shown = format_currency(money.amount, money.currency, locale=locale)
    sign = get_currency_symbol(money.currency, locale)
    return shown.replace(sign, f"{sign}\u00a0", 1) if sign[-1].isalpha() else shown


def babel_locale(customer: Customer) -> str:
    """The locale whose words and signs are used: the customer's region, in the language that the bot answers in."""
    return "en_US" if customer.country == "US" else "en_GB"
