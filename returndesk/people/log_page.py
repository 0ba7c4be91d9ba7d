"""The log of who saw and changed what, for leads and auditors."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from returndesk.people.deeds import Deed
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices

_ON_A_PAGE: Final = 100
_LONGEST_PLACE: Final = 9


class LogPage:
    """Serves it.

    Args:
        services: Where the log is.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve it at its address."""
        app.router.add_get("/log", self._page)

    async def _page(self, request: web.Request) -> web.Response:
        person, deeds = person_in(request, Right.READ_LOG), self._services.deeds
        asked = request.query.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_PLACE else None
        found = await asyncio.to_thread(deeds.latest, _ON_A_PAGE, before)
        await asyncio.to_thread(deeds.note, person.name, Deed.READ_LOG, self._services.wall.now())
        further = found[-1].seq if len(found) == _ON_A_PAGE else None
        return self._writer.write(request, "log.html", entries=found, further=further)
