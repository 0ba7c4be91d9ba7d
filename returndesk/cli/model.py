"""Commands about the trained model."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Optional

import typer
from rich.console import Console

from returndesk.cli.options import LABORATORY, OPERATOR, ModelDir, ModelUrl, settings_of
from returndesk.model.training import train_if_stale
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()


@app.command(rich_help_panel=LABORATORY)
def train(
    force: Annotated[
        bool, typer.Option("--force", help="Train even if the model is current, and from scratch.")
    ] = False,
    model_dir: ModelDir = None,
) -> None:
    """Train the model if its data, domain, configuration or components have changed."""
    project = this_project()
    settings = settings_of(project, model_dir=model_dir)
    with StopSignals() as stop_signals:
        train_if_stale(project, settings.model_dir, Progress(Console()), stop_signals, force=force)


@app.command("publish-model", rich_help_panel=OPERATOR)
def publish_model(
    keep: Annotated[int, typer.Option(min=2, help="How many models stay; the oldest are deleted.")] = 5,
    again: Annotated[
        Optional[str], typer.Option(metavar="NAME", help="Has bots take a model again that is still there.")
    ] = None,
    model_url: ModelUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Upload the trained model to an object store, for bots to take when they start next."""
    from returndesk.model.publish import publish, publish_again

    project, progress = this_project(), Progress(Console())
    settings = settings_of(project, model_url=model_url, model_dir=model_dir)
    if again is None:
        publish(project, settings.model_dir, settings.model_url, datetime.now(timezone.utc), progress, keep=keep)
    else:
        publish_again(project, settings.model_url, again, progress)


@app.command("fetch-model", rich_help_panel=OPERATOR)
def fetch_model(
    may_be_missing: Annotated[
        bool, typer.Option("--may-be-missing", help="Be content where nothing is published yet.")
    ] = False,
    model_url: ModelUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Download the published model, unless it is here already."""
    from returndesk.model.fetch import fetch

    project = this_project()
    settings = settings_of(project, model_url=model_url, model_dir=model_dir)
    progress = Progress(Console())
    fetch(project, settings.model_dir, settings.model_url, progress, may_be_missing=may_be_missing)
