"""What the hand-over asks of a help desk, whoever it is."""

from __future__ import annotations

from typing import Protocol

from actions.help_desk.ticket import Ticket, TicketMessage


class HelpDesk(Protocol):
    """Where tickets go.

    Both methods may be called again with the same key, when nobody knows whether the last call arrived: `again` says
    so. Called again they must not open a second ticket or say a thing twice.
    """

    def open(self, ticket: Ticket, key: str, again: bool) -> str:
        """Open a ticket with its content.

        Args:
            ticket: What to open.
            key: Names this delivery, at most 200 characters.
            again: Whether an earlier call may have arrived.

        Returns:
            The help desk's own id for it.

        Raises:
            ServiceUnavailable: Not now.
            ServiceRefused: Not as it is.
        """
        ...

    def add(self, ticket: Ticket, message: TicketMessage, key: str, again: bool) -> None:
        """Add a customer's message, or a note of the assistant's, to a ticket that has its `reference`.

        Raises:
            ServiceUnavailable: Not now.
            ServiceRefused: Not as it is.
        """
        ...
