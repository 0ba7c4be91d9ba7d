"""Where a server waits for databases and carriers, so that it goes on serving all others meanwhile."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sanic import Sanic

#: How many calls of one process may wait at once; further ones queue. Python's own choice, four more than there are
#: processors, is made for computing: a handful of calls to one slow carrier would hold up everybody else's.
THREADS: Final = 32


def wait_in_threads(app: Sanic) -> None:
    """Has `asyncio.to_thread` of a server that was not started yet use `THREADS` threads, made as they are needed."""

    @app.listener("before_server_start")
    async def make_room(_: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="waiting"))
