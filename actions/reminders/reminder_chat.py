"""The way of a reminder to its customer: the bot's desk door, which says it over the channel that they used."""

from __future__ import annotations

from actions.help_desk.json_api import JsonApi
from actions.store.reminders import Taken

REMINDER_DUE = "reminder_due"
#: The entity by which a triggered turn names the reminder; what it is about stays in the store until then.
REMINDER_ID = "reminder"


class ReminderChat:
    """The bot's desk door, which runs a turn in a conversation once for each key.

    Args:
        api: The bot, with the secret that it shares with the action server.
    """

    def __init__(self, api: JsonApi) -> None:
        """Keeps the API; connects to nothing yet."""
        self._api = api

    @classmethod
    def at(cls, bot_url: str, secret: str) -> ReminderChat:
        """The bot by its address and the shared secret."""
        return cls(JsonApi("the bot", bot_url, headers={"Authorization": f"Bearer {secret}"}, timeout=20, budget=30))

    def tell(self, taken: Taken) -> None:
        """Has the bot say a reminder. Where the customer is away it stands in the conversation until they look.

        Raises:
            HelpDeskUnavailable: The bot did not answer.
            HelpDeskRefused: The bot does not take it; with the status 404 there is no such conversation any more.
        """
        turn = {
            "conversation": taken.conversation,
            "intent": REMINDER_DUE,
            "values": {REMINDER_ID: taken.id},
            "key": taken.key,
        }
        self._api.call("POST", "/webhooks/desk/trigger", turn)
