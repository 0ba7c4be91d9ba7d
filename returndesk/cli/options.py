"""What options of several commands are called, and the settings that they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Optional

import typer

from core.conversations.address import conversations_url
from core.settings import Settings, load_settings
from returndesk import store_address
from returndesk.project import STATE_VARIABLE, Project

#: Under which heading of `returndesk --help` a command stands: for who answers customers or looks at what they ask,
#: for who runs the processes, and for who changes the assistant and measures it.
DAILY: Final = "Every day"
OPERATOR: Final = "Running it"
LABORATORY: Final = "Changing and measuring the assistant"


def default(field: str) -> Any:
    """What a setting is where nobody says otherwise."""
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
        show_default=str(default("model_dir")),
        help="The folder of the trained model.",
        file_okay=False,
        resolve_path=True,
    ),
]
ModelUrl = Annotated[
    Optional[str], typer.Option(envvar="RETURNDESK_MODEL_URL", help="Where models are published: s3://bucket/prefix.")
]
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


def port_option(field: str, what: str) -> Any:
    """The option of a port, named like its setting."""
    return typer.Option(envvar=f"RETURNDESK_{field.upper()}", help=what)


def settings_of(project: Project, **options: object) -> Settings:
    """The settings with what was given on the command line, its places made independent of the current folder."""
    settings = load_settings(**options)
    own_database = "database_url" not in settings.__fields_set__
    own_models = "model_dir" not in settings.__fields_set__
    url = store_address.embedded_url(project) if own_database else store_address.absolute_url(settings.database_url)
    models = project.root / settings.model_dir if own_models else settings.model_dir.absolute()
    own_photos = "photos_dir" not in settings.__fields_set__
    photos = project.state / "photos" if own_photos else settings.photos_dir.absolute()
    settings = settings.copy(update={"database_url": url, "model_dir": models, "photos_dir": photos})
    return settings.copy(update={"conversations_url": store_address.absolute_url(conversations_url(settings))})
