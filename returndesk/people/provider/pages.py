"""Sends browsers to the identity provider, and takes in those that come back."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

import structlog
from aiohttp import web

from returndesk.people.addresses import CALLBACK, PROVIDER, ROOT, SIGN_IN
from returndesk.people.page_language import PageLanguage, language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.provider.begun import LASTS
from returndesk.people.provider.refusals import ProviderTrouble, Refusal, SignInRefused
from returndesk.people.provider.sign_in import ProviderSignIn, Returned
from returndesk.people.requests import COOKIE, network_of
from returndesk.people.services import PeopleServices
from returndesk.people.sign_in_answers import begin_session, go_to, later_page, own_address, sign_in_page
from returndesk.people.tries import TryLater

logger = structlog.get_logger(__name__)

#: How many wait for the provider at once: others ask the store with the same threads.
_AT_ONCE: Final = 3
#: Sign-ins that one browser has begun, as many as it has tabs; whoever begins more often begins anew.
_MOST_BEGUN: Final = 8
_COOKIE: Final = f"{COOKIE}_"
_DIGITS: Final = 16
#: Of a code: RFC 6749 names no bound, and some providers put much into theirs. No request has a longer first line.
_LONGEST: Final = 8 * 1024

_Result = TypeVar("_Result")


class ProviderPages:
    """Serves both ways; neither where the settings name no provider.

    Args:
        services: The provider, and who is signed in.
        writer: Writes the pages.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer
        self._turn = asyncio.Semaphore(_AT_ONCE)

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        provider = self._services.provider
        if provider is not None:
            app.router.add_get(PROVIDER.removeprefix(ROOT), partial(self._begin, provider))
            app.router.add_get(CALLBACK.removeprefix(ROOT), partial(self._come_back, provider))

    async def _begin(self, provider: ProviderSignIn, request: web.Request) -> web.Response:
        after = own_address(request.query.get("next", ""))
        network = network_of(request, self._services)
        try:
            sent = await self._in_turn(partial(provider.begin, after, network, self._services.wall.now()))
        except ProviderTrouble as trouble:
            return self._away(request, provider, after, trouble)
        except TryLater as later:
            return later_page(self._writer, request, self._services, after, later.seconds)
        response = go_to(sent.address)
        begun = [name for name in request.cookies if name.startswith(_COOKIE)]
        for name in begun if len(begun) >= _MOST_BEGUN else ():
            response.del_cookie(name, path=SIGN_IN)
        response.set_cookie(
            _cookie(sent.state),
            sent.browser,
            max_age=int(LASTS.total_seconds()),
            path=SIGN_IN,
            httponly=True,
            samesite="Lax",
            secure=self._services.secure,
        )
        return response

    async def _come_back(self, provider: ProviderSignIn, request: web.Request) -> web.Response:
        query = request.query
        state = query.get("state", "")[:_LONGEST]
        returned = Returned(
            state=state,
            code=query.get("code", "") if len(query.get("code", "")) <= _LONGEST else "",
            error=query.get("error", "")[:_LONGEST],
            issuer=query.get("iss", "")[:_LONGEST],
            browser=request.cookies.get(_cookie(state), ""),
            network=network_of(request, self._services),
        )
        now = self._services.wall.now()
        try:
            found = await self._in_turn(partial(provider.finish, returned, now))
        except SignInRefused as refused:
            response = await self._refused(request, provider, refused.refusal)
        except ProviderTrouble as trouble:
            response = self._away(request, provider, "", trouble)
        except TryLater as later:
            return later_page(self._writer, request, self._services, "", later.seconds)
        else:
            person = found.admitted.person
            response = await begin_session(
                request, self._services, person, own_address(found.after), now, found.id_token
            )
        if returned.browser:
            response.del_cookie(_cookie(state), path=SIGN_IN)
        return response

    async def _in_turn(self, asked: Callable[[], _Result]) -> _Result:
        async with self._turn:
            return await asyncio.to_thread(asked)

    async def _refused(self, request: web.Request, provider: ProviderSignIn, why: Refusal) -> web.Response:
        settings = provider.settings
        if why in (Refusal.NO_ROLE, Refusal.MAIL):
            out = await asyncio.to_thread(provider.sign_out_address, "")
            return self._writer.write(
                request, "no_role.html", status=403, provider=settings, mail=why is Refusal.MAIL, sign_out=out
            )
        trouble = _words(why, settings.name, language_of(request))
        return sign_in_page(self._writer, request, self._services, trouble=trouble, status=403)

    def _away(
        self, request: web.Request, provider: ProviderSignIn, after: str, trouble: ProviderTrouble
    ) -> web.Response:
        logger.warning("people.provider_trouble", reason=str(trouble))
        words = language_of(request).gettext(
            "%(provider)s can't be asked now. Try again in a moment.", provider=provider.settings.name
        )
        return sign_in_page(self._writer, request, self._services, after, trouble=words, status=503)


def _words(why: Refusal, provider: str, language: PageLanguage) -> str:
    """Why somebody is not signed in, and what they can do."""
    if why is Refusal.NOT_BEGUN:
        return language.gettext(
            "This sign-in was begun in another browser or at another address, took too long, or is done already. "
            "Begin it again."
        )
    if why is Refusal.DENIED:
        return language.gettext(
            "%(provider)s did not sign you in. Try again, or ask who manages your account there.", provider=provider
        )
    if why is Refusal.LOCKED:
        return language.gettext("Your account is locked here. Ask who manages Return Desk in your shop to unlock it.")
    return language.gettext(
        "What %(provider)s said can't be used: %(why)s. Try again; if it stays so, tell who manages Return Desk in "
        "your shop.",
        provider=provider,
        why=language.term(why.value),
    )


def _cookie(state: str) -> str:
    """The cookie of one sign-in: those of several tabs are there at once."""
    return _COOKIE + hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
