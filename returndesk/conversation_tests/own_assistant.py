"""Starts an assistant for cases that say what it has to run on, and stops it again."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.clock import format_instant
from core.settings import ActionsIn, load_settings
from returndesk.conversation_tests.case import World
from returndesk.conversation_tests.rest_client import RestClient
from returndesk.failure import Failure
from returndesk.process.ports import free_ports
from returndesk.process.processes import Child, Processes
from returndesk.process.service import LOOPBACK, Service
from returndesk.process.stop_signals import StopSignals
from returndesk.project import STATE_VARIABLE, Project
from returndesk.serve.services import Serving

_TRAINING_AND_START_SECONDS = 900
_STOP_SECONDS = 60
_LINES_SHOWN = 15
#: What a person may have set for the assistant that they run themselves, and that must not reach this one.
_ITS_OWN = (
    *("ENV", "NOW", "DATABASE_URL", "DEMO_DATA", "CONVERSATIONS_URL", "HOST", "ALLOW_ORIGIN"),
    *(
        "RULES",
        "NUMBERS",
        "PORT",
        "ACTIONS_PORT",
        "WEB_PORT",
        "CARRIER_PORT",
        "CARRIER_URL",
        "ACTIONS_URL",
        "ACTIONS_IN",
    ),
)


@contextmanager
def own_assistant(project: Project, world: World) -> Iterator[RestClient]:
    """Serve an assistant in a state folder of its own, on ports of its own, for the time of a block.

    Args:
        project: The checkout; its model is trained first where it is stale.
        world: What the assistant runs on.

    Raises:
        Failure: It can't be started; the message holds what it said last.
    """
    with (
        tempfile.TemporaryDirectory(prefix="returndesk-converse-") as name,
        # Signals are for whoever runs the cases; the processes end with the block, or with this program.
        Processes(StopSignals(), _STOP_SECONDS) as processes,
    ):
        folder = Path(name)
        port, actions_port, web_port, carrier_port = free_ports(4)
        # Given as options, so that nothing of the environment goes before them.
        arguments = [
            *("--port", str(port), "--actions-port", str(actions_port)),
            *("--web-port", str(web_port), "--carrier-port", str(carrier_port)),
        ]
        if world.now is not None:
            arguments += ["--now", format_instant(world.now)]
        environment = _environment(folder)
        if world.rules is not None:
            environment["RETURNDESK_RULES"] = str(world.rules)

        def start(name: str, *command: str) -> Child:
            log = folder / f"{name}.log"
            return processes.start(
                [sys.executable, "-m", *command], log=log, folder=project.root, environment=environment
            )

        if world.store is not None:
            database = f"sqlite:///{folder / 'store.db'}"
            _load(project, world.store, database, environment)
            arguments += ["--no-demo-data", "--database-url", database]
            scans = world.scans or _no_scans(folder)
            start("carrier", "actions.carrier.demo_service", str(scans), "--port", str(carrier_port))
        assistant = start("up", "returndesk", "up", *arguments)
        settings = load_settings(port=port, actions_port=actions_port, web_port=web_port, carrier_port=carrier_port)
        serving = Serving(project, settings, LOOPBACK, (), demo_carrier=world.store is None, actions_in=ActionsIn.BOT)
        _wait(assistant, serving.services())
        yield RestClient(serving.webhook_url)


def _environment(folder: Path) -> dict[str, str]:
    not_inherited = {f"RETURNDESK_{name}" for name in _ITS_OWN}
    inherited = {name: value for name, value in os.environ.items() if name not in not_inherited}
    return {**inherited, STATE_VARIABLE: str(folder), "PYTHONUNBUFFERED": "1"}


def _no_scans(folder: Path) -> Path:
    path = folder / "scans.json"
    path.write_text("{}\n", encoding="utf-8")
    return path


def _load(project: Project, store: Path, database: str, environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "returndesk", "import", str(store), "--database-url", database],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Failure(f"{store} can't be loaded for the cases that name it: {done.stderr.strip()}")


def _wait(assistant: Child, services: list[Service]) -> None:
    deadline = time.monotonic() + _TRAINING_AND_START_SECONDS
    while not all(service.is_healthy() for service in services):
        if assistant.exit_code() is not None or time.monotonic() > deadline:
            last = "\n".join(assistant.last_lines(_LINES_SHOWN))
            raise Failure(f"the assistant that the cases need did not start; it said:\n{last}")
        time.sleep(0.2)
