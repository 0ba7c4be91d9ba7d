"""The `returndesk` command, and what it says when something goes wrong."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from actions.store.import_export.failure import ImportFailed
from core.database.errors import StoreUnavailable
from core.settings import SettingsError
from returndesk.cli import connect, desk, development, learn, model, people, rules, serving, store
from returndesk.failure import Failure

_INTERRUPTED = 130
_EXPECTED = (Failure, SettingsError, ImportFailed, StoreUnavailable)

app = typer.Typer(
    name="returndesk",
    help="Trains and serves the return assistant, and loads its store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (serving, model, store, connect, rules, desk, people, learn, development):
    app.add_typer(part.app)


def main() -> None:
    """Run the command; a known problem is one message and exit code 1, never a traceback."""
    try:
        app(prog_name="returndesk")
    except _EXPECTED as error:
        Console(stderr=True).print(f"returndesk: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
