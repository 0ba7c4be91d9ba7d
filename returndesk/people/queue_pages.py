"""The queue of open tickets, and those that are closed."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final

from aiohttp import web

from actions.help_desk.ticket import ticket_row
from actions.help_desk.ticket_queue import OVERDUE, waiting_tickets
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import person_in
from returndesk.people.services import PeopleServices
from returndesk.people.ticket_subject import subject_in, words_of

_MOST_CLOSED: Final = 100


class QueuePages:
    """Serves both.

    Args:
        services: Where tickets are.
        writer: Writes the pages.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/", self._queue)
        app.router.add_get("/closed", self._closed)
        app.router.add_get("/parts/queue", self._part)

    async def _queue(self, request: web.Request) -> web.Response:
        return self._writer.write(request, "queue.html", **await self._values(request))

    async def _part(self, request: web.Request) -> web.Response:
        return self._writer.write_part(request, "queue_part.html", **await self._values(request))

    async def _closed(self, request: web.Request) -> web.Response:
        tickets = await asyncio.to_thread(self._services.tickets.listed, closed=True, most=_MOST_CLOSED)
        return self._writer.write(
            request, "closed.html", tickets=tickets, subject=partial(subject_in, language_of(request))
        )

    async def _values(self, request: web.Request) -> dict[str, Any]:
        found = await asyncio.to_thread(waiting_tickets, self._services.engine)
        undelivered = await asyncio.to_thread(self._services.outbox.waiting)
        mine = person_in(request).name
        return {
            "entries": found,
            "now": self._services.clock.now(),
            "overdue_after": self._services.answers_within or OVERDUE,
            "promised": self._services.answers_within,
            "subject": partial(subject_in, language_of(request)),
            "words_of": words_of,
            # Without a trouble it is only under way.
            "troubled": {number for number, trouble in undelivered.items() if trouble},
            "row_of": ticket_row,
            # What is for this person: what their customers wrote, and who waits for anybody.
            "to_read": sum(
                each.unread if each.ticket.claimed_by == mine else each.since is not None
                for each in found
                if each.ticket.claimed_by in (mine, None)
            ),
        }
