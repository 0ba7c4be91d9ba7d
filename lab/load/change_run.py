"""`python -m lab changes`: tells an action server of changes while it is killed, and counts what came of them."""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import requests

from actions.help_desk.webhook_signature import standard_headers
from actions.store.engine import migrate
from actions.store.import_export.exchange import export_document
from core.database.engine import open_engine
from lab.load.shop_changes import Change, ShopChanges
from lab.testbed.postgresql import own_postgresql
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK
from returndesk.progress import Progress
from returndesk.project import Project

#: How many changes a delivery has, and how many deliveries are under way at a time.
BATCH: Final = 100
_SENDERS: Final = 4
#: Each of so many deliveries is sent once more after it was answered.
_AGAIN: Final = 20
_PATIENCE: Final = 60
_PAUSE: Final = 0.1


@dataclass
class Outcome:
    """What came of a run.

    Args:
        seconds: From the first delivery to the last answer, with what the server was away for.
        away: For how many of them it was.
        tries: How often deliveries were sent beyond once.
        results: How many changes came to what, as the answers said.
        otherwise: How many deliveries were answered otherwise when they were sent again.
        wrong: What the store holds otherwise than it should.
    """

    seconds: float = 0
    away: float = 0
    tries: int = 0
    results: Counter[str] = field(default_factory=Counter)
    otherwise: int = 0
    wrong: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Whether nothing was lost, doubled, outdated or answered otherwise."""
        return not any(self.wrong.values()) and not self.otherwise


class ChangeRun:
    """A run.

    Args:
        project: The checkout.
        progress: Who is told how far it is.
        count: How many changes.
        kills: How often the server is killed on the way.
        postgresql: Whether the store is in PostgreSQL and not in a file.
    """

    def __init__(self, project: Project, progress: Progress, count: int, kills: int, *, postgresql: bool) -> None:
        self._project = project
        self._progress = progress
        self._shop = ShopChanges(count)
        self._kills = kills
        self._postgresql = postgresql
        self._secret = secrets.token_hex(32)
        self._outcome = Outcome()
        self._counting = threading.Lock()
        self._answered = 0

    def run(self) -> Outcome:
        """Run it.

        Raises:
            MissingServer: PostgreSQL is not installed.
            Failure: A server does not come up.
        """
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            url = f"sqlite:///{folder / 'changes.db'}"
            if self._postgresql:
                # Confirmed has to mean on the disk.
                url = stack.enter_context(own_postgresql(folder / "postgresql", durable=True)).url
            engine = open_engine(url)
            migrate(engine)
            server = self._server(stack, folder, url)
            stack.enter_context(server.running())
            self._send(server)
            self._outcome.wrong = dict(self._shop.wrong(export_document(engine)))
            engine.dispose()
        return self._outcome

    def _server(self, stack: ExitStack, folder: Path, url: str) -> OwnServer:
        (self._port,) = free_ports(1)
        command = (sys.executable, "-m", "actions.server.app", "--port", str(self._port))
        environment = child_environment(
            self._project,
            # It runs where its log goes, and knows the checkout from here.
            PYTHONPATH=self._project.root,
            RETURNDESK_ENV="development",
            RETURNDESK_DATABASE_URL=url,
            RETURNDESK_STORE_SECRET=self._secret,
            RETURNDESK_NOW=None,
        )
        processes = stack.enter_context(processes_of_servers())
        return OwnServer(processes, "actions", command, folder, partial(_is_well, self._port), environment)

    def _send(self, server: OwnServer) -> None:
        changes = self._shop.changes()
        deliveries = [changes[start : start + BATCH] for start in range(0, len(changes), BATCH)]
        kill_at = {round(len(deliveries) * (each + 0.5) / self._kills) for each in range(self._kills)}
        began = time.monotonic()
        with self._progress.step(f"Sending {len(changes):,} changes") as step, ThreadPoolExecutor(_SENDERS) as senders:
            under_way = [senders.submit(self._deliver, number, each) for number, each in enumerate(deliveries)]
            while not all(each.done() for each in under_way):
                time.sleep(_PAUSE / 10)
                step.update(f"{self._answered * BATCH:,}")
                due = [each for each in kill_at if each <= self._answered]
                if due:
                    kill_at -= set(due)
                    gone = time.monotonic()
                    server.kill()
                    server.start()
                    self._outcome.away += time.monotonic() - gone
            for each in under_way:
                each.result()
        self._outcome.seconds = time.monotonic() - began

    def _deliver(self, number: int, changes: Sequence[Change]) -> None:
        """Send a delivery until it is answered, as the page says that one should."""
        body = json.dumps({"changes": changes}).encode()
        answer = self._answer(number, body)
        otherwise = number % _AGAIN == 0 and self._answer(number, body) != answer
        with self._counting:
            self._answered += 1
            self._outcome.otherwise += otherwise
            self._outcome.results.update(each["result"] for each in answer["results"])

    def _answer(self, number: int, body: bytes) -> Any:
        while True:
            headers = standard_headers(self._secret, f"run-{number}", datetime.now(timezone.utc), body)
            try:
                url = f"http://{LOOPBACK}:{self._port}/store/changes"
                answer = requests.post(url, data=body, headers=headers, timeout=_PATIENCE)
                if answer.status_code == requests.codes.ok:
                    return answer.json()
            except requests.RequestException:
                pass
            with self._counting:
                self._outcome.tries += 1
            time.sleep(_PAUSE)


def _is_well(port: int) -> bool:
    try:
        return requests.get(f"http://{LOOPBACK}:{port}/health", timeout=1).ok
    except requests.RequestException:
        return False
