"""Whether the process of this container answers: the HEALTHCHECK of deploy/Containerfile.

A container runs one process of the desk, so the first of their ports that answers is its own.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException

_PORTS = {
    "RETURNDESK_PORT": 5005,
    "RETURNDESK_ACTIONS_PORT": 5055,
    "RETURNDESK_WEB_PORT": 8080,
    "RETURNDESK_PEOPLE_PORT": 8090,
}
_OK = 200


def answers(port: int) -> bool:
    """Whether a process of the desk says on a port of this machine that it is well."""
    connection = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == _OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    ports = [int(os.environ.get(variable) or usual) for variable, usual in _PORTS.items()]
    sys.exit(0 if any(answers(port) for port in ports) else 1)
