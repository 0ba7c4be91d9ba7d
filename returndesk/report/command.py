"""`returndesk report`: what a day came to, as a page to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Optional

from core.masking import Masker
from core.settings import Settings
from returndesk.admin import store
from returndesk.learn.privacy import without_person
from returndesk.people.addresses import CONVERSATIONS
from returndesk.people.provider.settings import is_safe
from returndesk.progress import Progress
from returndesk.project import Project
from returndesk.report.books import Books
from returndesk.report.day import day_of, zone_of
from returndesk.report.page import Contents, write
from returndesk.report.wordings import Wording, Wordings
from returndesk.report.words import KIND_NAMES

TREND_DAYS = 14
_MOST_WORDINGS = 40
#: How many wordings the command names with their conversations; the page has the rest.
_TOLD = 5


@dataclass(frozen=True)
class Asked:
    """What somebody wants to read.

    Args:
        day: Such as 2026-10-13; None for yesterday.
        zone: The name of the time zone by which a day begins.
        out: Where the page goes; None for a file in the state folder.
        least: In how many conversations a wording must have been said to be shown.
    """

    day: Optional[str]
    zone: str
    out: Optional[Path]
    least: int


def report(project: Project, settings: Settings, asked: Asked, progress: Progress) -> Path:
    """Write the report of a day.

    Args:
        project: The checkout.
        settings: Where the return store and the conversations are.
        asked: Which day, and where to.
        progress: Where the person looks.

    Returns:
        The file.

    Raises:
        Failure: There is no such day or no such store, or the file can't be written.
        StoreUnavailable: A database did not answer.
    """
    now = datetime.now(timezone.utc)
    day = day_of(asked.day, zone_of(asked.zone), now)
    engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
    books = Books(store.open_turns(project, settings), engine, now)
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    wordings = Wordings(partial(without_person, masker=masker))
    trend = [(each, books.figures(each)) for each in day.last(TREND_DAYS)[:-1]]
    trend.append((day, books.count(day, wordings)))
    said = wordings.most_common(_MOST_WORDINGS, asked.least)
    desk = _desk(settings)
    opinions = (books.reasons(day), books.chats(day), books.remarks(day))
    page = write(Contents(day, trend, said, asked.least, now, *opinions, desk))
    file = asked.out or project.state / "reports" / f"{day.date.isoformat()}.html"
    store.replace_file(file, page)
    progress.done(f"{trend[-1][1].questions:,} questions of {day.date.isoformat()}: {project.shown(file)}")
    for wording in said[:_TOLD]:
        progress.say(f'  "{wording.text}" ({KIND_NAMES[wording.kind].lower()}): {_conversations(wording)}')
        for key in wording.keys:
            progress.say(f"    {desk}/{key}")
    return file


def _conversations(wording: Wording) -> str:
    return f"{wording.conversations:,} conversation{'' if wording.conversations == 1 else 's'}"


def _desk(settings: Settings) -> str:
    """Where conversations are looked at by their keys: where browsers reach the application, if that is known."""
    host = settings.people_url.rstrip("/")
    return f"{host if is_safe(host) else ''}{CONVERSATIONS}"
