"""Photos of a channel where the desk's answers get lost: it has the file by then, and nobody knows of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

sys.path.append(str(Path(__file__).parents[2] / "actions" / "photos"))

from hostile_files import picture

from actions.photos.folder import PhotoFolder
from actions.photos.links import PhotoLinks
from actions.photos.photos import Photos
from actions.photos.safe_file import Sizes
from actions.server.photos_asked import PhotosAsked
from actions.server.photos_wanted import Wanted
from actions.store.engine import migrate
from actions.store.held_photos import HeldPhotos
from actions.store.photos import StoredPhotos
from bot.channels.incoming import MISSED, Attachment
from bot.channels.photos import ChannelPhotos
from bot.gateway.action_server_client import DeskClient
from core.action_desk import ActionAnswer
from core.clock import FrozenClock
from core.database.engine import open_engine

STRANGER = "email:eeeeeeeeeeeeeeeeeeeeeeee"


class Desk:
    """The desk, some of whose answers to a kind of question get lost on the way.

    Args:
        photos: Its photos.
        lost: How many answers get lost, by what is asked.
        deaf_to: What it never hears to be asked.
    """

    def __init__(self, photos: Photos, lost: dict[str, int], deaf_to: str) -> None:
        self._deaf_to = deaf_to
        self._asked = PhotosAsked(photos, lambda *_: Wanted(open=False))
        self._lost = lost

    async def ask(self, path: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        what = path.removeprefix("/photos/")
        if what == self._deaf_to:
            raise asyncio.TimeoutError
        answer = await self._asked.answer(what, {name.lower(): value for name, value in headers.items()}, body)
        if self._lost.get(what, 0):
            self._lost[what] -= 1
            raise asyncio.TimeoutError
        return answer


@pytest.fixture
def engine(new_database: Callable[..., str]) -> Engine:
    """An empty store."""
    found = open_engine(new_database("store.db"))
    migrate(found)
    return found


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


def photos_at(engine: Engine, folder: Path, now: datetime) -> Photos:
    clock = FrozenClock(now)
    links = PhotoLinks("s" * 32, None, clock)
    held = HeldPhotos(engine, timedelta(minutes=30))
    return Photos(StoredPhotos(engine), PhotoFolder(folder), Sizes(5_000_000, 5_000_000), clock, links, held)


async def no_pause(_seconds: float) -> Any:
    """Nobody waits."""


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def taken_in_and_discarded(photos: Photos, lost: dict[str, int], deaf_to: str = "") -> tuple[Attachment, ...]:
    """What comes of a photo that nobody wants."""
    channel = ChannelPhotos(DeskClient(Desk(photos, dict(lost), deaf_to).ask), sleep=no_pause)

    async def sent() -> tuple[Attachment, ...]:
        taken = await channel.take_in(STRANGER, [Attachment(content=picture())])
        await channel.discard(STRANGER, taken)
        return taken

    return asyncio.run(sent())


@pytest.mark.parametrize("lost", [{}, {"remove": 2}, {"piece": 1}, {"piece": 2, "remove": 1}])
def test_answers_that_get_lost_now_and_then_leave_nothing_behind(
    engine: Engine, folder: Path, now: datetime, lost: dict[str, int]
) -> None:
    photos = photos_at(engine, folder, now)
    (taken,) = taken_in_and_discarded(photos, lost)
    assert not taken.problem
    assert photos.stored.find(taken.file) is None
    assert files(folder) == []


def test_a_file_that_is_said_not_to_have_arrived_is_deleted_where_the_desk_has_it(
    engine: Engine, folder: Path, now: datetime
) -> None:
    (taken,) = taken_in_and_discarded(photos_at(engine, folder, now), {"piece": 9})
    assert (taken.file, taken.problem) == ("", MISSED)
    assert files(folder) == []


def test_what_nobody_could_delete_goes_by_itself_in_a_day(engine: Engine, folder: Path, now: datetime) -> None:
    (taken,) = taken_in_and_discarded(photos_at(engine, folder, now), {"begin": 1}, deaf_to="remove")
    assert taken.file in {path.name.partition(".")[0] for path in files(folder)}
    assert photos_at(engine, folder, now + timedelta(hours=23)).let_go() == 0
    # That which nobody heard to be begun goes as well.
    assert photos_at(engine, folder, now + timedelta(days=1)).let_go() == 2
    assert files(folder) == []
