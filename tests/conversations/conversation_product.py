"""The product as a shop runs it: `returndesk up` in a process of its own, with a store and a carrier."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from databases import Databases
from own_environment import own_environment

from core.conversations.address import conversations_url
from core.settings import ActionsIn, load_settings
from returndesk.process.ports import free_ports
from returndesk.project import STATE_VARIABLE, this_project

HERE = Path(__file__).parent
ROOT = this_project().root
STORE = HERE / "store.json"
SCANS = HERE / "scans.json"
#: What bot and action server of the product share, and tests that speak for the action server.
ACTIONS_SECRET = "what-the-bot-of-the-conversations-shows-the-actions"
#: On a process's path, this folder keeps it from talking to anybody outside.
GUARD = HERE / "network_guard"
CASES_FOLDER = HERE
#: Tuesday 13 October 2026: noon in Madrid, six in the morning in New York.
NOW = "2026-10-13T10:00:00Z"

#: What no log may hold: e-mail addresses, order numbers (also mistyped ones), return numbers, tracking numbers. The
#: address of a database, desk@127.0.0.1, is nobody's.
PERSONAL = re.compile(
    r"[\w.+-]+@(?:[\w-]+\.)+[^\W\d]|\b\d{15,17}\b|\b\d{4}([ -]\d{4}){3}\b|\bR-?\d{4}\b|\bLP\d{8}[A-Z]{2}\b"
)

_TRAINING_AND_START_SECONDS = 900
_START_SECONDS = 240
_STOP_SECONDS = 30
_ANSWER_SECONDS = 60
_LINES_SHOWN = 25


@dataclass
class Server:
    """A program that serves HTTP on this machine, with its output in a file.

    Args:
        name: What it is called in messages.
        command: The program and its arguments.
        health: The address that answers 200 once it works.
        log: Where its output goes.
        settings: RETURNDESK_… variables.
    """

    name: str
    command: Sequence[str]
    health: str
    log: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self, within: float = _START_SECONDS) -> None:
        """Starts it and waits until it works; raises AssertionError with its last lines where it does not."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=own_environment(**self.settings), stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + within
        while not self._answers():
            assert self.process.poll() is None, f"{self.name} ended with {self.process.returncode}:\n{tail(self.log)}"
            assert time.monotonic() < deadline, f"{self.name} was not ready within {within:.0f} s:\n{tail(self.log)}"
            time.sleep(0.1)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to stop and waits for its end; kills it and raises where it does not. Returns its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        try:
            return self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _answers(self) -> bool:
        try:
            return requests.get(self.health, timeout=2).ok
        except requests.RequestException:
            return False


@contextmanager
def running(server: Server, within: float = _START_SECONDS) -> Iterator[Server]:
    """Runs a server for the time of a block, and stops it however the block ends."""
    try:
        server.start(within)
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()


@dataclass(frozen=True)
class Conversation:
    """One customer's chat over REST, with a sender of its own."""

    webhook: str
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, message: str) -> list[dict[str, Any]]:
        """Sends a message and returns the bot's messages."""
        answer = requests.post(self.webhook, json={"sender": self.sender, "message": message}, timeout=_ANSWER_SECONDS)
        assert answer.status_code == requests.codes.ok, f"status {answer.status_code}: {answer.text[:500]}"
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def text(self, message: str) -> str:
        """Sends a message and returns all that the bot says, as one text."""
        return "\n".join(each.get("text", "") for each in self.say(message))


@dataclass(frozen=True)
class Product:
    """A running assistant.

    Args:
        webhook: Where its REST channel listens.
        folder: Where its files are.
        database: The address of its store.
        conversations: The address at which conversations are kept.
        carrier: The carrier it asks; a test may stop it, and has to start it again.
        logs: What each process has written, by name.
    """

    webhook: str
    folder: Path
    database: str
    conversations: str
    carrier: Server
    logs: dict[str, Path]

    @property
    def bot(self) -> str:
        """The address of the bot, without a path."""
        return self.webhook.partition("/webhooks")[0]

    def conversation(self) -> Conversation:
        """A new chat, in which nothing was said yet."""
        return Conversation(self.webhook)

    def connections(self) -> list[str]:
        """What any process of the desk tried to reach outside this machine."""
        tried = self.folder / "connections"
        return tried.read_text(encoding="utf-8").splitlines() if tried.exists() else []

    def personal_data_in_logs(self) -> list[str]:
        """Lines of any log that hold an e-mail address or a number of an order, a return or a parcel."""
        return [
            f"{name}: {line}"
            for name, path in self.logs.items()
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
            if PERSONAL.search(line)
        ]


