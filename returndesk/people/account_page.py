"""Somebody's own account: the name that customers read above their answers, and the language of their pages."""

from __future__ import annotations

import asyncio

from aiohttp import web

from actions.store.tables.people import LONGEST_LANGUAGE, LONGEST_SHOWN_NAME
from returndesk.people.addresses import ROOT
from returndesk.people.deeds import Deed
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices


class AccountPage:
    """Serves it, and takes both.

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
        app.router.add_post("/account/language", self._read_in)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        languages = self._writer.languages.offered()
        return self._writer.write(request, "account.html", longest=LONGEST_SHOWN_NAME, languages=languages)

    async def _choose(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.ANSWER)
        wanted = field(request, "shown_as", LONGEST_SHOWN_NAME)
        kept = await asyncio.to_thread(self._services.accounts.show_as, person.name, wanted)
        now = self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.CHOSE_NAME, now, person.name, kept)
        return _to_account()

    async def _read_in(self, request: web.Request) -> web.Response:
        person, wanted = person_in(request), field(request, "language", LONGEST_LANGUAGE)
        if wanted and self._writer.languages.chosen(wanted) is None:
            raise web.HTTPBadRequest(reason="Pages are not there in this language.")
        await asyncio.to_thread(self._services.accounts.read_in, person.name, wanted)
        return _to_account()


def _to_account() -> web.Response:
    return web.Response(status=303, headers={"Location": f"{ROOT}/account"})
