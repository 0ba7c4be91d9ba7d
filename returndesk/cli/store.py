"""Commands about the return store and what else is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from returndesk.cli.options import OPERATOR, DatabaseUrl, DryRun, Now, State, Yes, settings_of
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import this_project

app = typer.Typer()


@app.command(rich_help_panel=OPERATOR)
def migrate(
    wait: Annotated[float, typer.Option(min=0, help="For how many seconds a database may take to answer.")] = 60,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring the return store and the conversations to the newest schema; safe while others do the same."""
    from returndesk.admin.migrate import migrate_stores

    migrate_stores(settings_of(this_project(), database_url=database_url), Progress(Console()), wait=wait)


@app.command("import", rich_help_panel=OPERATOR)
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A JSON file in the store's exchange format; with --mapping a CSV or XLSX file.", resolve_path=True
        ),
    ],
    mapping: Annotated[
        Optional[Path],
        typer.Option(help="A YAML file that says what the columns of a spreadsheet are.", resolve_path=True),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Bring records that are there up to date, instead of refusing the file.")
    ] = False,
    as_of: Annotated[
        Optional[str],
        typer.Option(
            show_default="now", help="When the shop's systems had the records so; what is known of later stays."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added and changed.")] = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Load customers, orders and returns from a file into the store: all of it or nothing."""
    project = this_project()
    settings = settings_of(project, database_url=database_url)
    progress = Progress(Console())
    if mapping is None:
        from returndesk.admin.importing import import_into_store

        import_into_store(project, settings, file, progress, update=update, as_of=as_of, dry_run=dry_run)
    else:
        from returndesk.admin.import_spreadsheet import import_spreadsheet

        import_spreadsheet(project, settings, file, mapping, progress, update=update, as_of=as_of, dry_run=dry_run)


@app.command(rich_help_panel=OPERATOR)
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
    from returndesk.admin import store
    from returndesk.admin.privacy import export_customer

    project = this_project()
    settings = settings_of(project, database_url=database_url)
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


@app.command(rich_help_panel=OPERATOR)
def purge(
    older_than: Annotated[str, typer.Option(help="An age in hours, days or weeks: 12h, 30d, 4w.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Delete conversations, closed tickets, proofs and whatever else nobody has used for that long."""
    from returndesk.admin.privacy import purge as run

    project = this_project()
    settings = settings_of(project, database_url=database_url)
    run(project, settings, older_than, Progress(Console()), yes=yes, dry_run=dry_run)


@app.command(rich_help_panel=OPERATOR)
def forget(
    customer: Annotated[Optional[str], typer.Option(help="The customer, by the shop's own id.")] = None,
    asked: Annotated[bool, typer.Option("--asked", help="All whom the connected shop wants forgotten.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    database_url: DatabaseUrl = None,
) -> None:
    """Delete what a customer said and who they are; orders and returns stay under a pseudonym."""
    from returndesk.admin.privacy import forget as run
    from returndesk.admin.privacy import forget_asked

    project = this_project()
    settings = settings_of(project, database_url=database_url)
    progress = Progress(Console())
    if asked is (customer is not None):
        raise Failure("say whom to forget: --customer ID, or --asked for all whom the connected shop wants forgotten")
    if customer is not None:
        run(project, settings, customer, progress, yes=yes, dry_run=dry_run)
    else:
        forget_asked(project, settings, progress, yes=yes, dry_run=dry_run)


@app.command("renew-demo", rich_help_panel=OPERATOR)
def renew_demo(yes: Yes = False, dry_run: DryRun = False, now: Now = None, state: State = None) -> None:
    """Make the demo shop anew as of today, with everything deleted that anybody said or did in it."""
    from returndesk.admin.renew_demo import renew_demo as run

    project = this_project(state)
    run(project, settings_of(project, now=now), Progress(Console()), yes=yes, dry_run=dry_run)
