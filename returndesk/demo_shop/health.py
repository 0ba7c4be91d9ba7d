"""`/healthz` and `/readyz` on the web port."""

from __future__ import annotations

from aiohttp import web

from core.health.check import server_check
from core.health.readiness import Readiness
from returndesk.from_inside import from_inside


def add_health(app: web.Application, bot_url: str) -> None:
    """Add both; the page is of use once the bot that its widget talks to is there.

    Args:
        app: What serves the page.
        bot_url: Where this machine reaches the bot.
    """
    readiness = Readiness([server_check("bot", f"{bot_url}/healthz")])

    async def healthz(_: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.StreamResponse:
        report = await readiness.report()
        return web.json_response(report.as_dict(), status=200 if report.ready else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", from_inside(readyz))
