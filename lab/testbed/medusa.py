"""A Medusa 2 shop of our own: the real server out of its packages, on a PostgreSQL database, with nothing in it yet."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.http_client import HttpClient, ServiceUnavailable
from lab.testbed.programs import MissingServer, find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.failure import Failure
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK

#: The shop as its developers have it: its packages with their lock, its settings, what it tells Return Desk.
PROJECT: Final = Path(__file__).parent / "medusa"
ADMIN: Final = "admin@shop.example"
_LOCK: Final = PROJECT / "package-lock.json"
_COMMAND_SECONDS: Final = 240
_LINES_SHOWN: Final = 15


@dataclass
class MedusaServer(OwnServer):
    """The server.

    Args:
        port: Where it listens.
        password: Of its one administrator, `ADMIN`.
    """

    port: int = 0
    password: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self.port}"


def installed() -> Path:
    """The packages of the shop, which scripts/install-medusa installs for all checkouts of this machine.

    Raises:
        MissingServer: They are not there, or not those of the lock.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    found = cache / "returndesk" / f"medusa-{hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16]}" / "node_modules"
    if not (found / ".bin" / "medusa").exists():
        raise MissingServer(
            "the Medusa server is not installed; run scripts/install-medusa, which needs Node 20 and npm"
        )
    return found


@contextmanager
def own_medusa(folder: Path, database_url: str, environment: Mapping[str, str] | None = None) -> Iterator[MedusaServer]:
    """Run a Medusa server on loopback for the time of a block, its database migrated, with an administrator.

    Args:
        folder: Where its project and its log go; made where missing.
        database_url: An empty PostgreSQL database.
        environment: Further variables, for what the shop tells Return Desk.

    Raises:
        MissingServer: Medusa or Node is not installed.
        Failure: It does not come up.
    """
    packages, node = installed(), find_program("node", "nodejs")
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", ".medusa"))
    (folder / "node_modules").symlink_to(packages)
    (port,) = free_ports(1)
    password = secrets.token_urlsafe(16)
    variables = {
        "DATABASE_URL": database_url,
        "SHOP_URL": f"http://{LOOPBACK}:{port}",
        "SHOP_SECRET": secrets.token_urlsafe(32),
        "NODE_ENV": "production",
        # It would tell its makers how it is used.
        "MEDUSA_DISABLE_TELEMETRY": "true",
        "NO_UPDATE_NOTIFIER": "true",
        **(environment or {}),
    }
    medusa = (str(node), str(packages / "@medusajs" / "cli" / "cli.js"))
    for arguments in (("db:migrate", "--skip-scripts", "--execute-safe-links"), ("user", "-e", ADMIN, "-p", password)):
        _run((*medusa, *arguments), folder, variables)
    client = HttpClient("Medusa", timeout=2, budget=2, longest=10_000)
    with processes_of_servers() as processes:
        server = MedusaServer(
            processes,
            "medusa",
            (*medusa, "start", "-H", LOOPBACK, "-p", str(port)),
            folder,
            lambda: _answers(client, server.url),
            variables,
            port=port,
            password=password,
        )
        with server.running():
            yield server


def _run(command: tuple[str, ...], folder: Path, variables: Mapping[str, str]) -> None:
    ended = subprocess.run(  # noqa: S603  # our own command
        command,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=_COMMAND_SECONDS,
        check=False,
    )
    if ended.returncode:
        last = "\n".join((ended.stdout + ended.stderr).splitlines()[-_LINES_SHOWN:])
        raise Failure(f"medusa {command[2]} ended with {ended.returncode}:\n{last}")


def _answers(client: HttpClient, url: str) -> bool:
    try:
        return client.status(f"{url}/health") == 200
    except ServiceUnavailable:
        return False
