"""The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Optional

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core.intents import topic_name
from core.languages import english_name
from returndesk.report.day import Day
from returndesk.report.figures import KINDS, Figures
from returndesk.report.plots import Bars, lying_bars, upright_bars
from returndesk.report.wordings import Wording
from returndesk.report.words import GIVEN_UP, KIND_NAMES, REASON_NAMES, change, channel_name, points

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
#: Topics beyond these are counted together: a plot of all of them can't be read.
_MOST_TOPICS: Final = 15
_OTHERS: Final = "others"


@dataclass(frozen=True)
class Contents:
    """What a report tells.

    Args:
        day: The day it is about.
        trend: The figures of the days up to it, in their order; the last is its own.
        wordings: What was not answered.
        least: In how many conversations a wording had to be said.
        made_at: When the report was made, an aware instant.
        reasons: Why answers did not help, and how often each was said.
        chats: How many chats were said to have helped when they ended, and how many not.
        remarks: How many wrote what was wrong with an answer.
        desk: Where people look at a conversation by its key; without a host where none is known.
    """

    day: Day
    trend: Sequence[tuple[Day, Figures]]
    wordings: Sequence[Wording]
    least: int
    made_at: datetime
    reasons: Mapping[str, int] = field(default_factory=dict)
    chats: tuple[int, int] = (0, 0)
    remarks: int = 0
    desk: str = ""

    @property
    def figures(self) -> Figures:
        """The day's own."""
        return self.trend[-1][1]

    @property
    def before(self) -> Figures:
        """The figures of the day before."""
        return self.trend[-2][1]


@dataclass(frozen=True)
class _Section:
    """A plot and the table beside it, which may have further columns in front: what they count, and how often."""

    id: str
    title: str
    first_column: str
    plot: Markup
    rows: Bars
    further: Sequence[tuple[str, Mapping[str, Optional[int]]]] = ()


def write(contents: Contents) -> str:
    """The report's HTML."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("report.html").render(
        day=contents.day,
        made_at=contents.made_at.astimezone(contents.day.zone),
        over=contents.day.is_over(contents.made_at),
        numbers=_numbers(contents.figures, contents.before),
        sections=_sections(contents) if contents.figures.questions else [],
        trend=_trend(contents),
        wordings=contents.wordings,
        least=contents.least,
        kinds=KIND_NAMES,
        given_up=GIVEN_UP,
        amount=_amount,
        figures=contents.figures,
        chats=contents.chats,
        remarks=contents.remarks,
        desk=contents.desk,
        reasons=[
            (REASON_NAMES.get(reason, reason), count) for reason, count in Counter(contents.reasons).most_common()
        ],
    )


def _numbers(now: Figures, before: Figures) -> Sequence[tuple[str, str, str]]:
    """The figures that stand on top: what, how many, and against the day before."""
    counts = [
        ("Questions asked", now.questions, before.questions),
        ("Conversations", now.conversations, before.conversations),
    ]
    shares = [(KIND_NAMES[kind], now.share(kind), before.share(kind)) for kind in KINDS]
    people = [
        ("Cases given to people", now.tickets, before.tickets),
        ("Thumbs up", now.up, before.up),
        ("Thumbs down", now.down, before.down),
    ]
    return [
        *((name, f"{count:,}", change(count, earlier)) for name, count, earlier in counts),
        *((name, f"{share:.1%}", points(share, earlier)) for name, share, earlier in shares),
        ("Given up", _amount(now.given_up), _against(now.given_up, before.given_up)),
        *((name, f"{count:,}", change(count, earlier)) for name, count, earlier in people),
    ]


def _amount(count: Optional[int]) -> str:
    return "–" if count is None else f"{count:,}"


def _against(now: Optional[int], before: Optional[int]) -> str:
    return "not counted the day before" if now is None or before is None else change(now, before)


def _sections(contents: Contents) -> Sequence[_Section]:
    figures = contents.figures
    topics, channels = _largest(figures.topics, topic_name), _largest(figures.channels, channel_name)
    hours = [(f"{hour:02}", counts) for hour, counts in enumerate(figures.hours)]
    return [
        _Section(
            "topics", "By topic", "Topic", lying_bars("topics", "Questions by topic", _most(topics), topics), topics
        ),
        _Section(
            "hours", "By hour", "Hour", upright_bars("hours", "Questions by hour", _most(hours, "at "), hours), hours
        ),
        _Section(
            "channels",
            "By channel",
            "Channel",
            lying_bars("channels", "Questions by channel", _most(channels), channels),
            channels,
        ),
        *_languages(figures),
    ]


def _languages(figures: Figures) -> Sequence[_Section]:
    """The section of the languages; none where a version that did not count by them has counted the day."""
    languages = _largest(figures.languages, english_name)
    if not languages:
        return ()
    counted = (("Conversations", figures.conversations_in), ("Messages", figures.messages_in))
    further = [(title, _named(counts, [name for name, _ in languages])) for title, counts in counted]
    plot = lying_bars("languages", "Questions by language", _most(languages), languages)
    return (_Section("languages", "By language", "Language", plot, languages, further),)


def _named(counts: Mapping[str, int], names: Sequence[str]) -> Mapping[str, int]:
    """Counts by the names of languages; those of languages that are shown together as one."""
    named = Counter(dict.fromkeys(names, 0))
    for tag, count in counts.items():
        name = english_name(tag)
        named[name if name in named else _OTHERS] += count
    return named


def _trend(contents: Contents) -> _Section:
    days = [(f"{day.date:%-d %b}", figures.kinds) for day, figures in contents.trend]
    title = f"The last {len(days)} days"
    plot = upright_bars("trend", f"Questions of the last {len(days)} days", _most(days, "on "), days)
    given_up = {f"{day.date:%-d %b}": figures.given_up for day, figures in contents.trend}
    return _Section("trend", title, "Day", plot, days, (("Given up", given_up),))


def _largest(counts: Mapping[str, Mapping[str, int]], name: Callable[[str], str]) -> Bars:
    """What was asked most, the rest as one."""
    named = [(name(key), each) for key, each in counts.items()]
    ordered = sorted(named, key=lambda item: (-sum(item[1].values()), item[0]))
    shown, rest = ordered[:_MOST_TOPICS], ordered[_MOST_TOPICS:]
    if rest:
        shown.append((_OTHERS, {kind: sum(each[kind] for _, each in rest) for kind in KINDS}))
    return shown


def _most(bars: Bars, before: str = "") -> str:
    """What stands out, for whoever can't see the plot."""
    label, counts = max(bars, key=lambda bar: sum(bar[1].values()))
    total = sum(sum(each.values()) for _, each in bars)
    return f"{total:,} questions, most of them {before}{label}: {sum(counts.values()):,}. The table has them all."
