"""The assistant behind the widget: action server, bot and page server, of which a test may kill and start the bot."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import requests
from databases import Databases
from widget_shop import hostile_documents

from actions.demo.demo_data import demo_scans
from actions.store.import_export.exchange import import_file
from returndesk.admin import store
from returndesk.demo_shop.signed_by import ISSUER
from returndesk.model.training import model_file
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.project import this_project

#: Tuesday noon in Madrid; the clock of the assistant and of the browser stands there.
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
#: What the shop signs its customers' tokens with.
CUSTOMER_SECRET = "a-shop-and-its-desk-share-this-for-tests"

_START_SECONDS = 240
_STOP_SECONDS = 20
_LINES_SHOWN = 30


@dataclass
class Process:
    """One process of the assistant.

    Args:
        name: What it is called in messages.
        command: Python's arguments.
        health: The address that answers once it works.
        environment: All its variables.
        log: Where its output goes.
    """

    name: str
    command: tuple[str, ...]
    health: str
    environment: Mapping[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Starts it, and waits until it works."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=this_project().root,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.wait()

    def ensure(self) -> None:
        """Starts it where it does not run."""
        if self.running is None or self.running.poll() is not None:
            self.start()

    def wait(self) -> None:
        """Waits until it answers; AssertionError with its last lines where it does not."""
        assert self.running is not None
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self.running.poll() is None, f"{self.name} ended with {self.running.returncode}:\n{self.tail()}"
            assert time.monotonic() < deadline, f"{self.name} was not ready in time:\n{self.tail()}"
            time.sleep(0.1)

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        if self.running is not None and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait(_STOP_SECONDS)

    def tail(self) -> str:
        """Its last lines."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES_SHOWN:])

    def _answers(self) -> bool:
        try:
            return requests.get(self.health, timeout=2).ok
        except requests.RequestException:
            return False


@dataclass
class Desk:
    """A running assistant.

    Args:
        server: Where browsers reach the bot.
        web: Where the widget's script and the demo shop are served.
        bot: The bot's process.
        store: The address of its return store.
        processes: All of them.
    """

    server: str
    web: str
    bot: Process
    store: str
    processes: list[Process] = field(default_factory=list)


@contextmanager
def served_desk(
    folder: Path, shops: Mapping[str, str], databases: Databases, *, carrier: bool = False
) -> Iterator[Desk]:
    """Runs the assistant with the demo shop's data at `NOW`.

    Args:
        folder: Where its databases and logs go.
        shops: The addresses of the websites that may talk to it, by name.
        databases: What gives it its databases.
        carrier: Whether the demo carrier answers; the tests are not about what it knows.
    """
    project = this_project()
    subprocess.run([sys.executable, "-m", "returndesk", "train"], cwd=project.root, check=True, stdout=sys.stderr)
    url = databases.new(folder)
    document = folder / "store.json"
    document.write_text(json.dumps(hostile_documents(NOW)), encoding="utf-8")
    engine = store.open_store(url)
    import_file(engine, document)
    engine.dispose()
    port, actions_port, web_port, carrier_port = free_ports(4)
    carrier_url = f"http://127.0.0.1:{carrier_port}"
    server, web = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{web_port}"
    environment = child_environment(
        project,
        RETURNDESK_STATE=folder,
        RETURNDESK_DATABASE_URL=url,
        RETURNDESK_CONVERSATIONS_URL=databases.new(folder, "conversations.db"),
        **databases.settings(folder),
        RETURNDESK_NOW=NOW.isoformat(),
        RETURNDESK_PHOTOS_DIR=folder / "photos",
        RETURNDESK_PORT=port,
        RETURNDESK_ACTIONS_PORT=actions_port,
        RETURNDESK_ACTIONS_URL=f"http://127.0.0.1:{actions_port}/webhook",
        RETURNDESK_CARRIER_URL=carrier_url,
        RETURNDESK_ALLOWED_ORIGINS=" ".join((*shops.values(), web)),
        RETURNDESK_SESSION_SECRET="session-secret-of-the-browser-tests-0123456789",
        RETURNDESK_ACTIONS_SECRET="actions-secret-of-the-browser-tests-0123456789",
        RETURNDESK_CUSTOMER_SECRET=CUSTOMER_SECRET,
    )
    model = model_file(project.root / "models")
    bot_command = (
        *("bot", "run", "--model", str(model), "--endpoints", str(project.endpoints)),
        *("--credentials", str(project.credentials), "--interface", "127.0.0.1", "--port", str(port)),
    )

    def process(name: str, command: tuple[str, ...], health: str, **variables: str) -> Process:
        return Process(name, command, health, {**environment, **variables}, folder / f"{name}.log")

    actions = process(
        "actions", ("actions.server.app", "--port", str(actions_port)), f"http://127.0.0.1:{actions_port}/health"
    )
    bot = process("bot", bot_command, f"{server}/webhooks/rest/")
    page_command = ("returndesk.demo_shop", "--demo", "--port", str(web_port), "--bot-port", str(port))
    page = process("page", page_command, f"{web}/healthz", RETURNDESK_CUSTOMER_ISSUER=ISSUER)
    scans = folder / "scans.json"
    scans.write_text(json.dumps(demo_scans(NOW)), encoding="utf-8")
    carrier_command = ("actions.carrier.demo_service", str(scans), "--port", str(carrier_port))
    carriers = [process("carrier", carrier_command, f"{carrier_url}/health")] if carrier else []
    processes = [*carriers, actions, bot, page]
    with ExitStack() as stack:
        for each in processes:
            stack.callback(each.kill)
            each.start(wait=False)
        for each in processes:
            each.wait()
        yield Desk(server, web, bot, url, processes)
