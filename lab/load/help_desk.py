"""A help desk that takes signed webhooks, and may take its time."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from returndesk.process.service import LOOPBACK


@dataclass
class SlowHelpDesk:
    """The help desk.

    Args:
        port: Where it listens.
        delay: Seconds before each answer.
        secret: What it and the desk share.
        opened: The deliveries that opened a ticket, by ticket; a repetition has the id of the first.
    """

    port: int
    delay: float = 0.0
    secret: str = field(default_factory=secrets.token_hex, repr=False)
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def settings(self) -> dict[str, str]:
        """The variables by which the desk finds it."""
        return {
            "RETURNDESK_HELP_DESK": "webhook",
            "RETURNDESK_HELP_DESK_URL": f"http://{LOOPBACK}:{self.port}/tickets",
            "RETURNDESK_HELP_DESK_SECRET": self.secret,
        }

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve for the time of a block."""
        app = web.Application()
        app.router.add_post("/tickets", self._take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, LOOPBACK, self.port).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        said = json.loads(await request.read())
        if said["type"] == "ticket.opened":
            self.opened[said["data"]["ticket"]].add(request.headers["webhook-id"])
        await asyncio.sleep(self.delay)
        return web.json_response({})
