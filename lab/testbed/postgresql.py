"""A PostgreSQL server of our own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from lab.testbed.programs import find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from lab.testbed.unprivileged import as_nobody, give_to_nobody
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK

_PACKAGE = "postgresql"
_USER = "desk"
_INITDB_SECONDS = 120


@dataclass
class PostgreSQL(OwnServer):
    """The server.

    Args:
        port: Where it listens.
    """

    port: int = 0

    @property
    def url(self) -> str:
        """The address of its first database."""
        return self.database("postgres")

    def database(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@{LOOPBACK}:{self.port}/{name}"


@contextmanager
def own_postgresql(
    folder: Path, *, durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server on loopback for the time of a block.

    Args:
        folder: Where its data and its log go; made where missing. Data of an earlier run are used again.
        durable: Whether what it has confirmed outlives a power cut, at the price of waiting for the disk.
        settings: Further settings of postgresql.conf.

    Raises:
        MissingServer: PostgreSQL is not installed.
        Failure: It does not come up.
    """
    # Debian keeps them off the search path, one folder a version.
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    postgres = find_program("postgres", _PACKAGE, versions)
    initdb = find_program("initdb", _PACKAGE, [postgres.parent])
    folder.mkdir(parents=True, exist_ok=True)
    give_to_nobody(folder)
    data = folder.resolve() / "data"
    if not data.exists():
        subprocess.run(  # noqa: S603  # our own command
            [*as_nobody(), str(initdb), "-D", str(data), "-U", _USER, "-A", "trust", "-N", "-E", "UTF8"],
            check=True,
            capture_output=True,
            timeout=_INITDB_SECONDS,
        )
    (port,) = free_ports(1)
    options = {**({} if durable else {"fsync": "off", "full_page_writes": "off"}), **(settings or {})}
    with processes_of_servers() as processes:
        server = PostgreSQL(
            processes,
            "postgresql",
            (
                *(*as_nobody(), str(postgres), "-D", str(data), "-h", LOOPBACK, "-p", str(port), "-k", ""),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ),
            folder,
            lambda: _answers(server.url),
            # It would otherwise wait until the last client has gone.
            stops_on=signal.SIGINT,
            port=port,
        )
        with server.running():
            yield server


def _answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=1).close()
    except psycopg2.OperationalError:
        return False
    return True
