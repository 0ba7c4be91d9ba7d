"""The reminders put together from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Optional

from sqlalchemy.engine import Engine

from actions.reminders.reminder_worker import ReminderChat, ReminderWorker
from actions.store.reminder_wishes import ReminderWishes
from actions.store.reminders import Reminders
from core.clock import Clock
from core.settings import Settings
from policy.facts import Facts
from policy.reminders import QuietHours


@dataclass(frozen=True)
class Reminding:
    """Who wants reminders, what was sent, when it is quiet, and what sends them.

    `worker` is None where the bot can't be reached for want of a shared secret.
    """

    wishes: ReminderWishes
    reminders: Reminders
    quiet: QuietHours
    worker: Optional[ReminderWorker]


def reminding_from(settings: Settings, engine: Engine, clock: Clock, facts: Facts) -> Reminding:
    """The reminders that the settings ask for.

    Args:
        settings: When it is quiet, how often to look, and where the bot is.
        engine: The store.
        clock: The shop's clock; leases and pauses go by the machine's own, which never stands still.
        facts: The rules.
    """
    wishes, reminders, quiet = ReminderWishes(engine), Reminders(engine), _quiet_hours(settings.quiet_hours)
    worker = None
    if settings.actions_secret is not None:
        chat = ReminderChat.at(settings.bot_url, settings.actions_secret.get_secret_value())
        worker = ReminderWorker(wishes, reminders, chat, clock, facts, quiet, settings.reminders_every)
    return Reminding(wishes, reminders, quiet, worker)


def _quiet_hours(text: str) -> QuietHours:
    start, end = map(time.fromisoformat, text.split("-"))
    return QuietHours(start, end)
