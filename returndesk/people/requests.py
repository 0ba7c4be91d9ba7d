"""What every request to the application has to be: of somebody who is signed in, and from one of its own pages."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Optional
from urllib.parse import parse_qsl, quote, urlsplit

from aiohttp import web

from bot.gateway.addresses import caller_of
from core.database.errors import StoreUnavailable
from core.packed_bodies import NOT_TAKEN, is_packed
from returndesk.people.accounts import Person
from returndesk.people.addresses import OPEN, ROOT, SIGN_IN
from returndesk.people.asked import ASKED, Asked
from returndesk.people.page_language import LANGUAGE, language_of, message
from returndesk.people.page_writer import PageWriter
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices
from returndesk.people.sessions import LIFE, form_token
from returndesk.slow_clients import body_of

COOKIE: Final = "returndesk_people"
#: Asked for by the script of a page, again and again.
PARTS: Final = f"{ROOT}/parts/"
_STATIC: Final = f"{ROOT}/static/"
_LARGEST_FORM: Final = 128 * 1024
_MOST_FIELDS: Final = 10
_STORE_IS_AWAY: Final = message("The store does not answer. Nothing was changed; try again.")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types people"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Of no use elsewhere, but a form that is sent says by it which site it is of.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets requests in, and puts the headers to what is answered.

    Args:
        services: Who is signed in.
        writer: Writes what is refused.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    @web.middleware
    async def let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, or refuse it."""
        request[LANGUAGE] = self._writer.languages.accepted(request.headers.get("Accept-Language", ""))
        try:
            response = await self._answer(request, handler)
        except web.HTTPException as refused:
            response = self._refused(request, refused.status, refused.reason)
        except StoreUnavailable:
            response = self._refused(request, 503, _STORE_IS_AWAY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(_STATIC):
            response.headers["Cache-Control"] = "no-cache"
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if is_packed(request.headers.getall("Content-Encoding", ())):
            raise web.HTTPUnsupportedMediaType(reason=NOT_TAKEN)
        if request.path.startswith(_STATIC):
            return await handler(request)
        token = request.cookies.get(COOKIE, "")
        noted = not request.path.startswith(PARTS)
        person = None
        if token:
            now = self._services.wall.now()
            person = await asyncio.to_thread(self._services.sessions.person_of, token, now, noted=noted)
        form: Mapping[str, str] = {}
        if request.method == "POST":
            _check_site(request)
            form = await _form(request)
        expected = form_token(token) if person else ""
        request[ASKED] = Asked(person, expected, form)
        if person and (chosen := self._writer.languages.chosen(person.language)):
            request[LANGUAGE] = chosen
        if request.path in OPEN:
            return await handler(request)
        if person is None:
            return self._sign_in_first(request, noted=noted)
        if request.method == "POST" and not hmac.compare_digest(form.get("token", "").encode(), expected.encode()):
            raise web.HTTPForbidden(reason="This form is not of your session. Go back, load the page anew, try again.")
        return await handler(request)

    def _sign_in_first(self, request: web.Request, *, noted: bool) -> web.StreamResponse:
        if not noted:
            return web.Response(status=401)
        after = f"?next={quote(request.path_qs)}" if request.method == "GET" else ""
        return web.Response(status=303, headers={"Location": f"{SIGN_IN}{after}"})

    def _refused(self, request: web.Request, status: int, why: str) -> web.StreamResponse:
        language = language_of(request)
        title = language.gettext("Error %(status)s", status=status)
        return self._writer.write(request, "message.html", status=status, title=title, message=language.term(why))


def person_in(request: web.Request, right: Optional[Right] = None) -> Person:
    """Who asks, behind `Guard`.

    Raises:
        HTTPForbidden: They may not do what takes a right.
    """
    person = request[ASKED].person
    if person is None:
        raise web.HTTPUnauthorized
    if right is not None and not person.may(right):
        language = language_of(request)
        role = language.term(person.role.value)
        raise web.HTTPForbidden(reason=language.gettext("Who is here as %(role)s can't do this.", role=role))
    return person


def field(request: web.Request, name: str, most: int) -> str:
    """A field of the form that was sent, without what no database keeps, and cut; empty where it is missing."""
    return request[ASKED].form.get(name, "")[:most].replace("\0", "").replace("\r\n", "\n").strip()


def network_of(request: web.Request, services: PeopleServices) -> str:
    """The network that somebody signs in from."""
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
    return caller_of(request.remote or "", forwarded, services.proxies).network


def keep_cookie(response: web.Response, token: str, *, secure: bool) -> None:
    """Have the browser show a session's token from now on, to this application and no script."""
    response.set_cookie(
        COOKIE, token, max_age=int(LIFE.total_seconds()), path=ROOT, httponly=True, samesite="Lax", secure=secure
    )


def _check_site(request: web.Request) -> None:
    """Refuse a form of another site. Browsers tell; the form's token is looked at besides."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()
    if foreign or site not in (None, "same-origin"):
        raise web.HTTPForbidden(reason="This form was sent from another site.")


async def _form(request: web.Request) -> Mapping[str, str]:
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType(reason="Forms alone are taken here.")
    if (request.content_length or 0) > _LARGEST_FORM:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_FORM, request.content_length or 0)
    body = await body_of(request)
    if len(body) > _LARGEST_FORM:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_FORM, len(body))
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        raise web.HTTPBadRequest(reason="This is not a form.") from None
    return dict(fields)
