"""Calls that wait for a slow carrier or database do not hold up each other; measures are for callers from inside."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.response import text

from core.sanic_setup import THREADS, from_inside, wait_in_threads


async def test_as_many_calls_wait_at_once_as_there_are_threads() -> None:
    app = Sanic("waiting")
    wait_in_threads(app)
    (listener,) = app._future_listeners
    await listener.listener(app, asyncio.get_running_loop())
    # Nobody gets past it before all are there.
    together = threading.Barrier(THREADS)
    await asyncio.gather(*(asyncio.to_thread(together.wait, 30) for _ in range(THREADS)))


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "forwarded", "via"])
async def test_what_is_answered_to_callers_from_inside_is_not_there_for_who_comes_through_a_proxy(header: str) -> None:
    async def measures(_: object) -> object:
        return text("measures")

    answer = from_inside(measures)  # type: ignore[arg-type]
    assert (await answer(SimpleNamespace(headers={}))).body == b"measures"  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        await answer(SimpleNamespace(headers={header: "203.0.113.7"}))  # type: ignore[arg-type]
