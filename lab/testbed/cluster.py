"""The assistant as a large shop runs it, on this machine: several bots and action servers behind nginx, and its people.

with Cluster(folder, bots=2, action_servers=2) as cluster:
    requests.post(f"{cluster.url}/webhooks/rest/webhook", headers={"X-API-Key": cluster.api_key}, json=…)
    cluster.bots[0].kill()
    cluster.bots[0].start()
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Final, Optional

import requests
from rich.console import Console
from sqlalchemy.engine import Engine

from actions.demo.demo_data import demo_scans
from actions.demo.seed import seed_demo
from actions.store.engine import migrate
from core.database.engine import open_engine
from lab.testbed.nginx import Nginx, own_nginx
from lab.testbed.nginx_template import nginx_configuration
from lab.testbed.postgresql import PostgreSQL, own_postgresql
from lab.testbed.redis_server import RedisServer, own_redis
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.model.training import train_if_stale
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.process.processes import Processes
from returndesk.process.service import LOOPBACK
from returndesk.process.stop_signals import StopSignals
from returndesk.progress import Progress
from returndesk.project import STATE_VARIABLE, Project, this_project

_PROBE_SECONDS: Final = 5.0
#: More than a load test sends; limits have tests of their own.
_NO_LIMIT: Final = "1000000/second"
_CONNECTIONS: Final = "400"


@dataclass
class Member(OwnServer):
    """One process of the assistant.

    Args:
        port: Where it listens.
    """

    port: int = 0

    @property
    def url(self) -> str:
        """Its own address, past nginx."""
        return f"http://{LOOPBACK}:{self.port}"


class Cluster:
    """Everything that serves customers, in production mode, for the time of a block.

    Args:
        folder: Where data and logs go; made where missing. A new one each time.
        bots: How many bots.
        action_servers: How many action servers.
        people: How many processes serve the application for people.
        model_dir: The folder of a trained model, taken as it is; None for the checkout's, trained first if stale.
        fill: Puts customers and returns into the migrated store; None for the demo shop.
        settings: Further RETURNDESK_… variables of all processes; they go before the cluster's own.
        durable: Whether what PostgreSQL and Redis have confirmed outlives a power cut.
        callers_tell: Whether X-Forwarded-For of callers counts, so that one program can be customers of many addresses.
        project: The checkout.

    Attributes:
        url: Where customers come in, without a slash at the end.
        api_key: A key of the shop's server, for the header X-API-Key.
        database_url: Return store and conversations.
        bots: The bots; each can be killed, stopped and started again, as can all that follow.
        action_servers: The action servers.
        people: The processes of the application for people.
        carrier: The demo carrier.
        postgresql: The database.
        redis: Where the bots meet.
        nginx: In front of bots and action servers.

    Raises:
        MissingServer: PostgreSQL, Redis or nginx is not installed.
        Failure: Something does not come up.
    """

    postgresql: PostgreSQL
    redis: RedisServer
    nginx: Nginx
    carrier: Member

    def __init__(
        self,
        folder: Path,
        *,
        bots: int = 2,
        action_servers: int = 2,
        people: int = 0,
        model_dir: Optional[Path] = None,
        fill: Optional[Callable[[Engine], None]] = None,
        settings: Optional[Mapping[str, str]] = None,
        durable: bool = False,
        callers_tell: bool = False,
        project: Optional[Project] = None,
    ) -> None:
        self._folder = folder
        self._project = project or this_project()
        self._model_dir = model_dir
        self._fill = fill or _demo_shop
        self._settings = dict(settings or {})
        self._durable = durable
        self._callers_tell = callers_tell
        port, self._inside_port, carrier_port, *ports = free_ports(3 + bots + action_servers + people)
        self._bot_ports, self._action_ports = ports[:bots], ports[bots : bots + action_servers]
        self._people_ports = ports[bots + action_servers :]
        self._carrier_port = carrier_port
        self._port = port
        self._stack = ExitStack()
        self.url = f"http://{LOOPBACK}:{port}"
        self.api_key = secrets.token_hex()
        self.bots: list[Member] = []
        self.action_servers: list[Member] = []
        self.people: list[Member] = []

    def __enter__(self) -> Cluster:
        """Start everything; the bots answer afterwards."""
        with ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything."""
        self._stack.close()

    @property
    def database_url(self) -> str:
        """Return store and conversations."""
        return self.postgresql.url

    def _start(self, stack: ExitStack) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._model_dir is None:
            self._model_dir = self._project.root / "models"
            train_if_stale(self._project, self._model_dir, Progress(Console(stderr=True)), StopSignals())
        self.postgresql = stack.enter_context(
            own_postgresql(
                self._folder / "postgresql", durable=self._durable, settings={"max_connections": _CONNECTIONS}
            )
        )
        self.redis = stack.enter_context(own_redis(self._folder / "redis", appendonly=self._durable))
        self._prepare_store()
        processes = stack.enter_context(processes_of_servers())
        environment = self._environment(self._model_dir)
        self.carrier = self._carrier(processes, environment)
        self.action_servers = [
            self._member(processes, environment, "actions", number, port, partial(_is_well, port, "/health"))
            for number, port in enumerate(self._action_ports)
        ]
        self.bots = [
            self._member(processes, environment, "bot", number, port, partial(_is_well, port, "/readyz"))
            for number, port in enumerate(self._bot_ports)
        ]
        self.people = [
            self._member(processes, environment, "people", number, port, partial(_is_well, port, "/readyz"))
            for number, port in enumerate(self._people_ports)
        ]
        self.nginx = stack.enter_context(
            own_nginx(
                self._folder / "nginx",
                nginx_configuration(
                    self._project.root / "deploy" / "nginx.conf",
                    port=self._port,
                    inside_port=self._inside_port,
                    bots=self._bot_ports,
                    action_servers=self._action_ports,
                    requests_per_second=100_000,
                    callers_tell=self._callers_tell,
                ),
            )
        )
        with ThreadPoolExecutor() as starting:
            members = (self.carrier, *self.action_servers, *self.bots, *self.people)
            for started in [starting.submit(member.start) for member in members]:
                started.result()

    def _prepare_store(self) -> None:
        engine = open_engine(self.database_url)
        try:
            migrate(engine)
            self._fill(engine)
        finally:
            engine.dispose()
        self._scans.write_text(json.dumps(demo_scans(datetime.now(timezone.utc))), encoding="utf-8")

    @property
    def _scans(self) -> Path:
        return self._folder / "scans.json"

    def _environment(self, model_dir: Path) -> Mapping[str, str]:
        inside = f"http://{LOOPBACK}:{self._inside_port}"
        own = {
            "RETURNDESK_ENV": "production",
            "RETURNDESK_DATABASE_URL": self.database_url,
            "RETURNDESK_REDIS_URL": self.redis.url,
            "RETURNDESK_SESSION_SECRET": secrets.token_hex(),
            "RETURNDESK_ACTIONS_SECRET": secrets.token_hex(),
            "RETURNDESK_API_KEYS": f"shop:{self.api_key}",
            "RETURNDESK_MODEL_DIR": str(model_dir),
            "RETURNDESK_ACTIONS_URL": f"{inside}/webhook",
            "RETURNDESK_BOT_URL": inside,
            "RETURNDESK_CARRIER_URL": f"http://{LOOPBACK}:{self._carrier_port}",
            "RETURNDESK_ALLOWED_ORIGINS": self.url,
            "RETURNDESK_TRUSTED_PROXIES": LOOPBACK,
            "RETURNDESK_MESSAGES_PER_SESSION": _NO_LIMIT,
            "RETURNDESK_REQUESTS_PER_ADDRESS": _NO_LIMIT,
            "RETURNDESK_DRAIN_SECONDS": "1",
            STATE_VARIABLE: str(self._folder / "state"),
            # The checkout may be another one than the interpreter knows.
            "PYTHONPATH": str(self._project.root),
        }
        inherited = child_environment(self._project)
        kept = {name: value for name, value in inherited.items() if not name.startswith("RETURNDESK_")}
        return {**kept, **own, **self._settings}

    def _carrier(self, processes: Processes, environment: Mapping[str, str]) -> Member:
        port = self._carrier_port
        command = (sys.executable, "-m", "actions.carrier.demo_service", str(self._scans), "--port", str(port))
        return self._process(processes, environment, "carrier", command, port, partial(_is_well, port, "/health"))

    def _member(
        self,
        processes: Processes,
        environment: Mapping[str, str],
        process: str,
        number: int,
        port: int,
        answers: Callable[[], bool],
    ) -> Member:
        command = (sys.executable, "-m", "returndesk", "serve", process, "--port", str(port))
        return self._process(processes, environment, f"{process}-{number}", command, port, answers)

    def _process(
        self,
        processes: Processes,
        environment: Mapping[str, str],
        name: str,
        command: tuple[str, ...],
        port: int,
        answers: Callable[[], bool],
    ) -> Member:
        return Member(processes, name, command, self._folder, answers, environment, port=port)


def _demo_shop(engine: Engine) -> None:
    seed_demo(engine, datetime.now(timezone.utc))


def _is_well(port: int, path: str) -> bool:
    try:
        return requests.get(f"http://{LOOPBACK}:{port}{path}", timeout=_PROBE_SECONDS).ok
    except requests.RequestException:
        return False
