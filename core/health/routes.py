"""`/healthz` and `/readyz` on a Sanic server."""

from __future__ import annotations

from typing import Final

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from core.health.readiness import Finding, Readiness, Report
from core.health.shutdown import Drain
from core.sanic_setup import from_inside

#: Without secrets, as what asks has none; what is missing is told to nobody who comes through a proxy.
PATHS: Final = ("/healthz", "/readyz")

_LEAVING: Final = Report([Finding("process", "it is about to end")])


def serve_health(app: Sanic, readiness: Readiness, drain: Drain) -> None:
    """Add both. What answers is the event loop that does the work, so that one that is stuck doesn't answer."""

    async def healthz(_: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    async def readyz(_: Request) -> HTTPResponse:
        report = _LEAVING if drain.leaving else await readiness.report()
        return json_response(report.as_dict(), status=200 if report.ready else 503)

    for path, handler in zip(PATHS, (healthz, from_inside(readyz)), strict=False):
        app.add_route(handler, path, methods=["GET"], name=path.strip("/"))
