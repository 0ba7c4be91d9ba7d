"""What is answered to whoever signs in: the page to do so, or a new session and the page that they asked for."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from aiohttp import web

from returndesk.people.accounts import Person
from returndesk.people.addresses import PROVIDER, ROOT
from returndesk.people.asked import ASKED
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import COOKIE, keep_cookie
from returndesk.people.services import PeopleServices

LONGEST_ADDRESS: Final = 200


def sign_in_page(
    writer: PageWriter,
    request: web.Request,
    services: PeopleServices,
    after: str = "",
    *,
    trouble: str = "",
    status: int = 200,
    wait: int = 0,
) -> web.Response:
    """The page to sign in.

    Args:
        writer: Writes it.
        request: What was asked for.
        services: How people may sign in.
        after: A page of the application to go on to, or nothing.
        trouble: Why nobody is signed in yet; empty at first.
        status: The answer's status.
        wait: For how many seconds no further try is taken; 0 where one is.
    """
    provider = services.provider.settings.name if services.provider else ""
    values = {"after": after, "trouble": trouble, "provider": provider, "provider_address": PROVIDER}
    response = writer.write(request, "sign_in.html", status=status, local=services.local_accounts, **values)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def later_page(
    writer: PageWriter, request: web.Request, services: PeopleServices, after: str, seconds: int
) -> web.Response:
    """The same for who has been wrong too often, and has to wait for so many seconds."""
    trouble = language_of(request).ngettext(
        "Too many tries. Wait %(num)s second, then try again.",
        "Too many tries. Wait %(num)s seconds, then try again.",
        seconds,
    )
    return sign_in_page(writer, request, services, after, trouble=trouble, status=429, wait=seconds)


async def begin_session(
    request: web.Request, services: PeopleServices, person: Person, after: str, now: datetime, id_token: str = ""
) -> web.Response:
    """Have somebody be signed in, and go on.

    Args:
        request: By which they have shown who they are.
        services: Where sessions are.
        person: Who.
        after: A page of the application, or nothing for the queue.
        now: The current instant, aware.
        id_token: What the identity provider said of it.
    """
    if request[ASKED].person is not None:
        await asyncio.to_thread(services.sessions.end, request.cookies[COOKIE])
    # Always a new one: what the browser had before, whoever gave it to it, never becomes a session.
    token = await asyncio.to_thread(services.sessions.begin, person, now, id_token)
    response = go_to(after or f"{ROOT}/")
    keep_cookie(response, token, secure=services.secure)
    return response


def own_address(address: str) -> str:
    """An address within the application, to go on to; empty where it is none."""
    plain = address.isascii() and address.isprintable() and len(address) <= LONGEST_ADDRESS
    return address if plain and address.startswith(f"{ROOT}/") and "\\" not in address else ""


def go_to(address: str) -> web.Response:
    """An answer that leads elsewhere."""
    return web.Response(status=303, headers={"Location": address})
