"""Ends the connection of who does not read what they have asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Optional, cast

from aiohttp import web
from aiohttp.typedefs import Middleware

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
