"""Tickets, thumbs, returns and a log for the store whose pages are timed: as many as a page looks at, and more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from actions.help_desk.ticket import TicketContent
from actions.store.tables.feedback import FeedbackRow
from actions.store.tables.help_desk import TicketMessageRow, TicketRow
from actions.store.tables.people import PersonDeedRow
from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow
from core.database.sessions import writing_connection
from core.identifiers import session_key

_EVERY: Final = timedelta(minutes=3)
_CONTENT: Final = TicketContent(topic="refund time").as_text()
#: One ticket of so many waits for somebody.
_OPEN_ONE_OF: Final = 100
_TABLES: Final = (
    *(FeedbackRow, TicketRow, TicketMessageRow, PersonDeedRow),
    *(CustomerRow, OrderRow, ItemRow, ReturnRow),
)


def fill_desk(engine: Engine, names: list[str], now: datetime) -> None:
    """Fill the return store with a ticket, a thumb, a return and an entry of the log for each conversation.

    Args:
        engine: The return store.
        names: The conversations, each of two messages.
        now: The current instant, aware.
    """
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number, name in enumerate(names):
        at = now - _EVERY * (len(names) - number)
        for table, row in (
            *_thumb(number, name, at),
            *_ticket(number, name, at),
            *_return(number, at),
            _deed(name, at),
        ):
            rows.setdefault(table, []).append(row)
    with writing_connection(engine) as connection:
        for table in (*_TABLES, ReturnItemRow, EventRow):
            connection.execute(insert(table), rows[table])


def _thumb(number: int, name: str, at: datetime) -> list[tuple[Any, dict[str, Any]]]:
    value = "down" if number % 4 == 0 else "up"
    key = {"session_key": session_key(name), "message_id": f"{number}-0.0"}
    return [(FeedbackRow, {**key, "value": value, "response": "utter_rule", "facts": "[]", "at": at})]


def _ticket(number: int, name: str, at: datetime) -> list[tuple[Any, dict[str, Any]]]:
    ticket = {
        **{"seq": number + 1, "token": f"token-{number}", "conversation": name, "conversation_key": session_key(name)},
        **{"desk": "embedded", "priority": "normal", "content": _CONTENT, "opened_at": at, "listening": True},
        "closed_at": None if number % _OPEN_ONE_OF == 0 else at + timedelta(hours=1),
    }
    return [
        (TicketRow, ticket),
        *(
            (TicketMessageRow, {"ticket_seq": number + 1, "key": author, "author": author, "words": words, "at": later})
            for author, words, later in (
                ("agent", "Here it is.", at + _EVERY),
                ("customer", "Has anybody seen it since?", at + 2 * _EVERY),
            )
        ),
    ]


def _deed(name: str, at: datetime) -> tuple[Any, dict[str, Any]]:
    return PersonDeedRow, {"name": "mia", "deed": "opened", "about": session_key(name), "reason": "", "at": at}


def _return(number: int, at: datetime) -> list[tuple[Any, dict[str, Any]]]:
    customer, order, return_ = f"customer-{number}", f"9{number:015}", f"R9{number:06}"
    home = {"country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
    address = f"{customer}@shop.example"
    item = {"title": "Lamp", "category": "home", "price": "12.50", "currency": "EUR", "free_returns": True}
    refund = {"refund_amount": "12.50", "refund_currency": "EUR", "refund_method": "original"}
    events = ("requested", "approved", "dropped_off", "warehouse_received", "inspection_passed")
    return [
        (CustomerRow, {"id": customer, "email": address, "email_key": address, **home}),
        (
            OrderRow,
            {
                **{"key": order, "number": order, "customer_id": customer, "placed_at": at - timedelta(days=9)},
                **{"received_at": at - timedelta(days=5), "ship_from": "CN", "ship_to": "ES"},
            },
        ),
        (ItemRow, {"order_key": order, "id": "1", **item}),
        (ReturnRow, {"key": return_, "number": return_, "order_key": order, "shipping": "free_label", **refund}),
        (ReturnItemRow, {"return_key": return_, "position": 0, "order_key": order, "item_id": "1"}),
        # Every second one waits at the warehouse.
        *(
            (EventRow, {"return_key": return_, "type": each, "at": at - timedelta(hours=9 - place)})
            for place, each in enumerate(events[: 4 + number % 2])
        ),
    ]
