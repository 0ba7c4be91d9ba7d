"""The `returndesk` command: its options, and what it says when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from rich.console import Console

from actions.store.import_export.exchange import ImportFailed, import_file
from core.conversations.address import conversations_url
from core.database.errors import StoreUnavailable
from core.settings import Settings, SettingsError, load_settings
from returndesk.admin import store
from returndesk.admin.new_topic import Asked, new_topic
from returndesk.admin.privacy import export_customer
from returndesk.admin.privacy import forget as forget_customer
from returndesk.admin.privacy import purge as purge_stores
from returndesk.admin.renew_demo import renew_demo as renew
from returndesk.admin.tickets import TicketDesk
from returndesk.demo_shop.widget_script import load_script
from returndesk.demo_shop.widget_script import snippet as widget_tag
from returndesk.doctor.command import as_json, examine, failed, show, unusable
from returndesk.failure import Failure
from returndesk.model.training import train_if_stale
from returndesk.process.service import LOOPBACK
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import STATE_VARIABLE, Project, this_project
from returndesk.serve.serve import Process, become, process_to_be
from returndesk.serve.up import serve

_INTERRUPTED = 130
_EXPECTED = (Failure, SettingsError, ImportFailed, StoreUnavailable)

app = typer.Typer(
    name="returndesk",
    help="Trains and serves the return assistant, and loads its store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _default(field: str) -> Any:
    return Settings.__fields__[field].default


DatabaseUrl = Annotated[
    Optional[str],
    typer.Option(
        envvar="RETURNDESK_DATABASE_URL",
        show_default="the embedded store",
        help="The return store: sqlite:////folder/file.db or postgresql://user:password@host/name.",
    ),
]
ModelDir = Annotated[
    Optional[Path],
    typer.Option(
        envvar="RETURNDESK_MODEL_DIR",
        show_default=str(_default("model_dir")),
        help="The folder of the trained model.",
        file_okay=False,
        resolve_path=True,
    ),
]

ModelUrl = Annotated[
    Optional[str], typer.Option(envvar="RETURNDESK_MODEL_URL", help="Where models are published: s3://bucket/prefix.")
]


def _on_this_machine(port: str) -> str:
    return f"http://{LOOPBACK}:{_default(port)}"


Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")]


Now = Annotated[
    Optional[str],
    typer.Option(envvar="RETURNDESK_NOW", help="Freezes the clock at an instant such as 2026-10-16T08:00:00Z."),
]
State = Annotated[
    Optional[Path],
    typer.Option(
        envvar=STATE_VARIABLE,
        show_default=".returndesk",
        help="Where embedded store, logs and caches go; a second assistant beside this one needs its own.",
        file_okay=False,
        resolve_path=True,
    ),
]


def _port(field: str, what: str) -> Any:
    return typer.Option(envvar=f"RETURNDESK_{field.upper()}", help=what)


@app.command()
def up(
    port: Annotated[int, _port("port", "The bot's port.")] = _default("port"),
    actions_port: Annotated[int, _port("actions_port", "The action server's port.")] = _default("actions_port"),
    web_port: Annotated[int, _port("web_port", "The demo shop's port.")] = _default("web_port"),
    carrier_port: Annotated[int, _port("carrier_port", "The demo carrier's port.")] = _default("carrier_port"),
    carrier_url: Annotated[
        Optional[str],
        typer.Option(
            envvar="RETURNDESK_CARRIER_URL", show_default="the demo carrier", help="The carrier's tracking service."
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            envvar="RETURNDESK_HOST", help="The interface of bot and page; 0.0.0.0 opens them to the network."
        ),
    ] = LOOPBACK,
    allow_origin: Annotated[
        Optional[list[str]],
        typer.Option(
            envvar="RETURNDESK_ALLOW_ORIGIN",
            show_default="the demo shop",
            help="A further website whose pages may talk to the bot, such as https://shop.example.",
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    now: Now = None,
    demo_data: Annotated[
        Optional[bool],
        typer.Option(
            "--demo-data/--no-demo-data",
            envvar="RETURNDESK_DEMO_DATA",
            show_default="demo-data",
            help="Fills an empty embedded store with a demo shop.",
        ),
    ] = None,
    model_dir: ModelDir = None,
    state: State = None,
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Opens Rasa's HTTP API to whoever shows RETURNDESK_API_TOKEN.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Shows everything that the processes write.")
    ] = False,
) -> None:
    """Serve the assistant with a demo shop until Ctrl-C; train first if the model is stale."""
    project = this_project(state)
    settings = _settings(
        project,
        port=port,
        actions_port=actions_port,
        web_port=web_port,
        carrier_port=carrier_port,
        carrier_url=carrier_url,
        database_url=database_url,
        now=now,
        demo_data=demo_data,
        model_dir=model_dir,
    )
    origins = tuple(allow_origin or ())
    serve(
        project,
        settings,
        Progress(Console()),
        host=host,
        allowed_origins=origins,
        enable_api=enable_api,
        verbose=verbose,
    )


@app.command("serve")
def serve_one(
    process: Annotated[Process, typer.Argument(help="Which process of the assistant.")],
    host: Annotated[
        str, typer.Option(envvar="RETURNDESK_HOST", help="Its interface; 0.0.0.0 opens it to the network.")
    ] = LOOPBACK,
    port: Annotated[Optional[int], typer.Option(help="Its port.", show_default="5005, 5055 or 8080")] = None,
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Opens Rasa's HTTP API to whoever shows RETURNDESK_API_TOKEN.")
    ] = False,
    database_url: DatabaseUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Serve one process in the foreground, as containers do: it trains nothing and migrates nothing."""
    project = this_project()
    own_port = {Process.BOT: "port", Process.ACTIONS: "actions_port", Process.PAGE: "web_port"}[process]
    settings = _settings(project, database_url=database_url, model_dir=model_dir, **{own_port: port})
    become(project, process_to_be(project, settings, process, host, enable_api=enable_api))


