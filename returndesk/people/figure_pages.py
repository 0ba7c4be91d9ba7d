"""The figures over time, as a page of pictures and tables, and each table as CSV."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web

from returndesk.people import figure_parts as parts
from returndesk.people.csv_text import as_csv
from returndesk.people.day_counts import MOST_DAYS
from returndesk.people.figure_parts import Part
from returndesk.people.inspections_due import inspections_due
from returndesk.people.page_language import PageLanguage, language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import person_in
from returndesk.people.services import PeopleServices

_SPANS: Final = (7, 30, MOST_DAYS)
_USUAL: Final = 30


class FigurePages:
    """Serves both.

    Args:
        services: Where conversations, tickets and returns are.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/figures", self._page)
        app.router.add_get("/figures/{part:[a-z]+}.csv", self._csv)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        days, language = _days(request), language_of(request)
        found = [await asyncio.to_thread(make, language, days) for make in self._parts().values()]
        return self._writer.write(
            request, "figures.html", parts=[part for each in found for part in each], days=days, spans=_SPANS
        )

    async def _csv(self, request: web.Request) -> web.Response:
        person_in(request)
        name, days = request.match_info["part"], _days(request)
        makes = [make for names, make in self._parts().items() if name in names]
        if not makes:
            raise web.HTTPNotFound(reason="There are no such figures.")
        part = next(each for each in await asyncio.to_thread(makes[0], language_of(request), days) if each.name == name)
        return web.Response(
            text=as_csv(part.columns, part.rows),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{part.name}-{days}-days.csv"'},
        )

    def _parts(self) -> Mapping[tuple[str, ...], Callable[[PageLanguage, int], list[Part]]]:
        """What reads the parts of the page, by their names."""
        return {
            ("days", "topics", "languages"): self._questions,
            ("tickets",): self._tickets,
            ("disliked",): self._thumbs,
            ("warehouse",): self._warehouse,
        }

    def _questions(self, language: PageLanguage, days: int) -> list[Part]:
        counts = self._services.day_counter.last(days, self._services.wall.now())
        together = counts.together()
        return [
            parts.by_day(language, counts),
            parts.by_topic(language, together),
            parts.by_language(language, together),
        ]

    def _tickets(self, language: PageLanguage, days: int) -> list[Part]:
        now = self._services.clock.now()
        found, whole = self._services.desk_days.tickets(days, now)
        return [parts.of_tickets(language, found, whole=whole)]

    def _thumbs(self, language: PageLanguage, days: int) -> list[Part]:
        now = self._services.wall.now()
        found, whole = self._services.desk_days.thumbs(days, now)
        return [parts.of_thumbs(language, found, whole=whole)]

    def _warehouse(self, language: PageLanguage, _: int) -> list[Part]:
        now = self._services.clock.now()
        found, whole = inspections_due(self._services.engine, self._services.facts, now)
        return [parts.of_warehouse(language, found, now, whole=whole)]


def _days(request: web.Request) -> int:
    asked = request.query.get("days", "")
    return next((each for each in _SPANS if str(each) == asked), _USUAL)
