"""Commands for the people of the desk: tickets, ratings, the report of a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.console import Console

from returndesk.cli.options import DAILY, DatabaseUrl, State, settings_of
from returndesk.progress import Progress
from returndesk.project import this_project

if TYPE_CHECKING:
    from returndesk.admin.tickets import TicketDesk

app = typer.Typer()
tickets = typer.Typer(help="Read and answer what customers hand over to a person.", no_args_is_help=True)
app.add_typer(tickets, name="tickets", rich_help_panel=DAILY)
TicketNumber = Annotated[str, typer.Argument(help="The ticket's number, such as T1001.")]


def _ticket_desk(database_url: Optional[str], state: Optional[Path]) -> TicketDesk:
    from returndesk.admin.tickets import TicketDesk

    project = this_project(state)
    return TicketDesk(project, settings_of(project, database_url=database_url), Console())


@tickets.command("list")
def list_tickets(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed instead.")] = False,
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """List the open tickets, the urgent and then the oldest first."""
    _ticket_desk(database_url, state).show_list(closed=closed)


@tickets.command("show")
def show_ticket(number: TicketNumber, database_url: DatabaseUrl = None, state: State = None) -> None:
    """Show a ticket: the case, the conversation and what was said since."""
    _ticket_desk(database_url, state).show(number)


@tickets.command("reply")
def reply_to_ticket(
    number: TicketNumber,
    words: Annotated[str, typer.Argument(help="What the customer reads in their chat.")],
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """Answer the customer in their chat."""
    _ticket_desk(database_url, state).reply(number, words)


@tickets.command("close")
def close_ticket(number: TicketNumber, database_url: DatabaseUrl = None, state: State = None) -> None:
    """Close a ticket; the assistant answers the customer again."""
    _ticket_desk(database_url, state).close(number)


@app.command(rich_help_panel=DAILY)
def feedback(
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON list instead of a table.")] = False,
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """Show which answers customers like and dislike, the worst first."""
    from returndesk.admin.feedback import feedback as run

    project = this_project(state)
    run(project, settings_of(project, database_url=database_url), Console(), as_json=as_json)


@app.command(rich_help_panel=DAILY)
def report(
    day: Annotated[Optional[str], typer.Option(show_default="yesterday", help="The day, such as 2026-10-13.")] = None,
    out: Annotated[
        Optional[Path],
        typer.Option(
            show_default=".returndesk/reports/DAY.html", help="The file to write.", dir_okay=False, resolve_path=True
        ),
    ] = None,
    zone: Annotated[str, typer.Option(help="By whose midnight a day begins, such as Europe/Madrid.")] = "UTC",
    least: Annotated[
        int, typer.Option(min=1, help="In how many conversations a wording must have been said to be shown.")
    ] = 1,
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """Write a page on what was asked on a day, what came of it and what could not be answered."""
    from returndesk.report.command import Asked
    from returndesk.report.command import report as run

    project = this_project(state)
    settings = settings_of(project, database_url=database_url)
    run(project, settings, Asked(day, zone, out, least), Progress(Console()))
