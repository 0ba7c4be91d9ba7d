"""A bot with its channels, and an action server that it may ask, each in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import requests
from databases import Databases
from own_environment import own_environment

from returndesk.process.ports import free_ports
from returndesk.project import this_project

ROOT = this_project().root
STORE = ROOT / "tests" / "conversations" / "store.json"
MODEL = ROOT / "models" / "returndesk.tar.gz"
ORIGIN = "https://shop.example"
SECRETS = {
    "RETURNDESK_SESSION_SECRET": "sessions-of-the-tests-are-signed-with-this",
    "RETURNDESK_ACTIONS_SECRET": "what-the-bot-of-the-tests-shows-the-actions",
    "RETURNDESK_CUSTOMER_SECRET": "what-the-shop-of-the-tests-signs-tokens-with",
    "RETURNDESK_CUSTOMER_ISSUER": "https://shop.example",
    "RETURNDESK_CUSTOMER_AUDIENCE": "returndesk",
}
API_KEY = "the-key-of-the-shops-own-server"
LIMIT = 6

_START_SECONDS = 240
_STOP_SECONDS = 30
_ANSWER_SECONDS = 60


@contextmanager
def process(command: Sequence[str], health: str, log: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """Runs a server for the time of a block, once it answers."""
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=own_environment(**settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(health):
            assert running.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-3000:]
            time.sleep(0.1)
        yield
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()


def _answers(health: str) -> bool:
    try:
        return requests.get(health, timeout=2).ok
    except requests.RequestException:
        return False


@dataclass
class Visit:
    """A page with a session."""

    desk: Desk
    session: str

    @property
    def headers(self) -> dict[str, str]:
        """What it shows."""
        return {"Authorization": f"Bearer {self.session}"}

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Calls `/webhooks/rest/…`."""
        return requests.request(
            method, f"{self.desk.rest}{path}", json=body, headers=self.headers, timeout=_ANSWER_SECONDS
        )

    def say(self, message: str, **more: Any) -> requests.Response:
        """Says something."""
        return self.call("POST", "/webhook", {"message": message, **more})

    def history(self) -> list[dict[str, Any]]:
        """What was said."""
        answer = self.call("GET", "/history")
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages


@dataclass(frozen=True)
class Desk:
    """A running bot.

    Args:
        url: Where it listens.
        log: What it has written.
    """

    url: str
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def rest(self) -> str:
        """Where its REST channel is."""
        return f"{self.url}/webhooks/rest"

    def post(self, path: str, **request: Any) -> requests.Response:
        """Calls `/webhooks/rest/…` with nothing but what is given."""
        return requests.post(f"{self.rest}{path}", timeout=_ANSWER_SECONDS, **request)

    def visit(self) -> Visit:
        """A page that was just opened."""
        answer = self.post("/session", json={})
        assert answer.status_code == 200, answer.text
        return Visit(self, answer.json()["session"])

    def plain(self, message: str, sender: str | None = None) -> list[dict[str, Any]]:
        """Says something as Rasa's own clients do."""
        answer = self.post("/webhook", json={"sender": sender or uuid.uuid4().hex, "message": message})
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()
        return messages


def customer_token(customer: str, name: str) -> str:
    """What the shop of the tests gives a page whose visitor has signed in."""
    now = int(time.time())
    claims = {
        "sub": customer,
        "given_name": name,
        "iss": SECRETS["RETURNDESK_CUSTOMER_ISSUER"],
        "aud": SECRETS["RETURNDESK_CUSTOMER_AUDIENCE"],
        "iat": now,
        "exp": now + 600,
    }
    return jwt.encode(claims, SECRETS["RETURNDESK_CUSTOMER_SECRET"], algorithm="HS256")


@contextmanager
def actions(folder: Path, databases: Databases) -> Iterator[dict[str, str]]:
    """The action server with the store of the conversation tests; the settings that bots and it share."""
    database = databases.new(folder)
    for command in (("train",), ("import", str(STORE), "--database-url", database)):
        subprocess.run([sys.executable, "-m", "returndesk", *command], cwd=ROOT, env=own_environment(), check=True)
    port = free_ports(1)[0]
    settings = {**SECRETS, "RETURNDESK_DATABASE_URL": database}
    settings["RETURNDESK_ACTIONS_URL"] = f"http://127.0.0.1:{port}/webhook"
    command = ["actions.server.app", "--port", str(port)]
    with process(command, f"http://127.0.0.1:{port}/health", folder / "actions.log", settings):
        yield settings


@contextmanager
def bot(folder: Path, shared: Mapping[str, str], databases: Databases, **settings: str) -> Iterator[Desk]:
    """A bot with all its channels; on files it runs the actions itself, as `returndesk up` has it."""
    port = free_ports(1)[0]
    mine = {
        **shared,
        "RETURNDESK_ALLOWED_ORIGINS": ORIGIN,
        "RETURNDESK_API_KEYS": f"shop:{API_KEY}",
        "RETURNDESK_CONVERSATIONS_URL": databases.new(folder, "conversations.db"),
        **databases.settings(folder),
        **settings,
    }
    command = [
        "bot" if databases.served else "returndesk.serve.bot_with_actions",
        *("run", "--model", str(MODEL), "--interface", "127.0.0.1", "--port", str(port)),
        *("--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"),
    ]
    desk = Desk(f"http://127.0.0.1:{port}", folder / f"bot-{port}.log", mine)
    with process(command, f"{desk.rest}/", desk.log, mine):
        yield desk
