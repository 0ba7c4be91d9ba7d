"""The reminders put together from the settings, and run beside the action server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import time
from typing import Any, Optional

from sanic import Sanic
from sqlalchemy.engine import Engine

from actions.reminders.reminder_worker import ReminderChat, ReminderWorker
from actions.store.reminder_wishes import ReminderWishes
from actions.store.reminders import Reminders
from core.clock import Clock
from core.health.shutdown import Drain
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


def serve_reminders(app: Sanic, reminding: Reminding, drain: Drain) -> None:
    """Run the worker until the server is asked to end."""
    worker, task = reminding.worker, list[asyncio.Task[None]]()
    if worker is None:
        return
    drain.when_leaving.append(worker.stop)

    @app.listener("after_server_start")
    async def start(_: Sanic, __: Any) -> None:
        task.append(asyncio.create_task(worker.run()))

    @app.listener("before_server_stop")
    async def stop(_: Sanic, __: Any) -> None:
        for running in task:
            running.cancel()
