"""The way of a reminder to its customer: the bot's desk door, which says it over the channel that they used."""

from __future__ import annotations

from actions.help_desk.bot_door import BotDoor
from actions.store.reminders import Taken

REMINDER_DUE = "reminder_due"
#: The entity by which a triggered turn names the reminder; what it is about stays in the store until then.
REMINDER_ID = "reminder"


class ReminderChat(BotDoor):
    """Tells customers what they wanted to be reminded of."""

    def tell(self, taken: Taken) -> None:
        """Has the bot say a reminder. Where the customer is away it stands in the conversation until they look.

        Raises:
            HelpDeskUnavailable: The bot did not answer.
            HelpDeskRefused: The bot does not take it; with the status 404 there is no such conversation any more.
        """
        self.trigger(taken.conversation, REMINDER_DUE, {REMINDER_ID: taken.id}, taken.key)
