"""For every test: no telemetry, no settings of whoever runs the suite, and no network beyond this machine."""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

import pytest

from returndesk.converse import pytest_plugin

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


class OutsideNetwork(RuntimeError):
    """A test tried to leave this machine. Not an OSError, which code under test might handle and go on."""


def _is_this_machine(host: object) -> bool:
    if not host or host in ("localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(os.fsdecode(str(host)).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    else:
        return
    if not _is_this_machine(host):
        raise OutsideNetwork(f"tests may talk to this machine alone, not to {host}")


# It sees what patching the socket module would miss, and can't be undone by a test.
sys.addaudithook(_refuse_outside)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Collects conversations also where the program was installed before it brought a plugin."""
    if not pluginmanager.hasplugin("returndesk"):
        pluginmanager.register(pytest_plugin, "returndesk")


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the RETURNDESK_… variables of whoever runs the suite."""
    for name in [name for name in os.environ if name.startswith("RETURNDESK_")]:
        monkeypatch.delenv(name)