@app.command()
def train(
    force: Annotated[
        bool, typer.Option("--force", help="Train even if the model is current, and from scratch.")
    ] = False,
    model_dir: ModelDir = None,
) -> None:
    """Train the model if its data, domain, configuration or components have changed."""
    project = this_project()
    settings = _settings(project, model_dir=model_dir)
    with StopSignals() as stop_signals:
        train_if_stale(project, settings.model_dir, Progress(Console()), stop_signals, force=force)


@app.command()
def migrate(
    wait: Annotated[float, typer.Option(min=0, help="For how many seconds a database may take to answer.")] = 60,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring the return store and the conversations to the newest schema; safe while others do the same."""
    from returndesk.admin.migrate import migrate_stores

    migrate_stores(_settings(this_project(), database_url=database_url), Progress(Console()), wait=wait)


@app.command("publish-model")
def publish_model(
    keep: Annotated[int, typer.Option(min=2, help="How many models stay; the oldest are deleted.")] = 5,
    again: Annotated[
        Optional[str], typer.Option(metavar="NAME", help="Has bots take a model again that is still there.")
    ] = None,
    model_url: ModelUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Upload the trained model to an object store, for bots to take when they start next."""
    # Loads the store's client, which no other command needs.
    from returndesk.model.publish import publish, publish_again

    project, progress = this_project(), Progress(Console())
    settings = _settings(project, model_url=model_url, model_dir=model_dir)
    if again is None:
        publish(project, settings.model_dir, settings.model_url, datetime.now(timezone.utc), progress, keep=keep)
    else:
        publish_again(project, settings.model_url, again, progress)


@app.command("fetch-model")
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
    settings = _settings(project, model_url=model_url, model_dir=model_dir)
    progress = Progress(Console())
    fetch(project, settings.model_dir, settings.model_url, progress, may_be_missing=may_be_missing)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A JSON file in the store's exchange format.", resolve_path=True)],
    database_url: DatabaseUrl = None,
) -> None:
    """Load customers, orders and returns from a file into the store: all of it or nothing."""
    project = this_project()
    settings = _settings(project, database_url=database_url)
    progress = Progress(Console())
    engine = store.open_store(settings.database_url)
    with progress.step(f"Importing {file.name}") as step:
        summary = import_file(engine, file, step.update)
    progress.done(
        f"Imported {summary.customers} customers, {summary.orders} orders, {summary.returns} returns and "
        f"{summary.events} events into {store.shown_url(project, settings.database_url)}"
    )


