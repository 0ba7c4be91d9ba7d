"""Lets tests run in several processes at a time, with pytest-xdist: who runs what, and on which ports."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

import pytest

#: Fixtures that serve a product, or take long for another reason, to all tests of a session that ask for them. Those
#: who wait most come first; what is short fills the gaps in the end.
_SHARED: Final = (
    "attacked",
    "running_product",
    "returndesk_assistants",
    "channel_product",
    "running_shop",
    "running_cluster",
    "shared_settings",
    "desk",
    "report_postgresql",
    "filled_url",
)
#: Ports from here on, up to those that a system gives to whoever names none.
_FIRST_PORT: Final = 10_000
_LAST_PORT: Final = 32_000


def deal_out(items: list[pytest.Item]) -> None:
    """Puts tests into groups that `--dist loadgroup` keeps in one process: one for each shared product, then files."""
    groups = {item: _group(item) for item in items}
    for item, (_, name) in groups.items():
        item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=lambda item: groups[item][0])


def _group(item: pytest.Item) -> tuple[int, str]:
    """The place of a test's group, and its name."""
    definitions: dict[str, Sequence[pytest.FixtureDef[Any]]] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    for place, name in enumerate(_SHARED):
        if name in definitions and definitions[name][-1].scope == "session":
            return place, definitions[name][-1].baseid or name
    return len(_SHARED), str(PurePosixPath(item.nodeid.partition("::")[0]))


class OwnPorts:
    """Stands where returndesk.process.ports has the module `socket`: gives each process of the run ports of its own.

    A port is free until its server has begun, which takes seconds. The system gives those below 32768 to nobody who
    does not name them, so none of them is taken meanwhile.
    """

    def __init__(self) -> None:
        """Begins somewhere among the ports of this process, where another run on this machine hardly begins too."""
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        self._many = (_LAST_PORT - _FIRST_PORT) // workers
        self._first = _FIRST_PORT + worker * self._many
        self._next = os.getpid() * 97

    def __getattr__(self, name: str) -> Any:
        return getattr(socket, name)

    def create_server(self, address: tuple[str, int]) -> socket.socket:
        """As `socket.create_server`, whatever the port of the address."""
        for _ in range(self._many):
            port = self._first + self._next % self._many
            self._next += 1
            try:
                return socket.create_server((address[0], port))
            except OSError:
                continue
        raise OSError("no port is free")
