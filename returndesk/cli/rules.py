"""Commands about the shop's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from core.settings import clock_from
from returndesk.cli.options import DAILY, Now, settings_of
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()
rules = typer.Typer(help="Look at the rules of a shop.", no_args_is_help=True)
app.add_typer(rules, name="rules", rich_help_panel=DAILY)


@rules.callback()
def _of_rules() -> None:
    """Look at the rules of a shop."""


@rules.command()
def check(
    folder: Annotated[
        Path, typer.Argument(help="The folder with facts.yml.", envvar="RETURNDESK_RULES", resolve_path=True)
    ],
    before: Annotated[
        Optional[Path],
        typer.Option(show_default="the usual rules", help="The folder of the rules until now.", resolve_path=True),
    ] = None,
    now: Now = None,
) -> None:
    """Say whether the rules in a folder can be used, and which answers and dates change with them."""
    from returndesk.admin.rules_check import check_rules

    project = this_project()
    instant = clock_from(settings_of(project, now=now)).now()
    check_rules(project, folder, Progress(Console()), now=instant, before=before)
