"""Runs what works beside a server: the worker of a queue, from its start until it is asked to end."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from sanic import Sanic

from core.health.shutdown import Drain


class Worker(Protocol):
    """Works a queue off."""

    async def run(self) -> None:
        """Work until it is stopped or the task is cancelled."""

    def stop(self) -> None:
        """Begin nothing further."""


def run_beside(app: Sanic, worker: Worker, drain: Drain) -> None:
    """Have a worker run beside a server that was not started yet."""
    tasks: list[asyncio.Task[None]] = []
    drain.when_leaving.append(worker.stop)

    async def start(_: Sanic, __: Any) -> None:
        tasks.append(asyncio.create_task(worker.run()))

    async def stop(_: Sanic, __: Any) -> None:
        for running in tasks:
            running.cancel()

    app.register_listener(start, "after_server_start")
    app.register_listener(stop, "before_server_stop")
