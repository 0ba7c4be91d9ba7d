"""Refuses every connection that leaves this machine, in each Python process that finds this folder on its path.

What was tried is written to the file that RETURNDESK_TEST_CONNECTIONS names, also where the program goes on after it.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

_FILE = os.environ.get("RETURNDESK_TEST_CONNECTIONS")
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_SENDINGS = ("socket.connect", "socket.sendto", "socket.sendmsg")


def _is_this_machine(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if not host or name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS:
        host = arguments[0]
    elif event in _SENDINGS:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    if not _is_this_machine(host):
        with open(str(_FILE), "a", encoding="utf-8") as file:  # noqa: PTH123  # as little as possible is imported here
            file.write(f"{' '.join(sys.argv[:3])}: {event} {host}\n")
        raise ConnectionRefusedError(f"only this machine may be talked to, not {host}")


if _FILE:
    sys.addaudithook(_refuse_outside)
