"""A process of its own that reminds: `python reminder_process.py DATABASE_URL BOT_URL NOW`, three looks and no more."""

from __future__ import annotations

import sys
from datetime import time

from actions.reminders.reminder_worker import ReminderChat, ReminderWorker
from actions.store.reminder_wishes import ReminderWishes
from actions.store.reminders import Reminders
from core.clock import FrozenClock, parse_instant
from core.database.engine import open_engine
from policy.facts import load_facts
from policy.reminders import QuietHours


def main(database_url: str, bot_url: str, secret: str, now: str) -> None:
    engine = open_engine(database_url)
    chat, clock = ReminderChat.at(bot_url, secret), FrozenClock(parse_instant(now))
    quiet = QuietHours(time(21), time(8))
    worker = ReminderWorker(ReminderWishes(engine), Reminders(engine), chat, clock, load_facts(), quiet, 60)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    said = sum(worker.remind() for _ in range(3))
    sys.stdout.write(f"{said}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
