"""A RabbitMQ server of our own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab.testbed.programs import find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from lab.testbed.unprivileged import as_nobody, give_to_nobody
from returndesk.process.ports import free_ports, is_listened_on
from returndesk.process.service import LOOPBACK

_PACKAGE = "rabbitmq-server"
#: How a client of AMQP 0.9.1 begins; a broker that works answers with a method frame.
_GREETING: Final = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME: Final = b"\x01"


@dataclass
class RabbitMQ(OwnServer):
    """The broker.

    Args:
        port: Where it listens.
    """

    port: int = 0

    @property
    def url(self) -> str:
        """Its address, with the user that every new broker has."""
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/"


@contextmanager
def own_rabbitmq(folder: Path) -> Iterator[RabbitMQ]:
    """Run a RabbitMQ server on loopback for the time of a block.

    Args:
        folder: Where its data and its log go; made where missing.

    Raises:
        MissingServer: RabbitMQ is not installed.
        Failure: It does not come up.
    """
    # What is on the search path is Debian's wrapper, which insists on the user rabbitmq.
    program = find_program("rabbitmq-server", _PACKAGE, [Path("/usr/lib/rabbitmq/bin")])
    epmd = find_program("epmd", "erlang-base")
    folder.mkdir(parents=True, exist_ok=True)
    give_to_nobody(folder)
    home = folder.resolve()
    port, dist_port, epmd_port = free_ports(3)
    environment = {
        "HOME": str(home),
        # Its processes find each other by a directory service, which would otherwise be one of the whole machine.
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_NODENAME": "desk@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(dist_port),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
        "RABBITMQ_CONFIG_FILE": str(home / "none"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "none"),
        # Then the script becomes the broker, instead of a shell that waits for it.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
    with processes_of_servers() as processes:
        directory = OwnServer(
            processes,
            "epmd",
            (*as_nobody(), str(epmd), "-port", str(epmd_port), "-address", LOOPBACK),
            folder,
            lambda: is_listened_on(epmd_port),
        )
        broker = RabbitMQ(
            processes, "rabbitmq", (*as_nobody(), str(program)), folder, lambda: _answers(port), environment, port=port
        )
        with directory.running(), broker.running():
            yield broker


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(_GREETING)
            return connection.recv(1) == _METHOD_FRAME
    except OSError:
        return False
