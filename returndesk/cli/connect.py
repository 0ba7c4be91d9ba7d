"""Commands about the shop that orders come from."""

from __future__ import annotations

from typing import Annotated, Optional

import typer
from rich.console import Console

from returndesk.cli.options import OPERATOR, DatabaseUrl, settings_of
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()
connect = typer.Typer(help="Orders out of the shop's own system.", no_args_is_help=True)
app.add_typer(connect, name="connect", rich_help_panel=OPERATOR)


@connect.command()
def sync(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days back the shop is asked for changes.")] = 7,
    since: Annotated[Optional[str], typer.Option(help="The same as an instant.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Take in all orders that the shop has.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Take in what the shop has changed lately: the first time all, then what webhooks have missed."""
    from returndesk.admin.connect import sync_shop

    project = this_project()
    settings = settings_of(project, database_url=database_url)
    sync_shop(settings, Progress(Console()), days=days, since=since, everything=everything)


@connect.command()
def explain(
    order: Annotated[str, typer.Argument(help="The order's number in the shop.")], database_url: DatabaseUrl = None
) -> None:
    """Show what the store holds of an order of the shop, and by which rule; nothing is written."""
    from returndesk.admin.connect import explain_order

    project = this_project()
    explain_order(settings_of(project, database_url=database_url), order, Progress(Console()))