@contextmanager
def carrier(folder: Path) -> Iterator[Server]:
    """The demo carrier with the scans of the tests."""
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "actions.carrier.demo_service", str(SCANS), "--port", str(port)]
    with running(Server("carrier", command, f"http://127.0.0.1:{port}/health", folder / "carrier.log")) as server:
        yield server


@contextmanager
def product(
    folder: Path, carrier: Server, databases: Databases, settings: Mapping[str, str] | None = None
) -> Iterator[Product]:
    """The whole assistant at `NOW`, its store loaded from `STORE`; on leaving it has to end cleanly.

    Args:
        folder: Where its state and its logs go, and its databases should they be files.
        carrier: What it asks about parcels.
        databases: What gives it its databases.
        settings: Further RETURNDESK_… variables.
    """
    url = databases.new(folder)
    actions_in = ActionsIn.SERVER if databases.served else ActionsIn.BOT
    # Beside another product of the same run, whose logs are others'.
    state = folder / "state"
    run_returndesk("import", str(STORE), "--database-url", url)
    port, actions_port, web_port = free_ports(3)
    command = [
        *(sys.executable, "-m", "returndesk", "up", "--now", NOW, "--no-demo-data", "--database-url", url),
        *("--port", str(port), "--actions-port", str(actions_port), "--web-port", str(web_port)),
    ]
    carrier_url = carrier.health.removesuffix("/health")
    # A page that answers says little of the bot; `up` says itself when all of them work.
    server = Server(
        "returndesk up",
        command,
        f"http://127.0.0.1:{web_port}/healthz",
        folder / "up.log",
        {
            STATE_VARIABLE: str(state),
            "RETURNDESK_CARRIER_URL": carrier_url,
            "RETURNDESK_ACTIONS_SECRET": ACTIONS_SECRET,
            # Each arrangement where it is at home: several bots share an action server as they share databases.
            "RETURNDESK_ACTIONS_IN": actions_in.value,
            "PYTHONPATH": str(GUARD),
            "RETURNDESK_TEST_CONNECTIONS": str(folder / "connections"),
            **databases.settings(folder),
            **(settings or {}),
        },
    )
    written = this_project(state).logs
    names = ("bot", "page", *(("actions",) if actions_in is ActionsIn.SERVER else ()))
    logs = {name: written / f"{name}.log" for name in names}
    logs |= {"up": server.log, "carrier": carrier.log}
    try:
        with running(server, _TRAINING_AND_START_SECONDS):
            wait_for_line(server, "Ready.")
            desk = Product(
                f"http://127.0.0.1:{port}/webhooks/rest/webhook",
                folder,
                url,
                conversations_url(load_settings(database_url=url)),
                carrier,
                logs,
            )
            yield desk
            code = server.stop(signal.SIGINT)
            assert code == 0, f"returndesk up ended with {code}:\n{tail(server.log)}"
        assert "Stopped" in tail(server.log), f"returndesk up did not say that it stopped:\n{tail(server.log)}"
        for each in (port, actions_port, web_port):
            socket.create_server(("127.0.0.1", each)).close()
        assert desk.personal_data_in_logs() == []
    finally:
        for name in names:
            if logs[name].is_file():
                (folder / f"{name}.log").write_bytes(logs[name].read_bytes())


def run_returndesk(*arguments: str, **settings: str) -> str:
    """Runs a command of the program to its end and returns what it wrote; raises where it fails.

    Args:
        arguments: The command and its arguments.
        settings: RETURNDESK_… variables.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "returndesk", *arguments],
        cwd=ROOT,
        env=own_environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


def tail(path: Path, lines: int = _LINES_SHOWN) -> str:
    """The last lines of a file."""
    if not path.is_file():
        return "(nothing written)"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def stored(section: str) -> list[dict[str, Any]]:
    """The records of a section of the store that the product was loaded with."""
    records: list[dict[str, Any]] = json.loads(STORE.read_text(encoding="utf-8"))[section]
    return records


def wait_for_line(server: Server, text: str) -> None:
    """Waits until a program that trains and starts the assistant has written something; AssertionError if it ends."""
    deadline = time.monotonic() + _TRAINING_AND_START_SECONDS
    while text not in tail(server.log, lines=1000):
        assert server.process is not None and server.process.poll() is None, tail(server.log)
        assert time.monotonic() < deadline, f"{server.name} never said {text!r}:\n{tail(server.log)}"
        time.sleep(0.1)
