"""Looks again and again at which reminders are due, and has the bot say them over the customer's channel."""

from __future__ import annotations

import structlog

from actions.bot_client import BotClient
from actions.store.reminder_wishes import ReminderWishes, Waiting
from actions.store.reminders import LONGEST_PAUSE, Reminders, Taken
from core.clock import Clock
from core.http_client import ServiceRefused, ServiceUnavailable
from core.repeated_work import RepeatedWork
from core.tracing import new_trace, traced
from policy.facts import Facts
from policy.reminders import QuietHours, Reminder, ReminderKind, due_reminders, is_settled, status_mark

REMINDER_DUE = "system_reminder_due"
#: The entity by which a triggered turn names the reminder; what it is about stays in the store until then.
REMINDER_ID = "reminder"


class ReminderChat(BotClient):
    """Tells customers what they wanted to be reminded of."""

    def tell(self, taken: Taken) -> None:
        """Have the bot say a reminder. Where the customer is away it stands in the conversation until they look.

        Raises:
            ServiceUnavailable: The bot did not answer.
            ServiceRefused: The bot does not take it; with the status 404 there is no such conversation any more.
        """
        self.trigger(taken.conversation, REMINDER_DUE, {REMINDER_ID: taken.id}, taken.key)


logger = structlog.get_logger(__name__)

#: After so many calls without an answer the bot is down, and the rest waits for the next look.
_MOST_OUTAGES = 3
#: Some hours of one try every quarter of an hour: a wrong address of the bot gets put right in that time.
_MOST_MISSES = 20
_GONE = 404


class ReminderWorker(RepeatedWork):
    """Reminds whoever wants it. Any number of workers may share a store.

    Args:
        wishes: Who wants to be reminded of what.
        reminders: What was sent.
        chat: The way to the customers.
        clock: The shop's clock, by which dates pass.
        facts: The rules.
        quiet: When nobody is disturbed, by the customer's clock.
        every: Seconds between two looks.
    """

    def __init__(
        self,
        wishes: ReminderWishes,
        reminders: Reminders,
        chat: ReminderChat,
        clock: Clock,
        facts: Facts,
        quiet: QuietHours,
        every: float,
    ) -> None:
        super().__init__("reminders", every)
        self._wishes = wishes
        self._reminders = reminders
        self._chat = chat
        self._clock = clock
        self._facts = facts
        self._quiet = quiet

    def work(self) -> int:
        """Remind whoever is due."""
        return self.remind()

    def remind(self) -> int:
        """Have everything said that is due; return how much that was.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        self._wishes.end_outdated(self._clock.now())
        said, outages = 0, 0
        for waiting in self._wishes.waiting():
            if self._stopping.is_set():
                return said
            now = self._clock.now()
            due = due_reminders(
                waiting.found, waiting.customer, now, self._facts, waiting.wish, waiting.told, self._quiet
            )
            for reminder in due:
                try:
                    with traced(new_trace()):
                        said += self._say(waiting, reminder)
                except ServiceUnavailable:
                    outages += 1
                    if outages == _MOST_OUTAGES:
                        return said
            if not due and is_settled(waiting.found, now) and waiting.wish.mark == status_mark(waiting.found, now):
                self._wishes.end(waiting.id)
        return said

    def _say(self, waiting: Waiting, reminder: Reminder) -> bool:
        """Whether it was said now.

        Raises:
            ServiceUnavailable: The bot did not answer; the reminder was given back.
        """
        taken = self._reminders.take(waiting, reminder)
        if taken is None:
            return False
        try:
            self._chat.tell(taken)
        except ServiceUnavailable as trouble:
            logger.warning("reminders.not_delivered", trouble=str(trouble))
            self._reminders.failed(taken, str(trouble), trouble.pause)
            raise
        except ServiceRefused as trouble:
            self._refused(waiting, taken, trouble)
            return False
        is_status = reminder.kind is ReminderKind.STATUS
        self._reminders.told(taken, waiting, status_mark(waiting.found, self._clock.now()) if is_status else None)
        return True

    def _refused(self, waiting: Waiting, taken: Taken, trouble: ServiceRefused) -> None:
        logger.warning("reminders.refused", trouble=str(trouble))
        if trouble.status == _GONE and taken.tries >= _MOST_MISSES:
            # The customer has ended their chat, or it was forgotten.
            self._wishes.end(waiting.id)
        self._reminders.failed(taken, str(trouble), None if trouble.status == _GONE else LONGEST_PAUSE)
