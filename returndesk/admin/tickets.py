"""`returndesk tickets`: where people answer what customers hand over, unless another help desk is configured."""

from __future__ import annotations

import uuid

from rich.console import Console
from rich.table import Table

from actions.help_desk.outbox import Outbox
from actions.help_desk.ticket import Ticket, ticket_row
from actions.help_desk.tickets import EMBEDDED, Tickets
from actions.help_desk.wording import spoken, text_of
from core.settings import Settings, clock_from
from returndesk.admin import store
from returndesk.failure import Failure
from returndesk.project import Project


class TicketDesk:
    """What an agent does at the command line.

    Args:
        project: The checkout.
        settings: Where the store is.
        console: Where the agent looks.

    Raises:
        Failure: There is no such store.
        StoreUnavailable: The database did not answer.
    """

    def __init__(self, project: Project, settings: Settings, console: Console) -> None:
        engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
        self._tickets = Tickets(engine)
        self._outbox = Outbox(engine)
        self._clock = clock_from(settings)
        self._console = console

    def show_list(self, *, closed: bool) -> None:
        """Lists open tickets, or closed ones, the urgent and then the oldest first."""
        tickets = self._tickets.listed(closed=closed)
        if not tickets:
            self._console.print("No ticket is closed." if closed else "No ticket is open.")
            return
        waiting = self._outbox.waiting()
        table = Table(
            "Ticket",
            "Priority",
            "Opened (UTC)",
            "Customer",
            "Language",
            "About",
            "Return",
            "Help desk",
            "Not delivered yet",
        )
        for ticket in tickets:
            trouble = waiting.get(ticket_row(ticket.number) or 0)
            table.add_row(
                ticket.number,
                ticket.priority.value,
                f"{ticket.opened_at:%Y-%m-%d %H:%M}",
                ticket.content.customer_id or "not verified",
                ticket.content.language,
                ticket.content.topic or "",
                ticket.content.return_number or "",
                ticket.desk,
                "" if trouble is None else trouble or "waiting",
            )
        self._console.print(table)

    def show(self, number: str) -> None:
        """Show a ticket with everything that was said."""
        ticket = self._ticket(number)
        lines = [text_of(ticket), "", *(spoken(message) for message in self._tickets.messages(ticket.number))]
        if not ticket.is_open:
            lines.append(f"{ticket.closed_at:%Y-%m-%d %H:%M} Closed")
        self._console.out("\n".join(lines).rstrip(), highlight=False)

    def reply(self, number: str, words: str) -> None:
        """Answer the customer in their chat."""
        ticket = self._own(number)
        if not ticket.is_open:
            raise Failure(f"{ticket.number} is closed; what you write can no longer be answered")
        if not words.strip():
            raise Failure("the reply is empty")
        self._tickets.reply(ticket.number, str(uuid.uuid4()), words.strip(), self._clock.now())
        self._console.print(f"{ticket.number}: written down. The customer reads it in their chat, while the desk runs.")

    def close(self, number: str) -> None:
        """Close a ticket; the assistant speaks again."""
        ticket = self._own(number)
        if self._tickets.close(ticket.number, self._clock.now()):
            self._console.print(f"{ticket.number}: closed. The assistant answers the customer again.")
        else:
            self._console.print(f"{ticket.number} was closed already.")

    def _ticket(self, number: str) -> Ticket:
        ticket = self._tickets.get(number)
        if ticket is None:
            raise Failure(f"there is no ticket {number}; `returndesk tickets list` shows those that are open")
        return ticket

    def _own(self, number: str) -> Ticket:
        """A ticket that is answered here."""
        ticket = self._ticket(number)
        if ticket.desk != EMBEDDED:
            where = f" as {ticket.reference}" if ticket.reference else ""
            raise Failure(f"{ticket.number} is at {ticket.desk}{where}; answer and close it there")
        return ticket
