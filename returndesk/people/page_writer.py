"""Writes the application's pages and the parts of them that are loaded again."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Union

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.clock import parse_instant
from returndesk.people.addresses import ROOT
from returndesk.people.asked import ASKED, Asked
from returndesk.people.roles import Right

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_MINUTES_OF_AN_HOUR: Final = 60
_HOURS_OF_TWO_DAYS: Final = 48


class PageWriter:
    """Writes pages. Whatever anybody wrote is escaped in them."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(root=ROOT, Right=Right)
        self._templates.filters.update(instant=_instant, day=_day, span=_span, cell=_cell)

    def write(self, request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page.

        Args:
            request: What was asked for, with who is signed in.
            template: A file of `templates/`.
            status: The answer's status.
            values: What the template asks for.
        """
        html = self._rendered(request, template, values)
        return web.Response(text=html, content_type="text/html", status=status)

    def write_part(self, request: web.Request, template: str, **values: Any) -> web.Response:
        """A part of a page, with its version; nothing where the script has that version already."""
        html = self._rendered(request, template, values)
        version = f'"{hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == version:
            return web.Response(status=304, headers={"ETag": version})
        return web.Response(text=html, content_type="text/html", headers={"ETag": version})

    def _rendered(self, request: web.Request, template: str, values: dict[str, Any]) -> str:
        asked = request.get(ASKED, Asked())
        return self._templates.get_template(template).render(
            person=asked.person, form_token=asked.form_token, path=request.path, **values
        )


def _instant(at: Union[datetime, str]) -> str:
    """An instant to the minute, aware or in ISO 8601, with the name of its time zone; what is no instant as it is."""
    if isinstance(at, str):
        try:
            return _instant(parse_instant(at))
        except ValueError:
            return at
    return f"{_day(at)}, {at:%H:%M %Z}"


def _day(day: date) -> str:
    return f"{day:%d %b %Y}"


def _cell(value: Union[datetime, date, str, float]) -> str:
    """What stands in a table, as a page shows it."""
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return _day(value)
    return value if isinstance(value, str) else f"{value:,}"


def _span(length: timedelta) -> str:
    """How long something takes, as people say it."""
    minutes = int(length.total_seconds()) // 60
    hours = minutes // _MINUTES_OF_AN_HOUR
    if minutes < 1:
        return "less than a minute"
    if hours < 1:
        return f"{minutes} min"
    if hours < _HOURS_OF_TWO_DAYS:
        return f"{hours} h {minutes % _MINUTES_OF_AN_HOUR} min"
    return f"{hours // 24} days"
