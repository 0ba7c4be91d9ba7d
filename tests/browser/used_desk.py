"""The application for people over a store that looks as if it had been in use for a month, without an assistant."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from aiohttp import web
from people_labels import TEN, catch_up
from people_returns import keep_return
from people_said import ANSWERED, DECLINED, NOW, UNCLEAR, say
from served_desk import Desk

from actions.help_desk.ticket import Line, Priority, TicketContent
from actions.store.daily_figures import DailyFigures
from actions.store.engine import migrate
from actions.store.feedback import Feedback, Rating
from bot.responses.answer_kinds import AnswerKind
from core.clock import FrozenClock
from core.settings import load_settings
from returndesk.people.label_trials import Tried, Understood, Worth
from returndesk.people.server import people_server
from returndesk.people.services import PeopleServices, people_services
from returndesk.people.training_patch import Part
from returndesk.process.ports import free_ports
from returndesk.report.figures import Figures

_DAY: Final = timedelta(days=1)
_DAYS: Final = 30
#: Topics, how often each is asked on a day, and which share of the rated answers to it is disliked.
_TOPICS: Final = (
    *(("ask_refund_time", 38, 0.1), ("report_not_marked_returned", 31, 0.25), ("ask_return_status", 27, 0.05)),
    *(("ask_return_window", 16, 0.1), ("ask_packaging", 11, 0.0), ("ask_fees", 9, 0.4), ("ask_pickup", 7, 0.6)),
)
_LANGUAGES: Final = ("en", "en", "en", "de", "de", "es", "fr", "it")
_KINDS: Final = (*(AnswerKind.ANSWERED.value,) * 15, AnswerKind.DECLINED.value, AnswerKind.UNCLEAR.value)
QUESTION: Final = "when do I get my money"
_SAID: Final = {
    "ask_refund_time": QUESTION,
    "report_not_marked_returned": "the page still says not returned",
    "ask_return_status": "where is it now",
    "ask_return_window": "how long can I keep it before I decide",
    "ask_packaging": "do I need the carton it came in",
    "ask_fees": "is the label free for me",
    "ask_pickup": "will somebody fetch it from my flat",
}
_CASE: Final = {
    "customer_id": "c-R4711",
    "email": "ana@example.com",
    "return_number": "R4711",
    "order_number": "8120034500012345",
    "items": ("Desk lamp",),
    "status": "in_transit",
    "events": (Line("2026-10-12T18:00:00Z", "dropped_off", "the customer's word"),),
    "deadlines": (Line("2026-10-14T22:00:00Z", "drop_off_update", ""),),
    "transcript": (
        Line("2026-10-13T09:41:02Z", "customer", "I handed it in and it still says not returned"),
        Line(
            "2026-10-13T09:41:03Z",
            "assistant",
            "The page should show it by Wednesday 14 October. Nothing to do until then.",
        ),
        Line("2026-10-13T09:42:40Z", "customer", "Can a person look at it please?"),
    ),
    "rules": ("update.dropoff",),
}


@contextmanager
def used_desk(folder: Path) -> Iterator[tuple[Desk, str]]:
    """Serves the application at `NOW`, and gives it with the number of a ticket that waits.

    Args:
        folder: Where its databases go.
    """
    settings = load_settings().copy(
        update={"database_url": f"sqlite:///{folder / 'used.db'}", "conversations_url": None}
    )
    services = replace(people_services(settings), clock=FrozenClock(NOW), wall=FrozenClock(NOW))
    migrate(services.engine)
    services.conversations.create()
    chance = random.Random(4711)  # noqa: S311  # nothing here is secret
    _ask(services, chance)
    _learn(services)
    _wait_for_people(services, chance)
    for number in range(9):
        keep_return(services.engine, f"R47{number:02}", NOW - _DAY * (1 + number), "warehouse_received")
    keep_return(services.engine, "R4711", NOW - timedelta(hours=16), "dropped_off")
    case = TicketContent(topic="not marked returned", **_CASE)
    ticket = services.tickets.open("web:ana", Priority.NORMAL, case, "", NOW - timedelta(minutes=7)).ticket
    (port,) = free_ports(1)
    with _served(web.AppRunner(people_server(services), access_log=None), port):
        address = f"http://127.0.0.1:{port}"
        yield Desk(address, address, None, str(services.engine.url), []), ticket.number  # type: ignore[arg-type]
    services.engine.dispose()


def _ask(services: PeopleServices, chance: random.Random) -> None:
    """What past days came to, and the thumbs of some of what was said."""
    kept, feedback = DailyFigures(services.engine), Feedback(services.engine)
    for number in range(1, _DAYS):
        at, figures = NOW - _DAY * number, Figures()
        for topic, often, _ in _TOPICS:
            for _ in range(round(often * chance.uniform(0.6, 1.4) * (0.6 if at.weekday() > 4 else 1))):
                language = chance.choice(_LANGUAGES)
                figures.hear(language)
                figures.ask(chance.choice(_KINDS), topic, "web", at.hour, language)
        kept.keep(at.date(), "UTC", figures.as_dict())
    for place, (topic, often, disliked) in enumerate(_TOPICS):
        for number in range(often):
            name, at = f"web:{topic}-{number}", NOW - timedelta(minutes=400 - 50 * place - number)
            message, given = f"{topic}-{number}", "down" if number < often * disliked else "up"
            say(services.conversations, name, _SAID[topic], at, (topic, f"utter_rule_{topic}"), message_id=message)
            feedback.keep(Rating(name, f"{message}.0", given, f"utter_rule_{topic}", (), at))


def _learn(services: PeopleServices) -> None:
    """Messages that were not understood: some wait for a label, some have one and were tried."""
    for number, words in enumerate(TEN):
        say(services.conversations, f"web:n{number}", words, NOW - timedelta(minutes=190 - number), UNCLEAR)
    for number in range(4):
        say(
            services.conversations,
            f"web:t{number}",
            "can my neighbour bring it",
            NOW - timedelta(minutes=40 - number),
            UNCLEAR,
        )
    ranking = [{"name": "ask_refund_time", "confidence": 0.81}, {"name": "ask_track_refund", "confidence": 0.12}]
    answer = "Refunds take 3 to 20 business days once the warehouse has confirmed the return."
    said = {"ranking": ranking, "facts": ["refund.time"], "answer": answer, "message_id": "last"}
    say(services.conversations, "web:last", QUESTION, NOW - timedelta(minutes=3), ANSWERED, **said)
    say(
        services.conversations,
        "web:last",
        "and the weather there",
        NOW - timedelta(minutes=2),
        DECLINED,
        answer="I can only help with returns.",
    )
    catch_up(services)
    tried = []
    for number, (words, topic) in enumerate(list(TEN.items())[:7]):
        events = [event for each in services.learning.groups() if each.words == words for event in each.events]
        services.learning.label(events, topic, "lea", NOW - timedelta(minutes=30 - number))
        before = Understood("nlu_fallback", 0.31 + number / 50, Worth.DECLINED)
        after = (
            Understood(topic, 0.94 - number / 40, Worth.RIGHT)
            if number % 4 != 3
            else replace(before, worth=Worth.WRONG)
        )
        tried += [
            Tried(event, topic, Part.CASE if number % 3 == 2 else Part.TRAINING, before, after) for event in events
        ]
    services.trials.keep(tried, NOW - timedelta(minutes=9))


def _wait_for_people(services: PeopleServices, chance: random.Random) -> None:
    """Tickets of the last days, answered after some minutes, some of them not."""
    for number in range(1, _DAYS):
        for place in range(chance.randint(2, 6)):
            opened = NOW - _DAY * number + timedelta(minutes=40 * place)
            case = TicketContent(topic="refund time")
            ticket = services.tickets.open(f"web:{number}-{place}", Priority.NORMAL, case, "", opened).ticket.number
            services.tickets.claim(ticket, "mia", opened)
            if chance.random() < 0.9:  # nine in ten
                said = opened + timedelta(minutes=chance.uniform(2, 25))
                services.tickets.answer(ticket, "mia", f"k{number}-{place}", "It is on its way to you.", said)
            services.tickets.finish(ticket, "mia", opened + timedelta(minutes=chance.uniform(26, 90)))


@contextmanager
def _served(runner: web.AppRunner, port: int) -> Iterator[None]:
    """Serves an application in a thread of its own."""
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def begin() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ready.set()

    def serve() -> None:
        loop.run_until_complete(begin())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait()
    yield
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
