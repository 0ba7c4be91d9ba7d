"""Which days count: in a span that was told, and on the calendar of a country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from actions.dialogue.lateness import ANYBODY, ANYWHERE
from actions.dialogue.relative_dates import resolve_date
from actions.dialogue.towns import country_of, region_of
from actions.dialogue.turn import ASKED, PAST, ActionContext, place_lately, written_lately
from actions.replies.formatting import show_country, show_day
from actions.replies.reply import Phrase, Utterance
from actions.replies.return_case import Case
from core.calendar_questions import asks_whether_counted, holiday_named
from core.money_questions import names_money
from policy.calendars import WEEKEND, DayKind, Place, customer_place, day_kind, local_date, logistics_place, weekend
from policy.fact import Unit
from policy.facts import Facts
from policy.holiday_names import holiday_called
from policy.model import Customer

#: The next day of a name that is so much farther away than the last one is not the one that is meant.
LATELY = timedelta(days=7)
#: A holiday that is longer ago than this is not the one that is meant where the next of its date lies ahead.
_RECENT = timedelta(days=60)
_WAS = re.compile(r"\b(?:was|were|wasn['\u2019]?t|weren['\u2019]?t)\b", re.IGNORECASE)
#: Spans that leave no day out.
_EVERY_DAY = frozenset({Unit.DAYS, Unit.HOURS})


def days_that_count(
    turn: ActionContext, behind: Sequence[str], customer: Customer | None, case: Case | None, facts: Facts
) -> Utterance:
    """That every day counts where a span is counted so, else the working days of the country.

    Args:
        turn: The turn.
        behind: The rules of the answer before, the one that is meant first.
        customer: Who asks, where that is known.
        case: The return in hand.
        facts: The rules.
    """
    if _follows_money(turn):
        # "You count the 4th or no?" behind a question of money, whatever it was answered with.
        behind = ["refund.time", *behind]
    span = next((each for each in behind if facts[each].unit in _EVERY_DAY | {Unit.WORKING_DAYS}), None)
    if span is not None and facts[span].unit in _EVERY_DAY and asks_whether_counted(turn.said):
        line = Phrase(f"counts_{facts[span].unit}")
        return Utterance("utter_how_long", {"lines": [line]}, span)
    return _calendar(turn, _place(turn, behind, customer, case))


def _follows_money(turn: ActionContext) -> bool:
    """Whether the message before this one asked for money."""
    return names_money(next(written_lately(turn.events), ""))


def _calendar(turn: ActionContext, place: Place | None) -> Utterance:
    """Which days count where the country is known, how I count in general elsewhere."""
    if place is None:
        return Utterance("utter_calendar", {"lines": [Phrase("calendar_general")]})
    country = {"country": show_country(place.country)}
    week = "calendar_week" if weekend(place.country) == WEEKEND else "calendar_week_from_sunday"
    anybody = replace(ANYBODY, country=place.country, timezone=place.timezone)
    days = [Phrase(f"calendar_{kind}", {"day": show_day(day, anybody, turn.now)}) for day, kind in _days(turn, place)]
    return Utterance("utter_calendar", {"lines": [Phrase(week, country), *days]})


def _place(turn: ActionContext, behind: Sequence[str], customer: Customer | None, case: Case | None) -> Place | None:
    """Whose days count: those of the country that is named; for the money the bank's, else where the parcel is
    handled."""
    if turn.country:
        return Place(turn.country, ANYWHERE.timezone)
    if customer is None:
        named = place_lately(turn.events)
        return Place(country_of(named), ANYWHERE.timezone, region_of(named)) if named else None
    if case is None or list(behind[:1]) == ["refund.time"]:
        return customer_place(customer)
    return logistics_place(case.found.order, customer)


def _days(turn: ActionContext, place: Place) -> Iterator[tuple[date, DayKind]]:
    """The day that a question about the calendar names: the next of its name, and the last one if that was a holiday.

    Of a date it is the nearer one; so it is of a holiday that it names.
    """
    today = local_date(turn.now, place.timezone)
    called = holiday_named(turn.said)
    day = holiday_called(called, today, place) if called else None
    if day is not None:
        yield day, day_kind(day, place)
    if turn.asked_day is None:
        return
    readings = (resolve_date(replace(turn.asked_day, sense=sense), place.timezone, True) for sense in (PAST, ASKED))
    named = [local_date(each, place.timezone) for each in readings if each is not None]
    if len(named) > 1 and named[1] - today > today - named[0] + LATELY:
        named = named[:1]
    if _WAS.search(turn.said) is not None:
        # "Monday was no holiday, was it?"
        named = named[:1]
    for each in dict.fromkeys(named):
        kind = day_kind(each, place)
        is_recent = kind is DayKind.HOLIDAY and today - each <= _RECENT
        if each != day and (each == named[-1] or is_recent):
            yield each, kind
