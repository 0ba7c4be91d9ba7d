"""A website that is not ours: its pages embed the widget's tag, and its server says who is signed in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import Any

import jwt
from aiohttp import web

from actions.demo.demo_data import demo_document
from returndesk.demo_shop.widget_script import load_script, snippet

#: What somebody typed into the shop as a product's name.
HOSTILE_TITLE = '<img src=x onerror="hacked()">'

_PAGE = """<!doctype html>
<html {html}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title><link rel="stylesheet" href="/shop.css"></head>
<body><main><h1>A shop of somebody else</h1><p>This page knows nothing of the assistant but one tag.</p>
<p><a href="/elsewhere" id="link">A link of the shop</a></p>{body}</main>
{tag}</body></html>"""

_STYLE = """:root { color-scheme: light dark; font: 16px/1.5 sans-serif; }
body { margin: 24px; background: light-dark(#fff, #111); color: light-dark(#222, #eee); } a { color: inherit; }"""


_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><circle cx="16" cy="16" r="16"/></svg>'


def hostile_documents(now: datetime) -> dict[str, Any]:
    """The demo shop's store, with a product of Chloe's whose name is an attack."""
    document = demo_document(now)
    order = next(each for each in document["orders"] if each["number"] == "8120034500030001")
    order["items"][0]["title"] = HOSTILE_TITLE
    return document


@dataclass
class Shop:
    """The shop's server.

    Args:
        origin: Its address, known once it is served.
        server: Where the bot is.
        web: Where the widget's script is.
        secret: What the shop signs tokens with.
        now: The shop's clock.
    """

    origin: str
    server: str = ""
    web: str = ""
    secret: str = ""
    now: datetime = field(default_factory=lambda: datetime.fromtimestamp(0).astimezone())
    customer: tuple[str, str] | None = None
    token_seconds: float = 600
    tokens_given: int = 0
    attributes: str = ""
    html: str = 'lang="en"'
    body: str = ""
    token_url: str = "/token"
    example: str = ""
    connects: str = "'self' {server} {socket}"

    @property
    def guest(self) -> str:
        """The page for people who are not signed in."""
        return f"{self.origin}/"

    @property
    def account(self) -> str:
        """The page that knows who is signed in."""
        return f"{self.origin}/account"

    def sign_in(self, number: str, name: str) -> None:
        """From now on the shop says that this customer is signed in."""
        self.customer = (number, name)

    def reset(self) -> None:
        """Nobody is signed in, the tag is plain, and the page is in English."""
        self.customer, self.token_seconds, self.tokens_given, self.attributes = None, 600, 0, ""
        self.html, self.body, self.token_url = 'lang="en"', "", "/token"
        self.connects = Shop.connects

    def app(self) -> web.Application:
        """Everything the shop serves."""
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/elsewhere", self._page)
        app.router.add_get("/account", self._account)
        app.router.add_get("/token", self._token)
        app.router.add_get("/example", self._example)
        app.router.add_get("/shop.css", self._style)
        app.router.add_get("/lamp.svg", self._picture)
        return app

    async def _page(self, _: web.Request) -> web.Response:
        return self._html(None)

    async def _account(self, _: web.Request) -> web.Response:
        return self._html(self.token_url)

    async def _example(self, _: web.Request) -> web.Response:
        return web.Response(text=self.example, content_type="text/html")

    async def _style(self, _: web.Request) -> web.Response:
        return web.Response(text=_STYLE, content_type="text/css")

    async def _picture(self, _: web.Request) -> web.Response:
        return web.Response(text=_PICTURE, content_type="image/svg+xml")

    async def _token(self, _: web.Request) -> web.Response:
        if self.customer is None:
            return web.json_response({"error": "nobody is signed in"}, status=401)
        self.tokens_given += 1
        number, name = self.customer
        claims = {
            "sub": number,
            "given_name": name,
            "iat": self.now,
            "exp": self.now + timedelta(seconds=self.token_seconds),
        }
        return web.json_response({"token": jwt.encode(claims, self.secret, algorithm="HS256")})

    def _html(self, token_url: str | None) -> web.Response:
        tag = snippet(load_script(), web_url=self.web, server_url=self.server, token_url=token_url)
        tag = tag.replace("></script>", f" {self.attributes}></script>")
        policy = {
            "default-src": "'none'",
            "script-src": self.web,
            "style-src": "'self'",
            "img-src": f"'self' blob: {self.server}",
            "connect-src": self.connects.format(server=self.server, socket=self.server.replace("http", "ws", 1)),
            "base-uri": "'none'",
            "form-action": "'none'",
            # The strictest that a page can ask of its scripts: no text becomes HTML.
            "require-trusted-types-for": "'script'",
        }
        headers = {"Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items())}
        return web.Response(
            text=_PAGE.format(tag=tag, html=self.html, body=self.body), content_type="text/html", headers=headers
        )


@contextmanager
def served_shop(host: str) -> Iterator[Shop]:
    """Serves a shop on a free port, under a name of this machine."""
    shop = Shop(origin="")
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def start() -> web.AppRunner:
        runner = web.AppRunner(shop.app())
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        shop.origin = f"http://{escape(host)}:{runner.addresses[0][1]}"
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        started.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, name="shop")
    thread.start()
    assert started.wait(10)
    try:
        yield shop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
