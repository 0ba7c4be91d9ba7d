"""What messaging channels have accepted and not answered or delivered yet, as far as it has to be forgotten.

`bot/channels/mailbox_tables.py` has the tables; there are none where no channel was ever served.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import column, delete, inspect, table
from sqlalchemy.engine import Connection

#: The tables, each with the column that holds what was said.
TEXTS: Final = {"channel_inbox": "message", "channel_outbox": "body"}


def forget_undelivered(connection: Connection, sender_ids: Sequence[str]) -> None:
    """Delete what waits to be answered or sent in conversations.

    Args:
        connection: One that may write.
        sender_ids: Their names, which begin with the channel's.
    """
    there = set(inspect(connection).get_table_names())
    for name in TEXTS:
        if name not in there:
            continue
        waiting = table(name, column("channel"), column("conversation"))
        for sender_id in sender_ids:
            channel, _, conversation = sender_id.partition(":")
            mine = (waiting.c.channel == channel) & (waiting.c.conversation == conversation)
            connection.execute(delete(waiting).where(mine))


def forget_waiting_since(connection: Connection, instant: float) -> int:
    """Delete what was accepted or answered before a time and still waits; return how many rows there were.

    Args:
        connection: One that may write.
        instant: In seconds since 1970.
    """
    there = set(inspect(connection).get_table_names())
    waiting = [table(name, column("at")) for name in TEXTS if name in there]
    return sum(connection.execute(delete(each).where(each.c.at < instant)).rowcount for each in waiting)
