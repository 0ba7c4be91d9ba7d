"""The way back: what an agent wrote, brought to the customer's conversation through the bot's desk door."""

from __future__ import annotations

from actions.help_desk.json_api import JsonApi
from actions.help_desk.outbox import Kind
from actions.help_desk.ticket import Ticket, TicketMessage

AGENT_REPLIED = "agent_replied"
TICKET_CLOSED = "ticket_closed"
#: The entity by which a triggered turn names the agent's message; the words themselves stay in the store until then.
MESSAGE_ID = "agent_message"


class CustomerChat:
    """The bot's desk door, which runs a turn in a conversation once for each key.

    Args:
        api: The bot, with the secret that it shares with the action server.
    """

    def __init__(self, api: JsonApi) -> None:
        """Keeps the API; connects to nothing yet."""
        self._api = api

    @classmethod
    def at(cls, bot_url: str, secret: str) -> CustomerChat:
        """The bot by its address and the shared secret."""
        return cls(JsonApi("the bot", bot_url, headers={"Authorization": f"Bearer {secret}"}, timeout=20, budget=30))

    def tell(self, ticket: Ticket, kind: Kind, message: TicketMessage | None, key: str) -> None:
        """Has the bot say an agent's message, or that the ticket is closed.

        Raises:
            HelpDeskUnavailable: The bot did not answer.
            HelpDeskRefused: The bot does not take it.
        """
        intent = TICKET_CLOSED if kind is Kind.CLOSED else AGENT_REPLIED
        values = {MESSAGE_ID: message.id} if message is not None else {}
        turn = {"conversation": ticket.conversation, "intent": intent, "values": values, "key": key}
        self._api.call("POST", "/webhooks/desk/trigger", turn)
