"""Commands by which the assistant learns from what it did not understand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from core.clock import SystemClock
from returndesk.cli.options import LABORATORY, DatabaseUrl, ModelDir, State, settings_of
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()
learn = typer.Typer(help="Turn what was not understood into training messages.", no_args_is_help=True)
app.add_typer(learn, name="learn", rich_help_panel=LABORATORY)


@learn.command("export")
def learn_export(
    since: Annotated[
        Optional[str], typer.Option(show_default="all that is kept", help="The first day, such as 2026-10-13.")
    ] = None,
    to: Annotated[
        Optional[Path],
        typer.Option(
            show_default=".returndesk/learn/TODAY.yml", help="The file to write.", dir_okay=False, resolve_path=True
        ),
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=5_000, help="How many messages at most, the most frequent.")] = 500,
    database_url: DatabaseUrl = None,
) -> None:
    """Write what was not understood, asked back about or disliked in its answer, as lines to label."""
    from returndesk.learn.command import export_messages

    project = this_project()
    settings = settings_of(project, database_url=database_url)
    export_messages(project, settings, Progress(Console()), since=since, to=to, most=most)


@learn.command("import")
def learn_import(
    file: Annotated[
        Path, typer.Argument(help="A file of `learn export` with labels.", dir_okay=False, resolve_path=True)
    ],
    into: Annotated[
        Optional[Path],
        typer.Option(
            show_default="data/nlu",
            help="A folder of your own for the topics' files.",
            file_okay=False,
            resolve_path=True,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    branch: Annotated[
        Optional[str],
        typer.Option(
            help="A new branch that is to have them as a commit; nothing else of the checkout changes.",
            show_default="the working tree",
        ),
    ] = None,
) -> None:
    """Put labelled lines into the training data of their topics: all of them or none."""
    from returndesk.learn.command import import_labels

    project = this_project()
    import_labels(project, settings_of(project), Progress(Console()), file, into=into, dry_run=dry_run, branch=branch)


@learn.command("try")
def learn_try(database_url: DatabaseUrl = None, model_dir: ModelDir = None, state: State = None) -> None:
    """Train a candidate with the labels of the inbox, and ask it and the model in use about every labelled message."""
    from returndesk.people.try_labels import try_labels

    project = this_project(state)
    settings = settings_of(project, database_url=database_url, model_dir=model_dir)
    with StopSignals() as stop_signals:
        try_labels(project, settings, Progress(Console()), stop_signals, SystemClock().now())
