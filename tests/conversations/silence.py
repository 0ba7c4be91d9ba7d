"""An hour in which nobody says anything, after which Rasa begins a conversation anew."""

from __future__ import annotations

import json

from conversation_product import Product
from sqlalchemy import select, update

from core.conversations.tables import events
from core.database.engine import open_engine

_SECONDS = 61 * 60


def let_an_hour_pass(product: Product, conversation: str) -> None:
    """Has everything in a conversation happen an hour earlier; the clock of the bot can't be put forward.

    Args:
        product: The running assistant.
        conversation: The sender id, with the prefix of its channel.
    """
    engine = open_engine(product.conversations)
    with engine.begin() as connection:
        # A transaction that reads first can't write in SQLite once the bot has: what it does after its answer is.
        connection.execute(update(events).where(events.c.sender_id == conversation).values(sender_id=conversation))
        kept = connection.execute(select(events.c.id, events.c.data).where(events.c.sender_id == conversation)).all()
        assert kept, f"{conversation} has said nothing"
        for number, data in kept:
            event = json.loads(data)
            earlier = event["timestamp"] - _SECONDS
            changed = {"timestamp": earlier, "data": json.dumps({**event, "timestamp": earlier})}
            connection.execute(update(events).where(events.c.id == number).values(changed))
    engine.dispose()
