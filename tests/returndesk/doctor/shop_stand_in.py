"""A shop and an assistant on two origins of this machine, as far as `returndesk doctor --page` asks them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from returndesk.demo_shop.widget_script import WidgetScript, add_widget_script, kept_scripts, load_script, snippet


@dataclass
class Stand:
    """Both of them.

    Args:
        shop: The shop's origin.
        desk: The assistant's, which has the script too.
        html: What the shop's page is; a tag as `returndesk snippet` prints it, unless set.
        headers: Those of the page.
        origins: Whose pages the assistant takes calls of.
        token: Status and JSON of the token address.
        passes_sockets: Whether what stands before the assistant lets a WebSocket through.
    """

    shop: str = ""
    desk: str = ""
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    token: tuple[int, object] = (401, {"error": "nobody is signed in"})
    token_headers: dict[str, str] = field(default_factory=dict)
    passes_sockets: bool = True

    @property
    def script(self) -> WidgetScript:
        """What is served."""
        return load_script()

    def tag(self, *, attributes: str = "", **given: str) -> str:
        """The printed tag, with attributes added."""
        return snippet(self.script, **{"web_url": self.desk, "server_url": self.desk, **given}).replace(
            "></script>", f" {attributes}></script>"
        )

    async def _page(self, _: web.Request) -> web.Response:
        text = self.html or f"<!doctype html><html lang='en'><title>A shop</title><body>{self.tag()}"
        return web.Response(text=text, content_type="text/html", headers=self.headers)

    async def _token(self, _: web.Request) -> web.Response:
        status, body = self.token
        return web.json_response(body, status=status, headers=self.token_headers)

    async def _moved(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(10_000):
            await response.write(b"<p>" * 1000)
        return response

    async def _healthy(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _preflight(self, request: web.Request) -> web.Response:
        origin = request.headers.get("Origin", "")
        return web.Response(headers={"Access-Control-Allow-Origin": origin} if origin in self.origins else {})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self.passes_sockets:
            return web.Response(status=400)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}')
        await socket.close()
        return socket

    def apps(self) -> tuple[web.Application, web.Application]:
        """The shop's and the assistant's."""
        shop, desk = web.Application(), web.Application()
        shop.router.add_get("/token", self._token)
        shop.router.add_get("/moved", self._moved)
        shop.router.add_get("/endless", self._endless)
        shop.router.add_get("/", self._page)
        desk.router.add_get("/token", self._token)
        desk.router.add_get("/webhooks/rest/", self._healthy)
        desk.router.add_route("OPTIONS", "/webhooks/rest/session", self._preflight)
        desk.router.add_get("/webhooks/socketio/socket.io/", self._socket)
        add_widget_script(desk, self.script, kept_scripts())
        return shop, desk


@contextmanager
def served_stand() -> Iterator[Stand]:
    """Serves both in a thread."""
    stand, loop, started = Stand(), asyncio.new_event_loop(), threading.Event()

    async def start() -> list[web.AppRunner]:
        runners = [web.AppRunner(app) for app in stand.apps()]
        for runner in runners:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        stand.shop, stand.desk = (f"http://127.0.0.1:{runner.addresses[0][1]}" for runner in runners)
        stand.origins = (stand.shop,)
        return runners

    async def stop(runners: list[web.AppRunner]) -> None:
        for runner in runners:
            await runner.cleanup()

    def run() -> None:
        asyncio.set_event_loop(loop)
        runners = loop.run_until_complete(start())
        started.set()
        loop.run_forever()
        loop.run_until_complete(stop(runners))
        loop.close()

    thread = threading.Thread(target=run, name="stand")
    thread.start()
    assert started.wait(20)
    try:
        yield stand
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
