"""What the servers of pages tell only those who run the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from core.passed_on import is_passed_on

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def from_inside(handler: Handler) -> Handler:
    """A handler that is not there for who comes through a proxy, as `core.sanic_setup.from_inside` has it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if is_passed_on(request.headers):
            raise web.HTTPNotFound
        return await handler(request)

    return answer
