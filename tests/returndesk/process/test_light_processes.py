"""Processes that watch or serve next to nothing don't import what takes more memory than all else that they do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from returndesk.process.ports import free_ports

ROOT = Path(__file__).parents[3]
DATABASES = ("sqlalchemy", "alembic", "mako", "psycopg2", "ijson", "openpyxl")
SERVERS = ("sanic", "aiohttp", "jinja2", "redis", "prometheus_client", "requests", "boto3")
TERMINAL = ("rich", "pygments", "typer")
HEAVY = ("rasa", "rasa_sdk", "numpy", "scipy", "spacy", "matplotlib", "phonenumbers")

WATCHING = """
import sys
from returndesk.cli.command import main
from returndesk.serve import up

class Supervisor:
    def __init__(self, *_, **__):
        print("imported", *sorted(name for name, module in sys.modules.items() if module is not None))
        raise SystemExit

up.Supervisor = Supervisor
up.train_if_stale = lambda *_, **__: None
main()
"""
PAGE = """
import sys
from aiohttp import web
from returndesk.demo_shop.__main__ import main

web.run_app = lambda *_, **__: print(
    "imported", *sorted(name for name, module in sys.modules.items() if module is not None)
)
main()
"""


def imported(code: str, *arguments: object, **variables: str) -> set[str]:
    """The packages that a program has in memory when it says so."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "imported", done.stdout + done.stderr
    return {name.partition(".")[0] for name in last[1:]}


@pytest.mark.embedded("about the supervisor of the embedded store, which it has made and filled before")
def test_the_supervisor_has_neither_databases_nor_servers_in_memory(tmp_path):
    names = ("--port", "--actions-port", "--web-port", "--carrier-port")
    ports = [part for pair in zip(names, free_ports(4), strict=True) for part in pair]
    found = imported(WATCHING, "up", "--state", tmp_path, *ports, RETURNDESK_DATABASE_URL="")
    assert (tmp_path / "returndesk.db").is_file()
    assert "pydantic" in found
    assert found.isdisjoint([*DATABASES, *SERVERS, *HEAVY])


@pytest.mark.embedded("about what is imported before any database is opened")
def test_the_page_has_what_it_serves_in_memory_and_no_database(tmp_path):
    secret = {
        "RETURNDESK_CUSTOMER_SECRET": "the-demo-shop-and-its-desk-share-this",
        "RETURNDESK_CUSTOMER_ISSUER": "returndesk-demo-shop",
    }
    assert {"aiohttp", "jinja2", "sqlalchemy"} <= imported(PAGE, "--demo", **secret)
    # The demo shop serves the application for people besides, and that reads the store.
    found = imported(PAGE, **secret)
    assert "aiohttp" in found
    assert found.isdisjoint([*DATABASES, *TERMINAL, "sanic", "redis", "prometheus_client", "rasa", "numpy", "spacy"])


@pytest.mark.parametrize("server", ["actions.services", "core.health.checks", "core.conversations.conversations"])
def test_servers_do_without_what_migrates(server):
    code = f'import sys, {server}; print("imported", *sys.modules)'
    assert imported(code).isdisjoint(["alembic", "mako"])
