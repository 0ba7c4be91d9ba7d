"""Commands for those who change the assistant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from core.settings import load_settings
from returndesk.admin.new_topic import Asked, new_topic
from returndesk.cli.options import LABORATORY
from returndesk.process.laboratory import run_lab
from returndesk.process.service import LOOPBACK
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()


@app.command(rich_help_panel=LABORATORY)
def converse(
    files: Annotated[list[Path], typer.Argument(help="YAML files of test cases, or folders of them.")],
    server: Annotated[
        Optional[str],
        typer.Option(
            envvar="RETURNDESK_SERVER",
            show_default="the assistant that `up` serves here",
            help="The REST webhook of a running assistant, such as https://shop.example/webhooks/rest/webhook.",
        ),
    ] = None,
    session: Annotated[
        bool, typer.Option("--session", help="Begin each conversation with a signed session, as the website does.")
    ] = False,
    prepared: Annotated[
        bool, typer.Option("--prepared", help="The server already has the store and the clock that fixtures name.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Conversations held at a time.")] = 4,
    junit: Annotated[
        Optional[Path], typer.Option(help="Where to write a JUnit XML report.", dir_okay=False, resolve_path=True)
    ] = None,
    select: Annotated[str, typer.Option(help="Run only cases whose file or name holds this text.")] = "",
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", "-x", help="Begin no further case once one failed.")
    ] = False,
) -> None:
    """Hold the conversations of test files with an assistant and show where it answers otherwise than expected."""
    from returndesk.conversation_tests.command import Wish
    from returndesk.conversation_tests.command import converse as run
    from returndesk.conversation_tests.runner import Plan

    project = this_project()
    usual = f"http://{LOOPBACK}:{load_settings().port}/webhooks/rest/webhook"
    plan = Plan(jobs, fail_fast)
    wish = Wish(tuple(files), server, usual, session, prepared, junit, select, plan)
    code = run(project, wish, Progress(Console()))
    if code:
        raise typer.Exit(code)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
    rich_help_panel=LABORATORY,
)
def evaluate(context: typer.Context) -> None:
    """Measure how messages that training never saw are understood: `python -m lab evaluate` of this checkout."""
    code = run_lab(this_project(), ["evaluate", *context.args])
    if code:
        raise typer.Exit(code)


@app.command("new-topic", rich_help_panel=LABORATORY)
def add_topic(
    name: Annotated[str, typer.Argument(help="The topic, such as receipt_needed.")],
    asked: Annotated[Asked, typer.Option(help="Whether customers ask it or report it.")] = Asked.ASK,
    personal: Annotated[
        bool, typer.Option("--personal", help="Give whoever has proven who they are an answer of their own.")
    ] = False,
    fact: Annotated[Optional[str], typer.Option(help="The fact of policy/facts.yml that the answer rests on.")] = None,
) -> None:
    """Write the files of a new question and say what is still to be written in them."""
    new_topic(this_project(), name, Progress(Console()), asked=asked, personal=personal, fact=fact)
