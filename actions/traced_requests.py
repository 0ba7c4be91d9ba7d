"""Takes the trace of every request that a server gets, or begins one, and answers with it."""

from __future__ import annotations

from typing import Final, Optional

from sanic import Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from actions.traces import HEADER, bind_trace, trace_from

#: The trace's id alone, for people: what they quote when something went wrong.
ID_HEADER: Final = "X-Trace-Id"


def trace_requests(app: Sanic) -> None:
    """Binds a trace to each request. To be called before other middleware is added, so that its lines have it too."""

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
