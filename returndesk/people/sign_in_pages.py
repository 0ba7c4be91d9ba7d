"""The page to sign in, and signing out."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from returndesk.people.asked import ASKED
from returndesk.people.deeds import Deed
from returndesk.people.page_writer import ROOT, PageWriter
from returndesk.people.passwords import LONGEST_PASSWORD
from returndesk.people.requests import COOKIE, SIGN_IN, field, keep_cookie, network_of, person_in
from returndesk.people.services import PeopleServices
from returndesk.people.sign_in import Shown, TryLater

#: How many passwords are looked at at once: each takes 19 MiB for a moment.
_AT_ONCE: Final = 2
_LONGEST_FIELD: Final = 64
_LONGEST_ADDRESS: Final = 200
_REFUSED: Final = "Name, password or code is wrong."


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
        app.router.add_post("/sign-in", self._sign_in)
        app.router.add_post("/sign-out", self._sign_out)

    async def _show(self, request: web.Request) -> web.Response:
        if request[ASKED].person is not None:
            return _to(f"{ROOT}/")
        return self._page(request, _own(request.query.get("next", "")), "")

    async def _sign_in(self, request: web.Request) -> web.Response:
        after = _own(field(request, "next", _LONGEST_ADDRESS))
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
            why = f"Too many tries. Wait {later.seconds} seconds, then try again."
            response = self._page(request, after, why, status=429)
            response.headers["Retry-After"] = str(later.seconds)
            return response
        if person is None:
            # What was typed as a name may be a password, and has no place in a log.
            await asyncio.to_thread(self._services.deeds.note, "(nobody)", Deed.REFUSED, now)
            return self._page(request, after, _REFUSED, status=403)
        if request[ASKED].person is not None:
            await asyncio.to_thread(self._services.sessions.end, request.cookies[COOKIE])
        # Always a new one: what the browser had before, whoever gave it to it, never becomes a session.
        token = await asyncio.to_thread(self._services.sessions.begin, person, now)
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.SIGNED_IN, now)
        response = _to(after or f"{ROOT}/")
        keep_cookie(response, token, secure=self._services.secure)
        return response

    async def _sign_out(self, request: web.Request) -> web.Response:
        person = person_in(request)
        await asyncio.to_thread(self._services.sessions.end, request.cookies[COOKIE])
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.SIGNED_OUT, self._services.wall.now())
        response = _to(SIGN_IN)
        response.del_cookie(COOKIE, path=ROOT)
        return response

    def _page(self, request: web.Request, after: str, trouble: str, *, status: int = 200) -> web.Response:
        return self._writer.write(request, "sign_in.html", status=status, after=after, trouble=trouble)


def _own(address: str) -> str:
    """An address within the application, to go on to; empty where it is none."""
    plain = address.isascii() and address.isprintable() and len(address) <= _LONGEST_ADDRESS
    return address if plain and address.startswith(f"{ROOT}/") and "\\" not in address else ""


def _to(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address})
