"""Ports for servers that are about to start."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from returndesk.process.service import LOOPBACK


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody listens on, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server((LOOPBACK, 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in sockets]


def is_listened_on(port: int) -> bool:
    """Whether somebody on loopback takes connections there."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
