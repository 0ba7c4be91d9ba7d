"""What one process of the assistant is, as the supervisor sees it."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from returndesk.failure import Failure
from returndesk.process.needed_secrets import NO_SECRETS, NeededSecrets

LOOPBACK = "127.0.0.1"
_PROBE_SECONDS = 2.0


@dataclass(frozen=True)
class Service:
    """A process that serves HTTP on one port.

    Args:
        name: One word, shown before its lines and used as the name of its log.
        command: The program and its arguments.
        host: The interface it listens on.
        port: The port it listens on.
        port_option: The option of `returndesk up` that changes the port.
        health_path: A path that answers 200 once it works.
        ready_within: How many seconds it may take until then.
        fatal: A line of output after which it will never work, although it goes on running.
        secrets: Those of the environment that it reads; it gets no others.
    """

    name: str
    command: Sequence[str]
    host: str
    port: int
    port_option: str
    health_path: str
    ready_within: float
    fatal: Optional[re.Pattern[str]] = None
    secrets: NeededSecrets = NO_SECRETS

    def is_healthy(self) -> bool:
        """Ask the process itself, over HTTP on this machine."""
        connection = http.client.HTTPConnection(reachable_host(self.host), self.port, timeout=_PROBE_SECONDS)
        try:
            connection.request("GET", self.health_path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def reachable_host(host: str) -> str:
    """Where this machine reaches a server that listens on `host`: one that listens everywhere, on loopback."""
    return {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104  # compared with, not listened on


def shown_host(host: str) -> str:
    """The host as it stands in an address; an IPv6 address stands in brackets there."""
    host = reachable_host(host)
    return f"[{host}]" if ":" in host else host


def check_ports(services: Sequence[Service]) -> None:
    """Make sure that every service gets its port, before any of them is started.

    Raises:
        Failure: A port is taken or wanted twice. The message names the port and the option that changes it.
    """
    owners: dict[int, Service] = {}
    for service in services:
        other = owners.setdefault(service.port, service)
        if other is not service:
            raise Failure(
                f"port {service.port} is wanted by {other.name} ({other.port_option}) and by {service.name} "
                f"({service.port_option}); give one of them another port"
            )
        _check_port(service)


def _check_port(service: Service) -> None:
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((service.host, service.port))
        except OSError as error:
            raise Failure(
                f"port {service.port} for the {service.name} can't be had on {service.host} ({error.strerror}); stop "
                f"what uses it, or choose another with {service.port_option}"
            ) from error
