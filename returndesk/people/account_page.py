"""Somebody's own account: the name that customers read above their answers."""

from __future__ import annotations

import asyncio

from aiohttp import web

from actions.store.tables.people import LONGEST_SHOWN_NAME
from returndesk.people.addresses import ROOT
from returndesk.people.deeds import Deed
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices


class AccountPage:
    """Serves it, and takes the name.

    Args:
        services: Where accounts are.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve it at its address."""
        app.router.add_get("/account", self._page)
        app.router.add_post("/account", self._choose)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        return self._writer.write(request, "account.html", longest=LONGEST_SHOWN_NAME)

    async def _choose(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.ANSWER)
        wanted = field(request, "shown_as", LONGEST_SHOWN_NAME)
        kept = await asyncio.to_thread(self._services.accounts.show_as, person.name, wanted)
        now = self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.CHOSE_NAME, now, person.name, kept)
        return web.Response(status=303, headers={"Location": f"{ROOT}/account"})
