"""An nginx of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.testbed.programs import find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.failure import Failure
from returndesk.process.ports import is_listened_on
from returndesk.process.service import LOOPBACK

_LISTEN = re.compile(r"(?:^|[{;])\s*listen\s+(?:\S+:)?(\d+)\b", re.MULTILINE)
_PID = re.compile(r"^\s*pid\s", re.MULTILINE)


@dataclass
class Nginx(OwnServer):
    """The server.

    Args:
        port: Where it listens.
    """

    port: int = 0

    @property
    def url(self) -> str:
        """The address of its pages, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"


@contextmanager
def own_nginx(folder: Path, configuration: str) -> Iterator[Nginx]:
    """Run nginx for the time of a block.

    Args:
        folder: Where its configuration and its logs go; made where missing. Relative paths of the configuration start
            there.
        configuration: All of nginx.conf, with a `listen` that names a free port; without `daemon`.

    Raises:
        MissingServer: nginx is not installed.
        Failure: The configuration names no port, or nginx does not come up with it.
    """
    program = find_program("nginx", "nginx-light", [Path("/usr/sbin")])
    listens = _LISTEN.search(configuration)
    if listens is None:
        raise Failure('the configuration of nginx says nowhere on which port to listen: "listen 127.0.0.1:PORT;"')
    port = int(listens[1])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    directives = "daemon off;" if _PID.search(configuration) else "daemon off; pid nginx.pid;"
    with processes_of_servers() as processes:
        server = Nginx(
            processes,
            "nginx",
            (
                *(str(program), "-p", str(folder.resolve()), "-c", str(file.resolve())),
                *("-e", "stderr", "-g", directives),
            ),
            folder,
            lambda: is_listened_on(port),
            port=port,
        )
        with server.running():
            yield server
