"""A server that ends as bot and action server do, with requests that take as long as asked.

`python draining_server.py PORT WINDOW PATIENCE`.
"""

from __future__ import annotations

import asyncio
import sys
import time

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from core.health.readiness import Readiness
from core.health.routes import serve_health
from core.health.shutdown import Drain


def main(port: str, window: str, patience: str) -> None:
    app = Sanic("draining", configure_logging=False)
    drain = Drain(float(window), float(patience), lasting=("/lasting",))
    drain.install(app)
    serve_health(app, Readiness([]), drain)

    @app.get("/wait/<seconds:float>")
    async def wait(_: Request, seconds: float) -> HTTPResponse:
        await asyncio.sleep(seconds)
        return text("done")

    @app.get("/lasting")
    async def lasting(_: Request) -> HTTPResponse:
        await asyncio.sleep(60)
        return text("done")

    @app.get("/stuck/<seconds:float>")
    async def stuck(_: Request, seconds: float) -> HTTPResponse:
        time.sleep(seconds)  # the whole loop, on purpose
        return text("done")

    app.run(host="127.0.0.1", port=int(port), access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
