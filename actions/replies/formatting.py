"""Dates, times, spans and amounts in the customer's time zone, ready for the bot to word."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.replies.reply import Phrase, Shown
from policy.model import Customer, Money

_UNITS = (("one_hour", "some_hours", 3600), ("one_minute", "some_minutes", 60), ("one_second", "some_seconds", 1))


def show_day(day: date, customer: Customer, now: datetime) -> Shown:
    """A date with its weekday, and with its year where that is not the current one: "Wednesday 14 October"."""
    return Shown(f"day{_year(day, customer, now)}", day.isoformat(), customer.country)


def show_instant(instant: datetime, customer: Customer, now: datetime) -> Shown:
    """The customer's date of an instant."""
    return show_day(instant.astimezone(ZoneInfo(customer.timezone)).date(), customer, now)


def show_moment(instant: datetime, customer: Customer, now: datetime) -> Shown:
    """An instant with date and time of day, for spans that are counted in hours."""
    local = instant.astimezone(ZoneInfo(customer.timezone)).replace(tzinfo=None)
    return Shown(f"moment{_year(local.date(), customer, now)}", local.isoformat(), customer.country)


def show_list(entries: Iterable[Shown]) -> Shown:
    """Several in a row, as a sentence joins them."""
    return Shown("list", tuple(entries))


def show_country(code: str) -> Shown:
    """A country by its name."""
    return Shown("country", code)


def show_days(count: int) -> Phrase:
    """A number of days with its noun: "1 day", "5 days"."""
    return Phrase("one_day" if count == 1 else "some_days", {"count": count})


def show_wait(length: timedelta) -> Phrase:
    """How long to wait, rounded up, in the largest unit that fits: "15 seconds", "5 minutes", "24 hours"."""
    seconds = max(1, math.ceil(length.total_seconds()))
    one, some, size = next(each for each in _UNITS if seconds >= each[2])
    count = math.ceil(seconds / size)
    return Phrase(one if count == 1 else some, {"count": count})


def show_money(money: Money, customer: Customer) -> Shown:
    """An amount with its currency."""
    return Shown("money", str(money.amount), customer.country, money.currency)


def _year(day: date, customer: Customer, now: datetime) -> str:
    today = now.astimezone(ZoneInfo(customer.timezone)).date()
    return "" if day.year == today.year else "_and_year"
