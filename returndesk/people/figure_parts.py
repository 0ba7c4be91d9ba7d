"""The parts of the page of figures: each a picture, and a table that says the same in numbers.

Whatever makes one is told the language of who reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Optional, Union

from core.intents import topic_name
from returndesk.people.day_counts import TODAYS, DayCounts
from returndesk.people.disliked import MOST_THUMBS, Thumbs
from returndesk.people.inspections_due import MOST, InspectionDue
from returndesk.people.page_language import PageLanguage, message
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


def by_day(language: PageLanguage, counts: DayCounts) -> Part:
    """The questions of each day, and what came of them."""
    say = language.gettext
    bars = [(language.short_day(day), dict(figures.kinds)) for day, figures in counts.days.items()]
    rows: list[Row] = [
        (day, *_of_kinds(figures.kinds), figures.questions, "–" if figures.given_up is None else figures.given_up)
        for day, figures in counts.days.items()
    ]
    hints = [
        say(
            "Declined: not about returns, or not possible just then. "
            "Unclear: the assistant asked what was meant, or, once a day is over, said the same words again."
        ),
        say("Given up, once a day is over: %(meaning)s", meaning=language.term(GIVEN_UP)),
    ]
    if counts.waiting:
        hints.append(
            language.ngettext(
                "%(num)s of the days is still to be counted, which happens by itself.",
                "%(num)s of the days are still to be counted, which happens by itself.",
                counts.waiting,
            )
        )
    if not counts.today_is_whole:
        hints.append(say("Of today only the latest %(count)s messages are counted.", count=language.number(TODAYS)))
    title = say("Questions by day")
    about = message("%(count)s questions, most of them on %(name)s: %(most)s. The table has them all.")
    picture = upright("days", title, _questions(language, bars, about), bars, language.number)
    heads = (say("Day"), *_kinds(language).values(), say("All"), say("Given up"))
    return Part("days", title, " ".join(hints), heads, rows, _kinds(language), picture)


def by_topic(language: PageLanguage, figures: Figures) -> Part:
    """The questions by what they were understood as."""
    say = language.gettext
    about = message("%(count)s questions, most of them about %(name)s: %(most)s. The table has them all.")
    asked = [(language.term(topic_name(key)), each) for key, each in figures.topics.items()]
    return _largest(language, "topics", (say("Questions by topic"), say("Topic"), about), asked)


def by_language(language: PageLanguage, figures: Figures) -> Part:
    """The questions by the language that they were asked in."""
    say = language.gettext
    about = message("%(count)s questions, most of them in %(name)s: %(most)s. The table has them all.")
    asked = [(language.name_of(key), each) for key, each in figures.languages.items()]
    return _largest(language, "languages", (say("Questions by language"), say("Language"), about), asked)


def of_tickets(language: PageLanguage, days: Mapping[date, TicketDay], *, whole: bool) -> Part:
    """How long customers waited for people."""
    say = language.gettext
    heads = (
        *(say("Day"), say("Opened"), say("Answered"), say("Closed unanswered")),
        *(say("Median wait"), say("Longest wait"), say("Median until closed")),
    )
    rows = [
        (
            *(day, each.opened, each.answered, each.unanswered),
            *(_minutes(span) for span in (each.waited, each.longest, each.lasted)),
        )
        for day, each in days.items()
    ]
    bars = [
        (language.short_day(day), {"waited": each.waited / _MINUTE if each.waited else 0}) for day, each in days.items()
    ]
    about = say("The median of the minutes until the first answer, by the day on which people were asked for.")
    title = say("Minutes until a person answered")
    picture = upright("tickets", title, about, bars, language.number) if rows else None
    hints = [
        say("Times are minutes: from asking for a person until the first answer, and until the ticket was closed.")
    ]
    if not whole:
        hints.append(say("Only the latest %(count)s tickets are counted.", count=language.number(MOST_TICKETS)))
    legend = {"waited": say("Median wait in minutes")}
    return Part("tickets", say("Waiting for a person"), " ".join(hints), heads, rows, legend, picture)


def of_thumbs(language: PageLanguage, topics: Mapping[str, Thumbs], *, whole: bool) -> Part:
    """Which share of the rated answers was disliked."""
    say = language.gettext
    named = [(language.term(topic_name(topic)), each) for topic, each in topics.items()]
    rows = [(name, each.up, each.down, language.share(each.share)) for name, each in named]
    bars = [(name, {"disliked": 100 * each.share}) for name, each in named if each.down]
    about = say("Of a hundred rated answers to a topic, how many were disliked; those disliked most often come first.")
    title = say("Disliked of a hundred")
    picture = lying("disliked", title, about, bars[:_MOST_BARS], language.number) if bars else None
    hints = [say("Answers that nobody rated are not in it.")]
    if not whole:
        hints.append(say("Only the latest %(count)s thumbs are counted.", count=language.number(MOST_THUMBS)))
    heads = (say("Topic"), say("Liked"), say("Disliked"), say("Share disliked"))
    legend = {"disliked": say("Disliked, per cent")}
    return Part("disliked", say("Disliked answers"), " ".join(hints), heads, rows, legend, picture)


def of_warehouse(language: PageLanguage, returns: Sequence[InspectionDue], now: datetime, *, whole: bool) -> Part:
    """Returns whose inspection is due."""
    say = language.gettext
    legend = {"missed": say("Missed"), "soon": say("Due within a day"), "later": say("Later")}
    states = [_state(each, now) for each in returns]
    counts = Counter(states)
    rows = [
        (each.number, each.received_at, each.due.astimezone(timezone.utc), legend[state])
        for each, state in zip(returns, states, strict=True)
    ]
    bars = [(name, {state: counts[state]}) for state, name in legend.items()]
    about = say(
        "Inspections that are late: %(late)s. Due within a day: %(soon)s.", late=counts["missed"], soon=counts["soon"]
    )
    picture = lying("warehouse", say("Inspections due"), about, bars, language.number) if returns else None
    hints = [say("Parcels that have arrived and were not inspected, by the date that customers were told.")]
    if not whole:
        hints.append(say("Only %(count)s returns are shown, those that arrived first.", count=language.number(MOST)))
    heads = (say("Return"), say("Arrived"), say("Due"), say("State"))
    title = say("Inspections due at the warehouse")
    return Part("warehouse", title, " ".join(hints), heads, rows, legend, picture)


def _kinds(language: PageLanguage) -> Mapping[str, str]:
    return {kind: language.term(KIND_NAMES[kind]) for kind in KINDS}


def _of_kinds(counts: Mapping[str, int]) -> Sequence[int]:
    return [counts.get(kind, 0) for kind in KINDS]


def _largest(
    language: PageLanguage, name: str, words: tuple[str, str, str], counts: Sequence[tuple[str, Mapping[str, int]]]
) -> Part:
    """What was asked most often; the picture has the first of them. Its words are title, first column and a message."""
    title, column, about = words
    asked = [(label, each) for label, each in counts if sum(each.values())]
    ordered = sorted(asked, key=lambda item: (-sum(item[1].values()), item[0]))
    bars: Bars = [(label, {kind: each.get(kind, 0) for kind in KINDS}) for label, each in ordered]
    rows: list[Row] = [(label, *_of_kinds(each), sum(each.values())) for label, each in ordered]
    picture = lying(name, title, _questions(language, bars, about), bars[:_MOST_BARS], language.number)
    heads = (column, *_kinds(language).values(), language.gettext("All"))
    return Part(name, title, "", heads, rows, _kinds(language), picture if rows else None)


def _questions(language: PageLanguage, bars: Bars, about: str) -> str:
    """What stands out, for whoever can't see the picture."""
    total = int(sum(sum(each.values()) for _, each in bars))
    if not total:
        return language.gettext("Nothing was asked.")
    label, counts = max(bars, key=lambda bar: sum(bar[1].values()))
    most = language.number(int(sum(counts.values())))
    return language.gettext(about, count=language.number(total), name=label, most=most)


def _minutes(span: Optional[timedelta]) -> str | float:
    return "–" if span is None else round(span / _MINUTE, 1)


def _state(due: InspectionDue, now: datetime) -> str:
    if due.passed:
        return "missed"
    return "soon" if due.due - now <= _SOON else "later"
