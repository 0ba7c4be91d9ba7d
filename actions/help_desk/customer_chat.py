"""The way back: what an agent wrote, brought to the customer's conversation through the bot's triggers endpoint."""

from __future__ import annotations

from actions.bot_client import BotClient
from actions.help_desk.outbox import Kind
from actions.help_desk.ticket import Ticket, TicketMessage

AGENT_REPLIED = "system_agent_replied"
TICKET_CLOSED = "system_ticket_closed"
#: The entity by which a triggered turn names the agent's message; the words themselves stay in the store until then.
MESSAGE_ID = "agent_message"


class CustomerChat(BotClient):
    """Tells customers what happened to their ticket."""

    def tell(self, ticket: Ticket, kind: Kind, message: TicketMessage | None, key: str) -> None:
        """Have the bot say an agent's message, that somebody has taken the ticket, or that it is closed.

        Raises:
            ServiceUnavailable: The bot did not answer.
            ServiceRefused: The bot does not take it.
        """
        intent = TICKET_CLOSED if kind is Kind.CLOSED else AGENT_REPLIED
        # Without a message the bot says what the store does: that somebody has taken the ticket.
        values = {MESSAGE_ID: message.id} if message is not None else {}
        self.trigger(ticket.conversation, intent, values, key)

    def show_writing(self, ticket: Ticket) -> None:
        """Have the customer's chat show for some seconds that a person writes.

        Raises:
            ServiceUnavailable: The bot did not answer.
            ServiceRefused: The bot does not take it.
        """
        self.call("/webhooks/desk/writes", {"conversation": ticket.conversation})