@app.command()
def export(
    file: Annotated[
        Optional[Path], typer.Argument(help="Where to write; standard output without it.", resolve_path=True)
    ] = None,
    customer: Annotated[
        Optional[str], typer.Option(help="Only this customer, by id, with conversations and all else that is held.")
    ] = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write everything in the store to a file, in the format that `import` reads; or all about one customer."""
    project = this_project()
    settings = _settings(project, database_url=database_url)
    # What is exported may go to standard output, so what is told about it goes elsewhere.
    with Progress(Console(stderr=True)).step("Exporting") as step:
        if customer is None:
            parts = store.export(project, settings.database_url, step.update)
        else:
            parts = iter((export_customer(project, settings, customer),))
        if file is not None:
            store.replace_file_by_parts(file, parts)
            return
        for part in parts:
            typer.echo(part, nl=False)


@app.command()
def doctor(
    enable_api: Annotated[
        bool, typer.Option("--enable-api", help="Look at it as `up --enable-api` would start it.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Write the checks as JSON.")] = False,
    database_url: DatabaseUrl = None,
    model_dir: ModelDir = None,
) -> None:
    """Check settings, stores, model and carrier; exit with 1 where something must not be as it is."""
    project = this_project()
    try:
        settings = _settings(project, database_url=database_url, model_dir=model_dir)
    except (SettingsError, Failure) as error:
        checks = [unusable(error)]
    else:
        checks = examine(project, settings, enable_api=enable_api)
    if json_:
        typer.echo(as_json(checks))
    else:
        show(checks, Console())
    if failed(checks):
        raise typer.Exit(1)


@app.command()
def purge(
    older_than: Annotated[str, typer.Option(help="An age in hours, days or weeks: 12h, 30d, 4w.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Delete conversations, closed tickets, proofs and whatever else nobody has used for that long."""
    project = this_project()
    settings = _settings(project, database_url=database_url)
    purge_stores(project, settings, older_than, Progress(Console()), yes=yes, dry_run=dry_run)


@app.command()
def forget(
    customer: Annotated[str, typer.Option(help="The customer, by the shop's own id.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Delete what a customer said and who they are; orders and returns stay under a pseudonym."""
    project = this_project()
    settings = _settings(project, database_url=database_url)
    forget_customer(project, settings, customer, Progress(Console()), yes=yes, dry_run=dry_run)


@app.command("renew-demo")
def renew_demo(yes: Yes = False, dry_run: DryRun = False, now: Now = None, state: State = None) -> None:
    """Make the demo shop anew as of today, with everything deleted that anybody said or did in it."""
    project = this_project(state)
    renew(project, _settings(project, now=now), Progress(Console()), yes=yes, dry_run=dry_run)


@app.command("new-topic")
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


tickets = typer.Typer(help="Read and answer what customers hand over to a person.", no_args_is_help=True)
app.add_typer(tickets, name="tickets")
TicketNumber = Annotated[str, typer.Argument(help="The ticket's number, such as T1001.")]


def _ticket_desk(database_url: Optional[str]) -> TicketDesk:
    project = this_project()
    return TicketDesk(project, _settings(project, database_url=database_url), Console())


@tickets.command("list")
def list_tickets(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed instead.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """List the open tickets, the urgent and then the oldest first."""
    _ticket_desk(database_url).show_list(closed=closed)


@tickets.command("show")
def show_ticket(number: TicketNumber, database_url: DatabaseUrl = None) -> None:
    """Show a ticket: the case, the conversation and what was said since."""
    _ticket_desk(database_url).show(number)


@tickets.command("reply")
def reply_to_ticket(
    number: TicketNumber,
    words: Annotated[str, typer.Argument(help="What the customer reads in their chat.")],
    database_url: DatabaseUrl = None,
) -> None:
    """Answer the customer in their chat."""
    _ticket_desk(database_url).reply(number, words)


@tickets.command("close")
def close_ticket(number: TicketNumber, database_url: DatabaseUrl = None) -> None:
    """Close a ticket; the assistant answers the customer again."""
    _ticket_desk(database_url).close(number)


@app.command()
def feedback(
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON list instead of a table.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Show which answers customers like and dislike, the worst first."""
    from returndesk.admin.feedback import feedback as run

    project = this_project()
    run(project, _settings(project, database_url=database_url), Console(), as_json=as_json)


@app.command()
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
    ] = 3,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a page on what was asked on a day, what came of it and what could not be answered."""
    # Loads matplotlib, which few other commands need.
    from returndesk.report.command import Asked
    from returndesk.report.command import report as run

    project = this_project()
    settings = _settings(project, database_url=database_url)
    run(project, settings, Asked(day, zone, out, least), Progress(Console()))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def evaluate(context: typer.Context) -> None:
    """Measure how messages that training never saw are understood: `python -m lab evaluate` of this checkout."""
    root = this_project().root
    if not (root / "lab").is_dir():
        raise Failure("evaluate reads the messages of a checkout, and there is none around this program")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-m", "lab", "evaluate", *context.args], env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise typer.Exit(done.returncode)


@app.command()
def snippet(
    web_url: Annotated[str, typer.Option(help="Where browsers get the widget's script.")] = _on_this_machine(
        "web_port"
    ),
    server: Annotated[str, typer.Option(help="Where browsers reach the bot.")] = _on_this_machine("port"),
    token_url: Annotated[
        Optional[str], typer.Option(help="Where the shop's page gives the token of who is signed in.")
    ] = None,
    locale: Annotated[str, typer.Option(help="The language of the widget's own words.")] = "en",
) -> None:
    """Print the script tag by which a shop's page embeds the chat widget, with its integrity hash."""
    script = load_script()
    typer.echo(widget_tag(script, web_url=web_url, server_url=server, token_url=token_url, locale=locale))
    typer.echo(f"The script has {len(script.body):,} bytes, {len(script.compressed):,} gzipped.", err=True)


@app.command()
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


def _settings(project: Project, **options: object) -> Settings:
    """The settings with what was given on the command line, its places made independent of the current folder."""
    settings = load_settings(**options)
    own_database = "database_url" not in settings.__fields_set__
    own_models = "model_dir" not in settings.__fields_set__
    url = store.embedded_url(project) if own_database else store.absolute_url(settings.database_url)
    models = project.root / settings.model_dir if own_models else settings.model_dir.absolute()
    settings = settings.copy(update={"database_url": url, "model_dir": models})
    return settings.copy(update={"conversations_url": store.absolute_url(conversations_url(settings))})


def main() -> None:
    """Runs the command; a known problem is one message and exit code 1, never a traceback."""
    try:
        app(prog_name="returndesk")
    except _EXPECTED as error:
        Console(stderr=True).print(f"returndesk: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
