"""A bot and an action server as in production, with a carrier and a help desk that note what they are asked."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import requests
from own_environment import own_environment
from prometheus_client.parser import text_string_to_metric_families

from returndesk.process.ports import free_ports
from returndesk.project import this_project

ROOT = this_project().root
STORE = ROOT / "tests" / "conversations" / "store.json"
MODEL = ROOT / "models" / "returndesk.tar.gz"
API_KEY = "the-key-of-the-shops-own-server"
MESSAGES_PER_SESSION = 12

#: A carrier that is well, and knows no parcel.
NO_SUCH_PARCEL = 404

_START_SECONDS = 240
_STOP_SECONDS = 30
_ANSWER_SECONDS = 60
_WAIT_SECONDS = 30

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Heard:
    """A request that a service of somebody else's got."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Outsider:
    """A service of somebody else's that notes what it is asked, and answers all the same.

    Args:
        answer: What it answers.
        status: With which status.
    """

    answer: Any
    status: int = 200
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def served(self) -> Iterator[Outsider]:
        """Serves for the time of the block."""
        outsider = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outsider.heard.append(Heard(self.path, headers))
                body = json.dumps(outsider.answer).encode()
                self.send_response(outsider.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer  # noqa: N815  # the names that the server looks for

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@dataclass
class Process:
    """A server with a process of its own.

    Args:
        url: Where it listens.
        log: What it has written.
    """

    url: str
    log: Path

    def records(self) -> list[dict[str, Any]]:
        """The lines of its log, each of which has to be an object."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def scrape(self) -> dict[str, dict[frozenset[tuple[str, str]], float]]:
        """All that it has measured: values by labels, by name."""
        answer = requests.get(f"{self.url}/metrics", timeout=_ANSWER_SECONDS)
        assert answer.status_code == 200, answer.text
        found: dict[str, dict[frozenset[tuple[str, str]], float]] = {}
        for family in text_string_to_metric_families(answer.text):
            for sample in family.samples:
                found.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
        return found

    def measured(self, name: str, **labels: str) -> float:
        """The sum of all values of a name that have these labels."""
        wanted = set(labels.items())
        return sum(value for has, value in self.scrape().get(name, {}).items() if wanted <= has)


@dataclass
class OperatedDesk:
    """The whole desk."""

    bot: Process
    actions: Process
    carrier: Outsider
    help_desk: Outsider
    folder: Path

    def say(self, sender: str, message: str, **headers: str) -> requests.Response:
        """Says something as the shop's own server."""
        return requests.post(
            f"{self.bot.url}/webhooks/rest/webhook",
            json={"sender": sender, "message": message},
            headers={"X-API-Key": API_KEY, **headers},
            timeout=_ANSWER_SECONDS,
        )

    def text(self, sender: str, message: str) -> str:
        """Says something and returns the answer's words."""
        answer = self.say(sender, message)
        assert answer.status_code == 200, answer.text
        return "\n".join(each.get("text", "") for each in answer.json())


def new_sender() -> str:
    """Somebody who has never said anything."""
    return uuid.uuid4().hex


def wait_for(condition: Any) -> Any:
    """What a condition gives once it gives something."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
    return found


@contextmanager
def operated_desk(folder: Path) -> Iterator[OperatedDesk]:
    """Runs it for the time of a block."""
    database = f"sqlite:///{folder / 'store.db'}"
    for command in (("train",), ("import", str(STORE), "--database-url", database)):
        subprocess.run([sys.executable, "-m", "returndesk", *command], cwd=ROOT, env=_environment({}), check=True)
    port, actions_port = free_ports(2)
    with Outsider({}, status=NO_SUCH_PARCEL).served() as carrier, Outsider({}).served() as help_desk:
        settings = {
            "RETURNDESK_ENV": "production",
            "RETURNDESK_DRAIN_SECONDS": "0",
            "RETURNDESK_DATABASE_URL": database,
            "RETURNDESK_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
            "RETURNDESK_SESSION_SECRET": "sessions-of-the-tests-are-signed-with-this",
            "RETURNDESK_ACTIONS_SECRET": "what-the-bot-of-the-tests-shows-the-actions",
            "RETURNDESK_API_KEYS": f"shop:{API_KEY}",
            "RETURNDESK_MESSAGES_PER_SESSION": f"{MESSAGES_PER_SESSION}/hour",
            "RETURNDESK_CARRIER_URL": f"http://127.0.0.1:{carrier.port}",
            "RETURNDESK_HELP_DESK": "webhook",
            "RETURNDESK_HELP_DESK_URL": f"http://127.0.0.1:{help_desk.port}/tickets",
            "RETURNDESK_HELP_DESK_SECRET": "what-is-told-the-help-desk-is-signed-with",
            "RETURNDESK_BOT_URL": f"http://127.0.0.1:{port}",
            "RETURNDESK_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        }
        actions = Process(f"http://127.0.0.1:{actions_port}", folder / "actions.log")
        bot = Process(f"http://127.0.0.1:{port}", folder / "bot.log")
        run_bot = [
            *("bot", "run", "--model", str(MODEL), "--interface", "127.0.0.1", "--port", str(port)),
            *("--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"),
        ]
        with (
            _running(
                ["actions.server.app", "--port", str(actions_port)], f"{actions.url}/health", actions.log, settings
            ),
            _running(run_bot, f"{bot.url}/webhooks/rest/", bot.log, settings),
        ):
            yield OperatedDesk(bot, actions, carrier, help_desk, folder)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return own_environment(SQLALCHEMY_SILENCE_UBER_WARNING="1", PYTHONWARNINGS="ignore", **settings)


@contextmanager
def _running(command: Sequence[str], health: str, log: Path, settings: Mapping[str, str]) -> Iterator[None]:
    # What is printed is no line of the log; it goes elsewhere.
    with log.open("wb") as lines, log.with_suffix(".out").open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=_environment(settings), stdout=printed, stderr=lines
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(health):
            assert process.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-3000:]
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(health: str) -> bool:
    try:
        return requests.get(health, timeout=2).ok
    except requests.RequestException:
        return False
