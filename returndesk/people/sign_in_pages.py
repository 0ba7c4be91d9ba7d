"""The page to sign in, and signing out."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from returndesk.people.accounts import Person
from returndesk.people.addresses import ROOT, SIGN_IN
from returndesk.people.asked import ASKED, Asked
from returndesk.people.deeds import NOBODY, Deed
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.passwords import LONGEST_PASSWORD
from returndesk.people.requests import COOKIE, field, network_of, person_in
from returndesk.people.services import PeopleServices
from returndesk.people.sign_in import Shown
from returndesk.people.sign_in_answers import (
    LONGEST_ADDRESS,
    begin_session,
    go_to,
    later_page,
    own_address,
    sign_in_page,
)
from returndesk.people.tries import TryLater

#: How many passwords are looked at at once: each takes 19 MiB for a moment.
_AT_ONCE: Final = 2
_LONGEST_FIELD: Final = 64


class SignInPages:
    """Serves both.

    Args:
        services: Who somebody is.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer
        self._turn = asyncio.Semaphore(_AT_ONCE)

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/sign-in", self._show)
        app.router.add_post("/sign-out", self._sign_out)
        if self._services.local_accounts:
            app.router.add_post("/sign-in", self._sign_in)

    async def _show(self, request: web.Request) -> web.Response:
        if request[ASKED].person is not None:
            return go_to(f"{ROOT}/")
        return sign_in_page(self._writer, request, self._services, own_address(request.query.get("next", "")))

    async def _sign_in(self, request: web.Request) -> web.Response:
        after = own_address(field(request, "next", LONGEST_ADDRESS))
        form = request[ASKED].form
        shown = Shown(
            name=field(request, "name", _LONGEST_FIELD).lower(),
            # A password is taken as it is, blanks at its ends too.
            password=form.get("password", "")[:LONGEST_PASSWORD],
            code=field(request, "code", _LONGEST_FIELD),
            network=network_of(request, self._services),
        )
        now = self._services.wall.now()
        try:
            async with self._turn:
                person = await asyncio.to_thread(self._services.sign_in.person, shown, now)
        except TryLater as later:
            return later_page(self._writer, request, self._services, after, later.seconds)
        if person is None:
            await asyncio.to_thread(self._services.deeds.note, NOBODY, Deed.REFUSED, now)
            trouble = language_of(request).gettext("Name, password or code is wrong.")
            return sign_in_page(self._writer, request, self._services, after, trouble=trouble, status=403)
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.SIGNED_IN, now)
        return await begin_session(request, self._services, person, after, now)

    async def _sign_out(self, request: web.Request) -> web.Response:
        person = person_in(request)
        id_token = await asyncio.to_thread(self._services.sessions.end, request.cookies[COOKIE])
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.SIGNED_OUT, self._services.wall.now())
        response = await self._signed_out(request, person, id_token)
        response.del_cookie(COOKIE, path=ROOT)
        return response

    async def _signed_out(self, request: web.Request, person: Person, id_token: str) -> web.Response:
        provider = self._services.provider
        if provider is None or person.issuer != provider.settings.issuer:
            return go_to(SIGN_IN)
        address = await asyncio.to_thread(provider.sign_out_address, id_token)
        if address is None:
            return go_to(SIGN_IN)
        # A page that leads on, since the policy lets no form of ours lead to another site.
        request[ASKED] = Asked()
        return self._writer.write(request, "signed_out.html", provider=provider.settings.name, address=address)
