"""How a Sanic server ends: others are told first, and what it has begun comes to its end.

On SIGTERM it goes on serving for a while and says that it is leaving, so that a load balancer sends the rest
elsewhere; then it takes in nothing more, waits for what is under way, and ends. Ctrl-C leaves out the first part. A
second signal ends it at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, Optional
from weakref import WeakSet

import structlog
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

logger = structlog.get_logger(__name__)

#: What is answered to the end: whoever asks how it is should hear that it is leaving.
ALWAYS_ANSWERED: Final = ("/healthz", "/readyz", "/metrics")

_LOOK_EVERY: Final = 0.02
#: For how long the last work before the end may keep the process, in seconds.
_LAST_WORK_SECONDS: Final = 3.0


class Drain:
    """Ends one server.

    Args:
        window: How long it goes on serving after SIGTERM, in seconds.
        patience: How long what is under way may take after that, in seconds.
        lasting: How the paths of requests begin that last as long as a visitor stays; nobody waits for them.
    """

    def __init__(self, window: float, patience: float, lasting: tuple[str, ...] = ()) -> None:
        self._window = window
        self._patience = patience
        self._lasting = lasting
        self._requests: WeakSet[Request] = WeakSet()
        self._held = 0
        self._ending: Optional[asyncio.Task[None]] = None
        #: Whether it is about to end; it may still be serving.
        self.leaving = False
        #: Whether it takes in nothing more.
        self.closed = False
        #: Called as soon as it is asked to end.
        self.when_leaving: list[Callable[[], None]] = []
        #: Each says whether something is under way that is no request.
        self.busy: list[Callable[[], bool]] = []
        #: Done once nothing is under way any more.
        self.last_work: list[Callable[[], Awaitable[None]]] = []

    def install(self, app: Sanic) -> None:
        """Have a server that was not started yet end like this."""
        app.middleware(self._take_in, "request")
        app.middleware(self._answered, "response")

        # Sanic's own handlers of signals are in place by then.
        @app.listener("after_server_start")
        async def listen(_: Sanic, loop: Any) -> None:
            loop.add_signal_handler(signal.SIGTERM, self._end, app, self._window)
            loop.add_signal_handler(signal.SIGINT, self._end, app, 0.0)

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """While this lasts the server does not end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def _end(self, app: Sanic, window: float) -> None:
        if self.leaving:
            loop = asyncio.get_event_loop()
            # What is left of the handlers is the system's own, which ends the process here.
            loop.remove_signal_handler(signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        self.leaving = True
        for tell in self.when_leaving:
            tell()
        self._ending = asyncio.get_event_loop().create_task(self._leave(app, window))

    async def _leave(self, app: Sanic, window: float) -> None:
        await asyncio.sleep(window)
        self.closed = True
        deadline = time.monotonic() + self._patience
        while self._is_busy():
            if time.monotonic() > deadline:
                logger.warning("drain.broken_off", seconds=self._patience, requests=len(self._requests))
                break
            await asyncio.sleep(_LOOK_EVERY)
        for work in self.last_work:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(work(), _LAST_WORK_SECONDS)
        # What has not ended by now has had its time.
        app.config.GRACEFUL_SHUTDOWN_TIMEOUT = _LAST_WORK_SECONDS
        app.stop()

    def _is_busy(self) -> bool:
        return bool(self._requests) or self._held > 0 or any(busy() for busy in self.busy)

    async def _take_in(self, request: Request) -> Optional[HTTPResponse]:
        if self.closed and request.path not in ALWAYS_ANSWERED:
            error = {"error": "This server is about to end; try again in a moment."}
            return json_response(error, status=503, headers={"Retry-After": "1"})
        if not request.path.startswith(self._lasting):
            self._requests.add(request)
        return None

    async def _answered(self, request: Request, _: HTTPResponse) -> None:
        self._requests.discard(request)
        if self.leaving and request.stream is not None:
            # The client's next request goes over a new connection, and so elsewhere.
            request.stream.keep_alive = False
