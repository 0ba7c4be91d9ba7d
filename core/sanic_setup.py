"""What both servers give Sanic: refused bodies, traces, threads that wait for databases, and `GET /metrics`.

Sanic 21.12 reads Content-Length with `int()`: what is not a number ended in an error of the server, and for one below
zero it read an empty piece of the body after the other without end, so that a single request stopped the whole server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic
from typing import Any, Final, Optional

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from sanic import Sanic
from sanic.exceptions import InvalidUsage, NotFound, RequestTimeout, SanicException
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, raw

from core.chunked_bodies import pieces_of
from core.database.statement_times import timing_statements
from core.metrics import ServerMetrics
from core.packed_bodies import NOT_TAKEN, is_packed
from core.passed_on import is_passed_on
from core.slow_requests import count_from_the_first_byte
from core.tracing import HEADER, bind_trace, trace_from


class CheckedRequest(Request):
    """A request whose length, where it gives one, is made of digits, and whose body comes as it is."""

    def __init__(self, url_bytes: bytes, headers: Any, *more: Any, **named: Any) -> None:
        lengths, codings = headers.getall("content-length", ()), headers.getall("transfer-encoding", ())
        if not all(length.isascii() and length.isdigit() for length in lengths):
            raise InvalidUsage("Content-Length is not a length.")
        # A proxy may have read the other one, and then what follows is a request to it and a body here.
        if len(lengths) + len(codings) > 1:
            raise InvalidUsage("A body has one length: one Content-Length, or Transfer-Encoding.")
        if any(coding.strip().lower() != "chunked" for coding in codings):
            raise InvalidUsage("Transfer-Encoding is chunked, or is left out.")
        super().__init__(url_bytes, headers, *more, **named)

    async def receive_body(self) -> None:
        """Read the body, unless it is compressed, for what is left of the time that a request may take."""
        # Not earlier: an error is answered with this request, whose headers say who calls.
        if is_packed(self.headers.getall("content-encoding", ())):
            raise SanicException(NOT_TAKEN, status_code=415)
        # The protocol's time is that of the request's first byte (core/slow_requests.py).
        stream: Any = self.stream
        # A handler that reads a long body itself gives it longer.
        seconds = getattr(self.ctx, "body_seconds", self.app.config.REQUEST_TIMEOUT)
        left = seconds - (monotonic() - stream.protocol._time)
        try:
            await asyncio.wait_for(self._read_body(), left)
        except asyncio.TimeoutError:
            raise RequestTimeout("The body did not come in time.") from None

    async def _read_body(self) -> None:
        # What was read before stays, as nothing is left to read.
        if pieces := [piece async for piece in pieces_of(self.stream)]:
            self.body = b"".join(pieces)


#: From a request's first byte to the last one of its body. Bodies of a megabyte and pieces of photos fit.
REQUEST_SECONDS: Final = 15.0


def check_body_lengths(app: Sanic, seconds: float = REQUEST_SECONDS) -> None:
    """Have a server that was not started yet look at the lengths of bodies before it reads them, and not wait long.

    Args:
        app: The server.
        seconds: How long a request, headers and body together, may take to arrive.
    """
    app.config.REQUEST_TIMEOUT = seconds
    app.request_class = CheckedRequest
    count_from_the_first_byte()


#: The trace's id alone, for people: what they quote when something went wrong.
ID_HEADER: Final = "X-Trace-Id"


def trace_requests(app: Sanic) -> None:
    """Bind a trace to each request. To be called before other middleware is added, so that its lines have it too."""

    @app.middleware("request")
    async def take_in(request: Request) -> None:
        request.ctx.trace = trace_from(request.headers.get(HEADER))
        # A connection's requests come one after the other in one context; the next one binds its own.
        bind_trace(request.ctx.trace)

    @app.middleware("response")
    async def answer_with(request: Request, response: Optional[BaseHTTPResponse]) -> None:
        trace = getattr(request.ctx, "trace", None)
        if trace is not None and response is not None:
            response.headers[HEADER] = trace.header
            response.headers[ID_HEADER] = trace.id


#: How many calls of one process may wait at once; further ones queue. Python's own choice, four more than there are
#: processors, is made for computing: a handful of calls to one slow carrier would hold up everybody else's.
THREADS: Final = 32


def wait_in_threads(app: Sanic, threads: int = THREADS) -> None:
    """Have `asyncio.to_thread` of a server that was not started yet use so many threads, made as they are needed."""

    @app.listener("before_server_start")
    async def make_room(_: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="waiting"))


def from_inside(handler: Callable[[Request], Awaitable[HTTPResponse]]) -> Callable[[Request], Awaitable[HTTPResponse]]:
    """A handler that is not there for who comes through a proxy: what it tells is for those who run the desk."""

    async def answer(request: Request) -> HTTPResponse:
        if is_passed_on(request.headers):
            raise NotFound("This is answered to callers from inside alone.")
        return await handler(request)

    return answer


PATH: Final = "/metrics"


def serve_metrics(app: Sanic, metrics: ServerMetrics) -> None:
    """Add the route to a server, and measure the statements of its stores for as long as it runs."""
    measuring = ExitStack()

    async def show(_: Request) -> HTTPResponse:
        # Queues are counted in the store, which must not hold up conversations.
        shown = await asyncio.to_thread(generate_latest, metrics.registry)
        return raw(shown, content_type=CONTENT_TYPE_PLAIN_0_0_4)

    async def begin(_: Sanic, __: Any) -> None:
        measuring.enter_context(timing_statements(metrics))

    async def end(_: Sanic, __: Any) -> None:
        measuring.close()

    app.add_route(from_inside(show), PATH, methods=["GET"], name="metrics")
    app.register_listener(begin, "before_server_start")
    app.register_listener(end, "after_server_stop")
