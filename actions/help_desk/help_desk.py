"""What the hand-over asks of a help desk, whoever it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Optional, Protocol

from actions.help_desk.ticket import Ticket, TicketMessage


class HelpDeskUnavailable(Exception):
    """The help desk did not answer, or not now; what was to be told is told later.

    Args:
        reason: What happened. It names no customer.
        pause: How long the help desk asked to be left alone.
    """

    def __init__(self, reason: str, pause: Optional[timedelta] = None) -> None:
        """Keeps the pause for whoever tries again."""
        super().__init__(reason)
        self.pause = pause


class HelpDeskRefused(Exception):
    """The help desk answered that it won't take this: a wrong token, a closed ticket, a form that it doesn't know.

    Args:
        reason: What happened. It names no customer.
        status: The HTTP status, where there was one.
    """

    def __init__(self, reason: str, status: Optional[int] = None) -> None:
        """Keeps the status for whoever can do something about it."""
        super().__init__(reason)
        self.status = status


class HelpDesk(Protocol):
    """Where tickets go.

    Both methods may be called again with the same key, when nobody knows whether the last call arrived: `again` says
    so. Called again they must not open a second ticket or say a thing twice.
    """

    def open(self, ticket: Ticket, key: str, again: bool) -> str:
        """Opens a ticket with its content.

        Args:
            ticket: What to open.
            key: Names this delivery, at most 200 characters.
            again: Whether an earlier call may have arrived.

        Returns:
            The help desk's own id for it.

        Raises:
            HelpDeskUnavailable: Not now.
            HelpDeskRefused: Not as it is.
        """
        ...

    def add(self, ticket: Ticket, message: TicketMessage, key: str, again: bool) -> None:
        """Adds a customer's message, or a note of the assistant's, to a ticket that has its `reference`.

        Raises:
            HelpDeskUnavailable: Not now.
            HelpDeskRefused: Not as it is.
        """
        ...
