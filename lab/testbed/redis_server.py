"""A Redis server of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from lab.testbed.programs import find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK


@dataclass
class RedisServer(OwnServer):
    """The server.

    Args:
        port: Where it listens.
    """

    port: int = 0

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"redis://{LOOPBACK}:{self.port}/0"


@contextmanager
def own_redis(folder: Path, *, appendonly: bool = False) -> Iterator[RedisServer]:
    """Run a Redis server on loopback for the time of a block.

    Args:
        folder: Where its data and its log go; made where missing.
        appendonly: Whether it has the same data after a restart; without, it begins empty.

    Raises:
        MissingServer: Redis is not installed.
        Failure: It does not come up.
    """
    program = find_program("redis-server", "redis-server")
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    with processes_of_servers() as processes:
        server = RedisServer(
            processes,
            "redis",
            (
                *(str(program), "--bind", LOOPBACK, "--port", str(port), "--dir", str(folder.resolve())),
                *("--save", "", "--appendonly", "yes" if appendonly else "no"),
            ),
            folder,
            lambda: _answers(server.url),
            port=port,
        )
        with server.running():
            yield server


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False
