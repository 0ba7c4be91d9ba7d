"""Serves the demo shop's chat page, which talks to the bot's REST webhook from the browser."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from aiohttp import web

from returndesk.page.demo_customers import demo_customers
from returndesk.page.widget_script import add_widget_script, load_script

_STATIC = Path(__file__).resolve().parent / "static"
_HOST_NAME = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]")
_PORT_AT_END = re.compile(r":\d+$")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(*, bot_port: int, demo: bool) -> web.Application:
    """The page with its script and style sheet, the widget's script, `GET /settings.json` and `GET /health`.

    Args:
        bot_port: Where the bot listens, on the host under which the browser reached the page.
        demo: Whether the store holds the demo shop, whose customers the page then offers to try.
    """

    async def page(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(_STATIC / "index.html")

    async def settings(request: web.Request) -> web.StreamResponse:
        customers = [asdict(customer) for customer in demo_customers()] if demo else []
        webhook = f"{_bot_origin(request, bot_port)}/webhooks/rest/webhook"
        return web.json_response({"webhook": webhook, "customers": customers})

    async def health(_: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "ok"})

    @web.middleware
    async def safe_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        for name, value in _headers(_bot_origin(request, bot_port)).items():
            response.headers.setdefault(name, value)
        return response

    app = web.Application(middlewares=[safe_headers])
    app.router.add_get("/", page)
    app.router.add_get("/settings.json", settings)
    app.router.add_get("/health", health)
    app.router.add_static("/static", _STATIC)
    add_widget_script(app, load_script())
    return app


def _headers(bot_origin: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": f"'self' {bot_origin}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


def _bot_origin(request: web.Request, bot_port: int) -> str:
    """The bot under the name that the browser knows this host by; what is no host name goes into no header."""
    name = _PORT_AT_END.sub("", request.host)
    return f"http://{name if _HOST_NAME.fullmatch(name) else '127.0.0.1'}:{bot_port}"
