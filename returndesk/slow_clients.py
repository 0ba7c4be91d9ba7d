"""Ends the connection of who takes their time at a web port: with headers, with a body, with reading the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Optional, cast

from aiohttp import web
from aiohttp.typedefs import Middleware

#: How many seconds each may take: a request's headers, its body, what still comes of one that was refused, an answer's
#: way to who asked. Two of them come one after the other at most before an answer.
PATIENCE: Final = 30.0
_PATIENCE_HERE: Final = web.AppKey("patience", float)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Sent(web.StreamResponse):
    """What the server gets in the place of an answer that is on its way already."""

    def __init__(self, *, keep_alive: bool) -> None:
        super().__init__()
        self._keeps_alive = keep_alive

    @property
    def keep_alive(self) -> Optional[bool]:
        """Whether another request may follow."""
        return self._keeps_alive

    async def prepare(self, request: web.BaseRequest) -> Any:
        """Send nothing."""

    async def write_eof(self, data: Any = b"") -> None:
        """Send nothing."""


def patient_server(patience: float, *middlewares: Middleware) -> web.Application:
    """An application in whose server nobody takes longer than that; bodies it reads by `body_of`, and unpacks none.

    Args:
        patience: In seconds.
        middlewares: What requests go through besides.
    """
    limits = {
        # What is not unpacked needs no bound.
        "auto_decompress": False,
        # From the end of the answer before, or from the connection: until then the headers have to be there.
        "keepalive_timeout": patience,
        # aiohttp reads on to the next request.
        "lingering_time": patience,
    }
    app = web.Application(middlewares=[sent_within(patience), *middlewares], handler_args=limits)
    app[_PATIENCE_HERE] = patience
    return app


async def body_of(request: web.Request) -> bytes:
    """The body of a request, from whoever sends it in time.

    Raises:
        ConnectionError: It did not come in time, and nobody is waited for any more.
        HTTPRequestEntityTooLarge: It is longer than any.
    """
    try:
        return await asyncio.wait_for(request.read(), request.config_dict[_PATIENCE_HERE])
    except asyncio.TimeoutError:
        if request.transport is not None:
            # An answer would have the rest read.
            request.transport.abort()
        raise ConnectionError("A request's body did not come in time.") from None


def sent_within(seconds: float) -> Middleware:
    """A middleware that sends each answer itself, for as long as that may take. It goes before all others."""

    @web.middleware
    async def send(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = cast(web.StreamResponse, refusal)
        try:
            await asyncio.wait_for(_send(request, response), seconds)
        except asyncio.TimeoutError:
            if request.transport is not None:
                # Closing would wait until all of it is read.
                request.transport.abort()
            return _Sent(keep_alive=False)
        except ConnectionError:
            return _Sent(keep_alive=False)
        return _Sent(keep_alive=bool(response.keep_alive))

    return cast(Middleware, send)


async def _send(request: web.Request, response: web.StreamResponse) -> None:
    await response.prepare(request)
    await response.write_eof()
