"""`python -m lab people-pages`: fills a store with made-up conversations, lists them, and times pages at the server."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert, select

from actions.help_desk.ticket import ticket_number
from actions.store.engine import migrate
from bot.responses.languages import language_tags
from core.conversations.tables import conversations, events, listed_turns
from core.database.sessions import reading, writing_connection
from core.identifiers import session_key
from core.settings import load_settings
from lab.benchmark.machine import load, machine
from lab.people_pages.desk import fill_desk
from lab.people_pages.report import Found, Timed
from returndesk.people.accounts import Accounts
from returndesk.people.addresses import ROOT
from returndesk.people.label_trials import Tried, Understood, Worth
from returndesk.people.learning_inbox import MOST_LABELS
from returndesk.people.requests import COOKIE
from returndesk.people.roles import Role
from returndesk.people.server import people_server
from returndesk.people.services import PeopleServices, people_services
from returndesk.people.training_patch import Part
from returndesk.progress import Progress

#: What is said, in turns: topic, response, language, words. Where no topic stands it is one of them all, and the
#: language one of all.
_SAID: Final = (
    ("", "utter_rule_ask_refund_time", "", "when do I get my money back for the lamp"),
    ("nlu_fallback", "utter_not_understood", "en", "the thing with the other thing as before"),
    ("ask_return_window", "utter_rule_ask_return_window", "de", "wie lange kann ich es zurückgeben"),
    ("out_of_scope", "utter_out_of_scope", "es", "qué tiempo hace hoy"),
    ("thank", "utter_thank", "en", "thanks a lot"),
)
_CHANNELS: Final = ("web", "web", "web", "telegram", "whatsapp")
_AT_ONCE: Final = 5_000
#: From so many conversations on, what was measured stands in docs/people.md.
PUBLISHED: Final = 100_000
#: How many tickets, thumbs and returns there are at most.
_DESK: Final = 20_000
_WARM: Final = 2
_OF_THE_MACHINE: Final = ("Processor", "Memory", "System", "Python")
#: Over how long the conversations lie.
_DAYS: Final = timedelta(days=60)


def measure(folder: Path, count: int, rounds: int, progress: Progress) -> Found:
    """Fill an embedded store, list what was said, and time each page.

    Args:
        folder: An empty folder.
        count: How many conversations, of two messages each.
        rounds: How often each page is asked for.
        progress: Where to tell.
    """
    url = f"sqlite:///{folder / 'returndesk.db'}"
    services = people_services(load_settings().copy(update={"database_url": url, "conversations_url": None}))
    migrate(services.engine)
    services.conversations.create()
    with progress.step("Filling"):
        _fill(services, count, services.training.topics())
        fill_desk(services.engine, [_name(number) for number in range(min(count, _DESK))], services.clock.now())
    with progress.step("Listing"):
        while services.turn_list.catch_up(services.wall.now()):
            pass
    _label(services)
    with progress.step("Counting days"):
        while services.day_counter.count_next(services.wall.now()):
            pass
    with progress.step("Timing pages"):
        found = asyncio.run(_timed(services, rounds))
    machine_ = {name: value for name, value in machine().items() if name in _OF_THE_MACHINE}
    return Found(datetime.now(timezone.utc).date(), machine_, count, rounds, load(), found)


def pages(latest: str) -> Sequence[str]:
    """The addresses that are timed; `latest` is the digest of a conversation."""
    ticket, search = ticket_number(1), "/conversations?"
    filters = ("topic=nlu_fallback", "outcome=declined", "language=es", "channel=telegram", "dangerous=yes")
    mixed = ("topic=ask_refund_time&language=he", "words=nobody+wrote+this", "first=2026-01-01&last=2026-01-02")
    tables = ("days", "topics", "languages", "tickets", "disliked", "warehouse")
    figures = ("/figures?days=7", "/figures?days=90", *(f"/figures/{each}.csv?days=90" for each in tables))
    rules = ("/learning", "/learning/trial", "/learning/patch", "/rules", "/rules/update.dropoff")
    return (
        "/",
        "/parts/queue",
        f"/tickets/{ticket}",
        f"/parts/tickets/{ticket}",
        "/closed",
        "/log",
        "/account",
        *figures,
        *rules,
        "/conversations",
        f"/conversations/{latest}",
        *map(search.__add__, filters + mixed),
    )


def _fill(services: PeopleServices, count: int, topics: Sequence[str]) -> None:
    every, languages = _DAYS / count, ("en", *language_tags())
    begin = datetime.now(timezone.utc) - _DAYS
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        rows = [row for number in numbers for row in _events(number, begin + every * number, topics, languages)]
        held = [
            {"sender_id": name, "session_key": session_key(name), "session_id": 0, "last_active": 0.0, "additions": 1}
            for name in map(_name, numbers)
        ]
        with writing_connection(services.conversations.engine) as connection:
            connection.execute(insert(events), rows)
            connection.execute(insert(conversations), held)


def _label(services: PeopleServices) -> None:
    """As many labels as are shown, with what two models say of each."""
    now = services.wall.now()
    with reading(services.conversations.engine) as session:
        listed = list(session.execute(select(listed_turns.c.event).limit(MOST_LABELS)).scalars())
    services.learning.label(listed, "ask_refund_time", "demo", now)
    scores = Understood("greet", 0.4, Worth.WRONG), Understood("ask_refund_time", 0.9, Worth.RIGHT)
    services.trials.keep([Tried(event, "ask_refund_time", Part.TRAINING, *scores) for event in listed], now)


def _events(number: int, at: datetime, topics: Sequence[str], languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    for turn in range(2):
        topic, response, language, words = _SAID[(number + turn) % len(_SAID)]
        topic, language = topic or topics[number % len(topics)], language or languages[number // 7 % len(languages)]
        stamp = at.timestamp() + turn
        parse = {
            "intent": {"name": topic, "confidence": 0.9},
            "language": language,
            "intent_ranking": [{"name": topic, "confidence": 0.9}] * 10,
        }
        said = {"text": words, "message_id": f"{number}-{turn}", "parse_data": parse, "metadata": {}}
        told = {"text": words, "metadata": {"utter_action": response, "facts": []}}
        for kind, meant, done, data in (
            ("user", topic, None, said),
            ("action", None, response, {"name": response}),
            ("bot", None, None, told),
            ("action", None, "action_listen", {"name": "action_listen"}),
        ):
            yield {
                "sender_id": _name(number),
                "type_name": kind,
                "timestamp": stamp,
                "intent_name": meant,
                "action_name": done,
                "data": json.dumps({"event": kind, "timestamp": stamp, **data}),
            }


def _name(number: int) -> str:
    return f"{_CHANNELS[number % len(_CHANNELS)]}:{number}"


async def _timed(services: PeopleServices, rounds: int) -> Sequence[Timed]:
    accounts, now = Accounts(services.engine), services.wall.now()
    accounts.add("measure", Role.LEAD, "a password for a measurement", now)
    credentials = accounts.credentials("measure")
    assert credentials is not None  # noqa: S101  # it was made a line above
    token = services.sessions.begin(credentials.person, now)
    found, key = [], session_key(_name(0))
    async with TestClient(TestServer(people_server(services)), cookies={COOKIE: token}) as client:
        for page in pages(key):
            times, worked = [], []
            for _ in range(_WARM + rounds):
                begin, busy = time.perf_counter(), time.process_time()
                async with client.get(f"{ROOT}{page}") as response:
                    response.raise_for_status()
                    await response.read()
                times.append(1000 * (time.perf_counter() - begin))
                worked.append(1000 * (time.process_time() - busy))
            some = times[_WARM:]
            shown = page.replace(key, "…")
            found.append(Timed(shown, times[0], statistics.median(some), max(some), statistics.median(worked[_WARM:])))
    return found
