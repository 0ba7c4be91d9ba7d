"""How many connections one caller may hold, and all callers of one network together."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.gateway.connections import Connections
from bot.gateway.errors import ApiError
from bot.gateway.limits import PER_SITE

SITE = "2001:db8:7::/48"


class Engine:
    """Engine.IO's server, as far as connections ask it."""

    def __init__(self) -> None:
        async def nothing(*_: Any) -> None:
            """Do nothing."""

        self.sockets: dict[str, Any] = {}
        self.handlers: dict[str, Any] = dict.fromkeys(("connect", "message", "disconnect"), nothing)

    def on(self, event: str, handler: Any) -> None:
        """Have something done from now on."""
        self.handlers[event] = handler


async def opened(engine: Engine, connections: Connections, sid: str, network: str, site: str = SITE) -> None:
    """A connection that is let in."""
    context = SimpleNamespace(connection=connections.new(network, site))
    await engine.handlers["connect"](sid, {"sanic.request": SimpleNamespace(ctx=context)})


async def test_one_network_holds_its_own_and_an_organisation_some_of_them() -> None:
    engine = Engine()
    connections = Connections(engine, 2, [].append)
    for number in range(2 * PER_SITE):
        await opened(engine, connections, f"s{number}", f"network {number // 2}")
    for network in ("network 0", "another network"):
        with pytest.raises(ApiError, match="Too many connections"):
            connections.new(network, SITE)
    assert connections.new("another network", "2001:db8:8::/48")
    assert connections.new("198.51.100.9")

    await engine.handlers["disconnect"]("s0", "gone")
    assert connections.new("network 0", SITE)
