"""From "last Friday" to a date on the customer's calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.dialogue.last_answer import last_answer
from actions.dialogue.last_weekdays import LAST
from actions.dialogue.turn import AHEAD, ASKED, BESIDE_A_DAY, PAST, ActionContext, SaidDate, earlier_days
from policy.calendars import working_days_before
from policy.model import Customer

#: A client can send any text as a date; dateparser recurses on long ones until Python gives up.
LONGEST_PHRASE = 60
#: dateparser knows "Friday" but neither "last Friday" nor "this morning"; the plain words mean the same to it.
_LAST_WEEKDAY = re.compile(r"\b(?:last|this|past)\s+(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day)", re.IGNORECASE)
_PART_OF_TODAY = re.compile(r"\b(?:this|earlier this)\s+(?:morning|afternoon|evening)\b|\btonight\b", re.IGNORECASE)
#: Year first is the same everywhere; told a day-first order, dateparser reads 2026-10-09 as the 10th of September.
_YEAR_FIRST = re.compile(r"\s*\d{4}\D")
#: The country that writes the month first.
MONTH_FIRST = "US"
_LAST_NIGHT = re.compile(r"\blast\s+(?:night|evening)\b", re.IGNORECASE)


#: Spans that end with a day which dateparser does not know.
_LAST = ("last week", "last weekend", "last month", "last year")
#: Between days of which one is meant.
OR = " or "
#: The response that asks which of two days was meant.
WHICH_DAY = "utter_hand_in_day_contradicts"
_WEEKDAYS = frozenset(f"{name}day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))
_WEEKDAY = re.compile(r"(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) (?=\S)")
_DAY_OF_MONTH = re.compile(r"the (\d\d?)(?:st|nd|rd|th)")
_WORKING_DAYS_AGO = re.compile(r"(\d{1,3}) working days ago")
_HOURS_AGO = re.compile(r"\b(?:hours?|minutes?) ago$")
_MOST_WORKING_DAYS = 250
#: Of a day of the year that is so long ago and comes again so soon nobody tells as past but by a slip.
_LONG_AGO, _NEAR_AHEAD = timedelta(days=200), timedelta(days=60)
_TWO_DAYS_AGO = "the day before yesterday"
#: Who means tomorrow doesn't call it "next Friday", and who means yesterday not "last Monday".
_NEXT, _SOON, _WEEK = "next ", timedelta(days=1), timedelta(days=7)


def said_day(said: SaidDate, customer: Customer) -> datetime | None:
    """The day on which a customer says that something happened, read as they write dates where they live.

    None where they speak of another day, or of none; see `resolve_date`.
    """
    return meant_day(said, customer) if said.sense == PAST else None


def meant_day(said: SaidDate, customer: Customer) -> datetime | None:
    """The same for whatever the customer says of the day."""
    return resolve_date(said, customer.timezone, customer.country != MONTH_FIRST, customer.country)


def day_to_come(said: SaidDate, customer: Customer) -> datetime | None:
    """The day to come that a customer must mean who tells of it as past, "I handed it in on 20 October" a week before.

    None where the last day of that name may be meant: it is not far away, or the next one is.
    """
    if said.sense != PAST or "/" in said.phrase or is_span(said):
        return None
    past, ahead = meant_day(said, customer), meant_day(replace(said, sense=AHEAD), customer)
    if ahead is None or ahead - said.said_at > _NEAR_AHEAD or ahead.date() <= said.said_at.date():
        return None
    return ahead if past is None or said.said_at - past > _LONG_AGO else None


def is_span(said: SaidDate) -> bool:
    """Whether the customer names several days: "last week", "two or three days ago"."""
    return OR in said.phrase or said.phrase in _LAST


def is_estimate(said: SaidDate) -> bool:
    """Whether the customer counts back instead of naming a day: "3 weeks ago", "last week"; hours are exact."""
    counts_back = said.phrase.endswith(" ago") and _HOURS_AGO.search(said.phrase) is None
    return counts_back or is_span(said)


def contradicts_itself(said: SaidDate, customer: Customer) -> bool:
    """Whether the customer names a weekday that is not that of the date beside it."""
    date_alone = _WEEKDAY.sub("", said.phrase, count=1)
    return (
        date_alone != said.phrase
        and not meant_day(said, customer)
        and (meant_day(replace(said, phrase=date_alone), customer) is not None)
    )


def days_apart(said: SaidDate, customer: Customer) -> tuple[SaidDate, ...]:
    """What a weekday and a date that don't belong together leave open, the earlier first: the date, and the day nearest
    to it that has the weekday; nothing where they belong together."""
    weekday = _WEEKDAY.match(said.phrase)
    if weekday is None or said.sense != PAST or not contradicts_itself(said, customer):
        return ()
    dated = meant_day(replace(said, phrase=said.phrase[weekday.end() :]), customer)
    if dated is None:
        return ()
    today = said.said_at.astimezone(ZoneInfo(customer.timezone)).date()
    near = (dated.date() + timedelta(days=sign * away) for away in range(1, 7) for sign in (1, -1))
    other = next(day for day in near if f"{day:%A}" == weekday[1] and day <= today)
    return tuple(replace(said, phrase=day.isoformat()) for day in sorted((dated.date(), other)))


def told_apart(turn: ActionContext, customer: Customer) -> SaidDate | None:
    """The day of this message; of two that it was asked for between, the one that it names by its weekday or number."""
    said = turn.date
    asked = any(each.response == WHICH_DAY for each in last_answer(turn.events))
    if said is None or said.said_at != turn.now or not asked:
        return said
    before = next(earlier_days(turn.events, turn.now), None)
    for each in days_apart(before, customer) if before else ():
        day, in_month = date.fromisoformat(each.phrase), _DAY_OF_MONTH.fullmatch(said.phrase)
        if said.phrase.removeprefix(LAST) == f"{day:%A}" or (in_month and int(in_month[1]) == day.day):
            return replace(said, phrase=each.phrase)
    return said


def resolve_date(said: SaidDate, timezone: str, day_first: bool, country: str = "") -> datetime | None:
    """Noon of the day that the customer means, an aware instant, or None where the words name no day.

    Noon, because a spoken date has no hour, and noon is on that date in the customer's time zone whatever the clocks
    did that night. Dates are taken as past unless they are said to lie ahead, and "today" as no later than when it was
    said. Of several days the latest counts.

    Args:
        said: The words, and when they were said.
        timezone: The customer's (IANA name), in which "yesterday" is meant.
        day_first: Whether 9/10 is the 9th of October (almost everywhere) or September the 10th.
        country: Whose holidays are no working days.
    """
    if len(said.phrase) > LONGEST_PHRASE:
        return None
    zone = ZoneInfo(timezone)
    base = said.said_at.astimezone(zone)
    is_ahead = said.sense in (AHEAD, ASKED)
    named = [_day(phrase, base, day_first, country, is_ahead) for phrase in said.phrase.split(OR)]
    days = [day for day in named if day is not None and (day >= base.date() if is_ahead else day <= base.date())]
    if not days:
        return None
    noon = datetime.combine(max(days), time(12), zone)
    return (
        noon
        if is_ahead or noon <= base
        else max(base - timedelta(minutes=1), datetime.combine(max(days), time(), zone))
    )


def _day(phrase: str, base: datetime, day_first: bool, country: str, is_ahead: bool) -> date | None:
    """One day, None where a weekday before it is another one."""
    if phrase.startswith(_NEXT):
        day = _day(phrase.removeprefix(_NEXT), base, day_first, country, is_ahead) if is_ahead else None
        return day + _WEEK if day and day - base.date() <= _SOON else day
    if phrase.startswith(LAST) and not is_ahead and phrase.removeprefix(LAST) in _WEEKDAYS:
        day = _day(phrase.removeprefix(LAST), base, day_first, country, is_ahead)
        return day - _WEEK if day and base.date() - day <= _SOON else day
    weekday = _WEEKDAY.match(phrase)
    if weekday and phrase[weekday.end() :] == "last week":
        days = (_end_of_last("last week", base.date()) - timedelta(days=away) for away in range(7))
        return next(day for day in days if f"{day:%A}" == weekday[1])
    if weekday:
        day = _day(phrase[weekday.end() :], base, day_first, country, is_ahead)
        return day if day and f"{day:%A}" == weekday[1] else None
    for beside, away in BESIDE_A_DAY.items():
        if phrase.startswith(f"{beside} ") and phrase != _TWO_DAYS_AGO:
            day = _day(phrase.removeprefix(f"{beside} "), base, day_first, country, is_ahead)
            return day + timedelta(days=away) if day else None
    in_month, working = _DAY_OF_MONTH.fullmatch(phrase), _WORKING_DAYS_AGO.fullmatch(phrase)
    if in_month:
        step = timedelta(days=1 if is_ahead else -1)
        near = (base.date() + step * away for away in range(62))
        return next((day for day in near if day.day == int(in_month[1])), None)
    if working:
        count = int(working[1])
        return working_days_before(base.date(), count, country) if count <= _MOST_WORKING_DAYS else None
    if phrase in _LAST:
        return _end_of_last(phrase, base.date())
    phrase = _PART_OF_TODAY.sub("today", _LAST_NIGHT.sub("yesterday", phrase))
    phrase = _LAST_WEEKDAY.sub("", phrase)
    # Not earlier: it makes seven hundred expressions for time zones, a tenth of a bot's start.
    from dateparser import parse

    found = parse(
        phrase,
        languages=["en"],
        settings={
            "RELATIVE_BASE": base.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future" if is_ahead else "past",
            "DATE_ORDER": "YMD" if _YEAR_FIRST.match(phrase) else "DMY" if day_first else "MDY",
        },
    )
    return found.date() if found else None


def _end_of_last(span: str, today: date) -> date:
    """The last day of last week (a Sunday, as of last weekend), month or year."""
    if span == "last month":
        return today.replace(day=1) - timedelta(days=1)
    if span == "last year":
        return today.replace(month=1, day=1) - timedelta(days=1)
    return today - timedelta(days=today.isoweekday())
