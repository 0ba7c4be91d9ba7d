"""How the return store's database is opened and brought up to date.

Alembic is imported by what migrates or asks how far a database is, which none of the servers does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from core.database.engine import make_file
from core.database.errors import StoreUnavailable
from core.database.revisions import Revisions
from core.database.sessions import address, reading, writing_connection

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do as long as nothing else in the same database locks it.
_MIGRATION_LOCK = 7_310_045


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; an SQLite file and its folder are created where missing.

    Several processes may call this at once: one migrates, the others wait and find the work done.

    Raises:
        StoreUnavailable: The database did not answer, or was written by a newer version of this program.
    """
    make_file(engine)
    with writing_connection(engine) as connection:
        run_migrations(connection, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema; one without any has not.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with reading(engine) as session:
        found = MigrationContext.configure(session.connection()).get_current_revision()
    return found == ScriptDirectory.from_config(_configuration()).get_current_head()


def is_made(engine: Engine) -> bool:
    """Whether a store, of any version, was ever made in the database; one that is only there, and empty, holds none.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    from alembic.migration import MigrationContext

    with reading(engine) as session:
        return MigrationContext.configure(session.connection()).get_current_revision() is not None


def revisions() -> Revisions:
    """The schema's revisions that this program knows: each has a file that its number begins, behind a "v"."""
    files = (_MIGRATIONS / "versions").glob("v*.py")
    return Revisions(sorted(file.stem[1:].partition("_")[0] for file in files))


def run_migrations(connection: Connection, revision: str) -> None:
    """Take the schema to a revision within the connection's transaction: all of the way or not at all.

    Args:
        connection: One that `writing_connection` opened.
        revision: `head` for the newest schema, `base` for an empty database.

    Raises:
        StoreUnavailable: The database is at a revision this program doesn't know.
    """
    from alembic import command
    from alembic.util import CommandError

    if connection.dialect.name == "postgresql":
        # Who comes second waits for as long as the first one migrates.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    config = _configuration()
    config.attributes["connection"] = connection
    try:
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)
    except CommandError as error:
        raise StoreUnavailable(
            f"the return store at {address(connection.engine)} was made by another version of this program: {error}"
        ) from error


def _configuration() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
