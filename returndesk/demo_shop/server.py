"""Serves the web port: the widget's script, the pages that carry it, and headers that keep both safe."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Optional

from aiohttp import web

from core.packed_bodies import NOT_TAKEN, is_packed
from returndesk.demo_shop.addresses import bot_origin
from returndesk.demo_shop.demo_shop import DemoShop
from returndesk.demo_shop.health import add_health
from returndesk.demo_shop.page_writer import PageWriter
from returndesk.demo_shop.plain_page import add_plain_page
from returndesk.demo_shop.shop_pages import ShopPages
from returndesk.demo_shop.widget_script import add_widget_script, kept_scripts, load_script
from returndesk.slow_clients import PATIENCE, patient_server

if TYPE_CHECKING:
    from returndesk.people.services import PeopleServices

#: An answer that pages of any website may have.
_FOR_ALL: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_STATIC = Path(__file__).resolve().parent / "static"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    *,
    bot_port: int,
    shop: Optional[DemoShop] = None,
    bot_url: Optional[str] = None,
    people: Optional[PeopleServices] = None,
    patience: float = PATIENCE,
) -> web.Application:
    """The widget's script, the pages with their style sheet and pictures, and how the server is.

    Args:
        bot_port: Where the bot listens, on the host under which the browser reached the page.
        shop: The demo shop; None serves one plain page with the widget and the tag that embeds it.
        bot_url: Where this machine reaches the bot; None for its port on loopback.
        people: What people answer customers with, on the same port; None where they do so elsewhere.
        patience: For how many seconds a client may take its time.
    """

    @web.middleware
    async def safe_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(_headers(bot_origin(request, bot_port)))
            if isinstance(refusal, web.HTTPNotFound) and request.path.endswith(".js"):
                # A tag with a wrong name is told that nothing is there, rather than that this website may not ask.
                refusal.headers.update(_FOR_ALL)
            raise
        for name, value in _headers(bot_origin(request, bot_port)).items():
            response.headers.setdefault(name, value)
        return response

    script = load_script()
    app = patient_server(patience, safe_headers, _refuse_packed)
    add_health(app, bot_url or f"http://127.0.0.1:{bot_port}")
    app.router.add_static("/static", _STATIC)
    add_widget_script(app, script, kept_scripts())
    if people is not None:
        # Before the shop, which takes the first part of an address for a customer.
        # The store's library is much of the page's memory, and only the demo shop serves people here.
        from returndesk.people.server import add_people

        add_people(app, people)
    writer = PageWriter(script, bot_port)
    if shop is None:
        add_plain_page(app, writer)
    else:
        ShopPages(writer, shop, people=people is not None).add_to(app)
    return app


@web.middleware
async def _refuse_packed(request: web.Request, handler: Handler) -> web.StreamResponse:
    if is_packed(request.headers.getall("Content-Encoding", ())):
        raise web.HTTPUnsupportedMediaType(text=NOT_TAKEN)
    return await handler(request)


def _headers(bot: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        # What a customer is about to send shows from where the page holds it.
        "img-src": f"'self' blob: {bot}",
        "connect-src": f"'self' {bot} {bot.replace('http', 'ws', 1)}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        # No text becomes HTML, whoever writes it.
        "require-trusted-types-for": "'script'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-cache",
    }
