"""The page of a desk without the demo shop: the widget to try, and the tag to copy."""

from __future__ import annotations

from aiohttp import web

from returndesk.demo_shop.addresses import bot_origin, page_origin
from returndesk.demo_shop.page_writer import PageWriter
from returndesk.demo_shop.widget_script import snippet


def add_plain_page(app: web.Application, writer: PageWriter) -> None:
    """Serve the page at `GET /`."""

    async def page(request: web.Request) -> web.Response:
        server = bot_origin(request, writer.bot_port)
        tag = snippet(writer.script, web_url=page_origin(request), server_url=server)
        return writer.write(request, "plain.html", tag=tag)

    app.router.add_get("/", page)
