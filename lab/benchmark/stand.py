"""Where both bots run while they are measured: one store, one action server, one carrier, ports of their own."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final, Optional

import requests
import yaml

from actions.demo.demo_data import demo_scans
from actions.demo.seed import seed_demo
from actions.store.engine import migrate
from bot.rasa_patches.without_tensorflow import SWITCH
from core.database.engine import open_engine
from lab.benchmark.stories import stories_from_rules
from returndesk.failure import Failure
from returndesk.model.training import model_file
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.process.processes import Child, Processes
from returndesk.process.service import LOOPBACK, Service
from returndesk.process.stop_signals import StopSignals
from returndesk.project import Project

NOW: Final = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
_POLL_SECONDS: Final = 0.05
_LINES_SHOWN: Final = 20
_START_SECONDS: Final = 300
_STOP_SECONDS: Final = 15


@dataclass(frozen=True)
class Contender:
    """One of the two bots.

    Args:
        name: One word for it.
        module: The Python module that trains and serves it.
        config: Its pipeline and policies.
        tensorflow: Whether it runs with TensorFlow.
        stories: Whether it learns to decide from stories as well, and from English alone: a stock bot has one
            language, and what is measured is English.
        with_actions: The module that serves it with the actions in its process; None where an action server has them.
    """

    name: str
    module: str
    config: Path
    tensorflow: bool
    stories: bool = False
    with_actions: Optional[str] = None


@dataclass(frozen=True)
class Served:
    """A process of a bot, and how long it took from its start to its first answer, in seconds."""

    child: Child
    webhook: str
    seconds_to_first_answer: float


class Stand:
    """Trains and serves the contenders.

    Args:
        project: The checkout.
        folder: Where models, store and logs go.
        processes: Who starts and ends the processes.
        stop_signals: Requests to stop, looked at during the long steps.
    """

    def __init__(self, project: Project, folder: Path, processes: Processes, stop_signals: StopSignals) -> None:
        self._project = project
        self._folder = folder
        self._processes = processes
        self._stop_signals = stop_signals
        self._actions_port, self._carrier_port, *self._bot_ports = free_ports(4)
        #: Everything that was started, also what has ended.
        self.children: list[Child] = []
        self._stock_credentials = folder / "credentials.yml"
        self._stock_endpoints = folder / "endpoints.yml"
        self._store = folder / "store.db"
        self._scans = folder / "scans.json"

    @property
    def actions_url(self) -> str:
        """Where the action server listens."""
        return f"http://{LOOPBACK}:{self._actions_port}/webhook"

    def prepare(self, *, action_server: bool = True) -> None:
        """Fill the store with the demo shop as of `NOW`, and start carrier and, unless not wanted, action server."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stock_credentials.write_text("rest:\n", encoding="utf-8")
        # Stock Rasa keeps conversations in memory.
        endpoints = yaml.safe_load(self._project.endpoints.read_text(encoding="utf-8"))
        endpoints.pop("tracker_store", None)
        self._stock_endpoints.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
        for leftover in (*self._folder.glob(f"{self._store.name}*"), *self._folder.glob("conversations.db*")):
            leftover.unlink()
        engine = open_engine(f"sqlite:///{self._store}")
        migrate(engine)
        seed_demo(engine, NOW)
        engine.dispose()
        self._scans.write_text(json.dumps(demo_scans(NOW)), encoding="utf-8")
        carrier = ("actions.carrier.demo_service", str(self._scans), "--port", str(self._carrier_port))
        actions = ("actions.server.app", "--port", str(self._actions_port))
        servers = [("carrier", self._carrier_port, carrier), ("actions", self._actions_port, actions)]
        for name, port, command in servers if action_server else servers[:1]:
            child = self._start(name, command, self._environment())
            self._wait(child, Service(name, (), LOOPBACK, port, "", "/health", _START_SECONDS))

    def model_dir(self, contender: Contender) -> Path:
        """Where a contender's model is."""
        return self._folder / contender.name

    def train(self, contender: Contender) -> float:
        """Train a contender from nothing; the seconds of the whole command.

        Raises:
            Failure: The training failed.
            KeyboardInterrupt: Someone asked to stop.
        """
        cache = self._folder / f"{contender.name}-cache"
        shutil.rmtree(cache, ignore_errors=True)
        command = (
            *(contender.module, "train", "--force"),
            *("--domain", str(self._project.domain)),
            *("--data", *(str(path) for path in self._data(contender))),
            *("--config", str(contender.config)),
            *("--out", str(self.model_dir(contender))),
            *("--fixed-model-name", model_file(Path()).name.removesuffix(".tar.gz")),
        )
        begin = time.perf_counter()
        child = self._start(
            f"train-{contender.name}", command, {**self._environment(contender), "RASA_CACHE_DIRECTORY": str(cache)}
        )
        code = self._ended(child)
        seconds = time.perf_counter() - begin
        shutil.rmtree(cache, ignore_errors=True)
        if code or not model_file(self.model_dir(contender)).is_file():
            raise Failure(f"training {contender.name} ended with {code}: {_last_words(child)}")
        return seconds

    def _data(self, contender: Contender) -> tuple[Path, ...]:
        data = tuple(self._project.training_data())
        if not contender.stories:
            return data
        files = english_files(data)
        stories = self._folder / "stories.yml"
        stories.write_text(stories_from_rules(files), encoding="utf-8")
        return (*files, stories)

    def serve(self, contender: Contender, number: int) -> Served:
        """Start a contender's bot and wait for its first answer.

        Args:
            contender: Which one.
            number: 0 or 1; each bot has a port of its own.

        Raises:
            Failure: The bot does not come up.
        """
        port = self._bot_ports[number]
        webhook = f"http://{LOOPBACK}:{port}/webhooks/rest/webhook"
        ours = contender.module == "bot"
        command = (
            *(contender.with_actions or contender.module, "run"),
            *("--model", str(model_file(self.model_dir(contender)))),
            *("--endpoints", str(self._project.endpoints if ours else self._stock_endpoints)),
            *("--credentials", str(self._project.credentials if ours else self._stock_credentials)),
            *("--interface", LOOPBACK, "--port", str(port)),
        )
        begin = time.perf_counter()
        child = self._start(contender.name, command, self._environment(contender))
        self._wait(child, Service(contender.name, (), LOOPBACK, port, "", "/webhooks/rest/", _START_SECONDS))
        first_answer(webhook)
        return Served(child, webhook, time.perf_counter() - begin)

    def run(self, name: str, command: Sequence[str], contender: Contender) -> None:
        """Run a further module of ours to its end, in a contender's environment.

        Raises:
            Failure: It failed.
            KeyboardInterrupt: Someone asked to stop.
        """
        child = self._start(name, command, self._environment(contender))
        code = self._ended(child)
        if code:
            raise Failure(f"{name} ended with {code}: {_last_words(child)}")

    def stop_one(self, served: Served) -> None:
        """Stop a bot and wait for its end."""
        served.child.send(signal.SIGTERM)
        if served.child.wait(_STOP_SECONDS) is None:
            served.child.send(signal.SIGKILL)
            served.child.wait(_STOP_SECONDS)

    def _ended(self, child: Child) -> int:
        """Wait for a child's end and return its exit code."""
        while (code := child.wait(_POLL_SECONDS)) is None and not self._stop_signals.requested:
            pass
        # A request to stop often reaches the child as well.
        if code is None or self._stop_signals.requested:
            raise KeyboardInterrupt
        return code

    def _start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
        child = self._processes.start(
            (sys.executable, "-m", *command),
            log=self._folder / f"{name}.log",
            folder=self._project.root,
            environment=environment,
        )
        self.children.append(child)
        return child

    def _environment(self, contender: Contender | None = None) -> Mapping[str, str]:
        return child_environment(
            self._project,
            **{SWITCH: "on" if contender is not None and contender.tensorflow else None},
            RETURNDESK_ENV="development",
            RETURNDESK_DATABASE_URL=f"sqlite:///{self._store}",
            RETURNDESK_NOW=NOW.isoformat(),
            # Rasa's own command line does not read bot/endpoints.yml while the variable is unset.
            RETURNDESK_ACTIONS_SECRET="",
            RETURNDESK_ACTIONS_SECRET_FILE=None,
            RETURNDESK_ACTIONS_URL=self.actions_url,
            RETURNDESK_CARRIER_URL=f"http://{LOOPBACK}:{self._carrier_port}",
        )

    def _wait(self, child: Child, service: Service) -> None:
        deadline = time.monotonic() + service.ready_within
        while not service.is_healthy():
            if child.exit_code() is not None or time.monotonic() > deadline:
                raise Failure(f"{service.name} does not come up: {_last_words(child)}")
            time.sleep(_POLL_SECONDS)


def english_files(data: Sequence[Path]) -> tuple[Path, ...]:
    """The files of training data that are English; the other languages lie in a folder each beside them.

    Args:
        data: Files, and folders as `Project.training_data` gives them.
    """
    return tuple(file for path in data for file in ([path] if path.is_file() else sorted(path.glob("*.yml"))))


def first_answer(webhook: str) -> None:
    """Ask until the bot says something; Rasa listens a little before it can answer."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.post(webhook, json={"sender": "first", "message": "hello"}, timeout=_START_SECONDS).json():
                return
        except (requests.RequestException, ValueError):
            pass
        time.sleep(_POLL_SECONDS)
    raise Failure(f"{webhook} gives no answer")


def _last_words(child: Child) -> str:
    return "\n".join(f"  {line}" for line in child.last_lines(_LINES_SHOWN))
