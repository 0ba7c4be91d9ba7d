"""Writes a page of the web port: its template, and the tag of the widget."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from returndesk.demo_shop.addresses import bot_origin
from returndesk.demo_shop.widget_script import WidgetScript, snippet

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_THEMES = ("light", "dark")


class PageWriter:
    """Writes pages that carry the widget.

    Args:
        script: The widget.
        bot_port: Where the bot listens, on the host under which the browser reached the page.
    """

    def __init__(self, script: WidgetScript, bot_port: int) -> None:
        self.script = script
        self.bot_port = bot_port
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write(
        self, request: web.Request, template: str, *, token_url: Optional[str] = None, status: int = 200, **values: Any
    ) -> web.Response:
        """A page.

        Args:
            request: What was asked for; its `theme`, and the chat's `lang`, are kept in every link.
            template: A file of `templates/`.
            token_url: Where the page tells the widget who is signed in; None for guests.
            status: The answer's status.
            values: What the template asks for.
        """
        asked = request.query.get("theme", "")
        theme = asked if asked in _THEMES else ""
        asked = request.query.get("lang", "")
        locale = asked if asked.isascii() and asked.replace("-", "").isalpha() else ""

        def to(path: str, theme: str = theme) -> str:
            kept = {name: value for name, value in (("theme", theme), ("lang", locale)) if value}
            return f"{path}?{urlencode(kept)}" if kept else path

        tag = snippet(
            self.script,
            web_url="",
            server_url=bot_origin(request, self.bot_port),
            token_url=token_url,
            locale=locale or None,
            theme=theme or None,
        )
        html = self._templates.get_template(template).render(
            path=request.path,
            theme=theme,
            to=to,
            widget=Markup(tag),  # noqa: S704  # snippet() escapes what it is given
            **values,
        )
        return web.Response(text=html, content_type="text/html", status=status)
