"""A process of its own that empties an outbox: writes down what it delivers, and how many tickets it opened.

`python outbox_worker.py DATABASE_URL FILE` delivers until nothing is left; with `open CONVERSATION` behind, it opens a
ticket first.
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from core.database.engine import open_engine


def main(url: str, file: str, *conversations: str) -> None:
    engine = open_engine(url)
    tickets, outbox = Tickets(engine, "webhook"), Outbox(engine)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    lines = []
    for conversation in conversations:
        opened = tickets.open(conversation, Priority.NORMAL, TicketContent(), "", datetime.now(timezone.utc))
        lines += [f"opened {conversation}"] if opened.is_new else []
    idle = 0
    while idle < 20:
        delivery = outbox.take()
        if delivery is None:
            idle += 1
            continue
        idle = 0
        lines.append(f"delivered {delivery.key}")
        outbox.delivered(delivery, "4711")
    Path(file).write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
