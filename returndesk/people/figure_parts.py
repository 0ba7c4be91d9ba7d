"""The parts of the page of figures: each a picture, and a table that says the same in numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Optional, Union

from core.intents import topic_name
from core.languages import english_name
from returndesk.people.day_counts import TODAYS, DayCounts
from returndesk.people.disliked import MOST_THUMBS, Thumbs
from returndesk.people.inspections_due import MOST, InspectionDue
from returndesk.people.pictures import Bars, Picture, lying, upright
from returndesk.people.ticket_times import MOST_TICKETS, TicketDay
from returndesk.report.figures import KINDS, Figures
from returndesk.report.words import GIVEN_UP, KIND_NAMES

#: What a picture shows; the table has the rest.
_MOST_BARS: Final = 15
_MINUTE: Final = timedelta(minutes=1)
_SOON: Final = timedelta(hours=24)


#: Instants and days are written by the page, and stand in a CSV as ISO 8601 has them.
Row = Sequence[Union[str, int, float, date, datetime]]


@dataclass(frozen=True)
class Part:
    """A part of the page.

    Args:
        name: By which its table is asked for as CSV.
        title: What it is about.
        hint: What one should know of it.
        columns: The table's heads.
        rows: The table; numbers are numbers.
        legend: What the colours of the picture stand for.
        picture: None where there is nothing to draw.
    """

    name: str
    title: str
    hint: str
    columns: Sequence[str]
    rows: Sequence[Row]
    legend: Mapping[str, str]
    picture: Optional[Picture]


def by_day(counts: DayCounts) -> Part:
    """The questions of each day, and what came of them."""
    bars = [(_short(day), dict(figures.kinds)) for day, figures in counts.days.items()]
    rows: list[Row] = [
        (day, *_of_kinds(figures.kinds), figures.questions, "–" if figures.given_up is None else figures.given_up)
        for day, figures in counts.days.items()
    ]
    hints = [
        "Declined: not about returns, or not possible just then. Unclear: the assistant asked what was meant.",
        f"Given up, once a day is over: {GIVEN_UP}",
    ]
    if counts.waiting:
        hints.append(f"{counts.waiting} of the days are still to be counted, which happens by itself.")
    if not counts.today_is_whole:
        hints.append(f"Of today only the latest {TODAYS:,} messages are counted.")
    picture = upright("days", "Questions by day", _questions(bars, "on"), bars)
    return Part(
        "days", "Questions by day", " ".join(hints), ("Day", *_KINDS, "All", "Given up"), rows, KIND_NAMES, picture
    )


def by_topic(figures: Figures) -> Part:
    """The questions by what they were understood as."""
    return _largest("topics", "topic", figures.topics, topic_name)


def by_language(figures: Figures) -> Part:
    """The questions by the language that they were asked in."""
    return _largest("languages", "language", figures.languages, english_name)


def of_tickets(days: Mapping[date, TicketDay], *, whole: bool) -> Part:
    """How long customers waited for people."""
    heads = ("Day", "Opened", "Answered", "Closed unanswered", "Median wait", "Longest wait", "Median until closed")
    rows = [
        (
            *(day, each.opened, each.answered, each.unanswered),
            *(_minutes(span) for span in (each.waited, each.longest, each.lasted)),
        )
        for day, each in days.items()
    ]
    bars = [(_short(day), {"waited": each.waited / _MINUTE if each.waited else 0}) for day, each in days.items()]
    about = "The median of the minutes until the first answer, by the day on which people were asked for."
    picture = upright("tickets", "Minutes until a person answered", about, bars) if rows else None
    hint = "Times are minutes: from asking for a person until the first answer, and until the ticket was closed."
    hint += "" if whole else f" Only the latest {MOST_TICKETS:,} tickets are counted."
    return Part("tickets", "Waiting for a person", hint, heads, rows, {"waited": "Median wait in minutes"}, picture)


def of_thumbs(topics: Mapping[str, Thumbs], *, whole: bool) -> Part:
    """Which share of the rated answers was disliked."""
    rows = [
        (topic_name(topic), each.up, each.down, f"{each.share:.0%}") for topic, each in topics.items()
    ]  # fmt: skip
    bars = [(topic_name(topic), {"disliked": 100 * each.share}) for topic, each in topics.items() if each.down]
    about = "Of a hundred rated answers to a topic, how many were disliked; those disliked most often come first."
    picture = lying("disliked", "Disliked of a hundred", about, bars[:_MOST_BARS]) if bars else None
    hint = "Answers that nobody rated are not in it, nor those whose conversation is no longer kept."
    hint += "" if whole else f" Only the latest {MOST_THUMBS:,} thumbs are counted."
    heads = ("Topic", "Liked", "Disliked", "Share disliked")
    return Part("disliked", "Disliked answers", hint, heads, rows, {"disliked": "Disliked, per cent"}, picture)


def of_warehouse(returns: Sequence[InspectionDue], now: datetime, *, whole: bool) -> Part:
    """Returns whose inspection is due."""
    missed = sum(each.passed for each in returns)
    soon = sum(not each.passed and each.due - now <= _SOON for each in returns)
    rows = [(each.number, each.received_at, each.due.astimezone(timezone.utc), _state(each, now)) for each in returns]
    bars = [
        ("missed", {"missed": missed}),
        ("within a day", {"soon": soon}),
        ("later", {"later": len(returns) - missed - soon}),
    ]
    about = f"{missed} inspections are late, {soon} are due within a day."
    picture = lying("warehouse", "Inspections due", about, bars) if returns else None
    hint = "Parcels that have arrived and were not inspected, by the date that customers were told."
    hint += "" if whole else f" Only {MOST} returns are shown, those that arrived first."
    heads = ("Return", "Arrived", "Due", "State")
    legend = {"missed": "Missed", "soon": "Due within a day", "later": "Later"}
    return Part("warehouse", "Inspections due at the warehouse", hint, heads, rows, legend, picture)


_KINDS: Final = tuple(KIND_NAMES[kind] for kind in KINDS)


def _of_kinds(counts: Mapping[str, int]) -> Sequence[int]:
    return [counts.get(kind, 0) for kind in KINDS]


def _largest(name: str, what: str, counts: Mapping[str, Mapping[str, int]], named: Callable[[str], str]) -> Part:
    """What was asked most often; the picture has the first of them."""
    asked = [(named(key), each) for key, each in counts.items() if sum(each.values())]
    ordered = sorted(asked, key=lambda item: (-sum(item[1].values()), item[0]))
    bars: Bars = [(label, {kind: each.get(kind, 0) for kind in KINDS}) for label, each in ordered]
    rows: list[Row] = [(label, *_of_kinds(each), sum(each.values())) for label, each in ordered]
    title = f"Questions by {what}"
    picture = lying(name, title, _questions(bars, "about" if what == "topic" else "in"), bars[:_MOST_BARS])
    heads = (what.capitalize(), *_KINDS, "All")
    return Part(name, title, "", heads, rows, KIND_NAMES, picture if rows else None)


def _questions(bars: Bars, before: str) -> str:
    """What stands out, for whoever can't see the picture."""
    total = int(sum(sum(each.values()) for _, each in bars))
    if not total:
        return "Nothing was asked."
    label, counts = max(bars, key=lambda bar: sum(bar[1].values()))
    return f"{total:,} questions, most of them {before} {label}: {int(sum(counts.values())):,}. The table has them all."


def _short(day: date) -> str:
    return f"{day:%-d %b}"


def _minutes(span: Optional[timedelta]) -> str | float:
    return "–" if span is None else round(span / _MINUTE, 1)


def _state(due: InspectionDue, now: datetime) -> str:
    if due.passed:
        return "missed"
    return "due within a day" if due.due - now <= _SOON else "later"
