"""`GET /metrics`: what a server has measured, for Prometheus. It needs no secret, and holds nothing of any person."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any, Final

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from actions.metrics import ServerMetrics
from actions.statement_times import timing_statements

PATH: Final = "/metrics"


def serve_metrics(app: Sanic, metrics: ServerMetrics) -> None:
    """Adds the route to a server, and measures the statements of its stores for as long as it runs."""
    measuring = ExitStack()

    async def show(_: Request) -> HTTPResponse:
        # Queues are counted in the store, which must not hold up conversations.
        shown = await asyncio.to_thread(generate_latest, metrics.registry)
        return raw(shown, content_type=CONTENT_TYPE_PLAIN_0_0_4)

    async def begin(_: Sanic, __: Any) -> None:
        measuring.enter_context(timing_statements(metrics))

    async def end(_: Sanic, __: Any) -> None:
        measuring.close()

    app.add_route(show, PATH, methods=["GET"], name="metrics")
    app.register_listener(begin, "before_server_start")
    app.register_listener(end, "after_server_stop")
