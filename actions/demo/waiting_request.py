"""A request of the demo shop that waits for a person, with a photo, as the desk would have it from a customer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Boolean, Table, and_, delete, false, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from actions.demo.damaged_item import damaged_item
from actions.demo.demo_data import demo_document
from actions.help_desk.ticket import Line, Priority, TicketContent
from actions.help_desk.tickets import EMBEDDED
from actions.help_desk.transcript import ASSISTANT, CUSTOMER
from actions.photos.photos import PIECE, Photos
from actions.store.tables.help_desk import TicketRow
from actions.store.tables.photos import PhotoRow
from core.clock import format_instant
from core.conversations.turn_records import NewEvent
from core.database.sessions import writing_connection
from core.identifiers import session_key

#: Of the form of a web page's, so that an answer goes somewhere; no session is given it.
CONVERSATION: Final = f"web:{'demo-felix':-<43}"
RETURN: Final = "R6006"
CAPTION: Final = "The glass of the coffee grinder was cracked when I unpacked it."
#: T1000, one before the first that a visitor gets.
_SEQ: Final = 0
_ASKED_BEFORE: Final = timedelta(minutes=25)
_MESSAGE: Final = "demo-photo"
_KEY: Final = session_key(CONVERSATION)


def as_it_was_put(table: Table) -> ColumnElement[Boolean]:
    """The condition that a row of a table is the request's, and that nobody has done anything with it."""
    if table is TicketRow.__table__:
        untouched = (TicketRow.closed_at.is_(None), TicketRow.claimed_by.is_(None), TicketRow.listening.is_(True))
        return and_(TicketRow.conversation_key == _KEY, *untouched)
    return PhotoRow.conversation_key == _KEY if table is PhotoRow.__table__ else false()


def photo_files(connection: Connection) -> list[str]:
    """The names of the request's photos."""
    return [*connection.execute(select(PhotoRow.name).where(PhotoRow.conversation_key == _KEY)).scalars()]


def take_away(connection: Connection) -> None:
    """Delete the request that was put before. Its photo's file is for the caller to delete."""
    connection.execute(delete(PhotoRow).where(PhotoRow.conversation_key == _KEY))
    connection.execute(delete(TicketRow).where(TicketRow.conversation_key == _KEY))


def put_request(engine: Engine, photos: Photos, now: datetime) -> None:
    """Have a customer of the demo shop wait for a person.

    Args:
        engine: The store, with the demo shop as of `now` and without this.
        photos: Keeps the photo.
        now: The current instant, aware.

    Raises:
        StoreUnavailable: The database did not answer.
        OSError: The photo can't be kept; the request is there without it.
    """
    ticket = _ticket(now)
    with writing_connection(engine) as connection:
        connection.execute(insert(TicketRow).values(**ticket))
    content = damaged_item()
    name = photos.begin(CONVERSATION, len(content)).name
    for at in range(0, len(content), PIECE):
        photos.piece(CONVERSATION, name, at, content[at : at + PIECE])
    photos.stored.send(CONVERSATION, [name], _MESSAGE, CAPTION)
    photos.stored.are_about(CONVERSATION, _MESSAGE, ticket["customer_id"], RETURN)


def events(now: datetime) -> list[NewEvent]:
    """What was said in the conversation, as Rasa keeps it, so that a person's answer goes somewhere.

    Args:
        now: The current instant, aware.
    """
    begun: list[tuple[datetime, Mapping[str, Any]]] = []
    for at, line in _said(now):
        if not begun:
            begun += [(at, {"event": "action", "name": "action_session_start"}), (at, {"event": "session_started"})]
            begun.append((at, {"event": "action", "name": "action_listen"}))
        if line.who == CUSTOMER:
            understood = {"text": line.words, "intent": {"name": line.intent, "confidence": 1.0}, "entities": []}
            begun.append((at, {"event": "user", "text": line.words, "parse_data": understood, "metadata": {}}))
        else:
            begun.append((at, {"event": "bot", "text": line.words, "data": {}, "metadata": {}}))
            begun.append((at, {"event": "action", "name": "action_listen"}))
    return [
        NewEvent(
            each["event"],
            at.timestamp(),
            each.get("parse_data", {}).get("intent", {}).get("name"),
            each.get("name"),
            json.dumps({**each, "timestamp": at.timestamp()}),
        )
        for at, each in begun
    ]


class _Line(NamedTuple):
    """Something that was said; `intent` is what the customer meant."""

    who: str
    words: str
    intent: str = ""


_SAID: Final = (
    _Line(CUSTOMER, "Where is my return R6006? felix@example.com", "ask_return_status"),
    _Line(ASSISTANT, "The platform has been looking at your return R6006."),
    _Line(CUSTOMER, "It came broken. Can I talk to a person?", "talk_to_person"),
)


def _said(now: datetime) -> list[tuple[datetime, _Line]]:
    """The lines, each with its instant."""
    asked_at = now - _ASKED_BEFORE
    return [(asked_at - timedelta(minutes=len(_SAID) - place), line) for place, line in enumerate(_SAID)]


def _ticket(now: datetime) -> dict[str, Any]:
    document = demo_document(now)
    sent_back = next(each for each in document["returns"] if each["number"] == RETURN)
    order = next(each for each in document["orders"] if each["number"] == sent_back["order"])
    customer = next(each for each in document["customers"] if each["id"] == order["customer"])
    content = TicketContent(
        customer_id=customer["id"],
        email=customer["email"],
        return_number=RETURN,
        order_number=order["number"],
        items=tuple(each["title"] for each in order["items"]),
        status="escalated",
        events=tuple(Line(each["at"], each["type"], "") for each in sent_back["events"]),
        transcript=tuple(Line(format_instant(at), each.who, each.words) for at, each in _said(now)),
        topic="damaged item",
    )
    return {
        "seq": _SEQ,
        "token": str(uuid.uuid4()),
        "conversation": CONVERSATION,
        "conversation_key": _KEY,
        "open_key": _KEY,
        "customer_id": customer["id"],
        "desk": EMBEDDED,
        "priority": Priority.NORMAL.value,
        "content": content.as_text(),
        "opened_at": now - _ASKED_BEFORE,
        "listening": True,
        "language": content.language,
        "topic": content.topic,
    }
