"""Calls that wait for a slow carrier or database do not hold up each other."""

from __future__ import annotations

import asyncio
import threading

from sanic import Sanic

from core.sanic_setup import THREADS, wait_in_threads


async def test_as_many_calls_wait_at_once_as_there_are_threads() -> None:
    app = Sanic("waiting")
    wait_in_threads(app)
    (listener,) = app._future_listeners
    await listener.listener(app, asyncio.get_running_loop())
    # Nobody gets past it before all are there.
    together = threading.Barrier(THREADS)
    await asyncio.gather(*(asyncio.to_thread(together.wait, 30) for _ in range(THREADS)))
