"""A ticket: what was said and what is known, and what whoever has claimed it can do."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Final, Optional

import structlog
from aiohttp import web

from actions.help_desk.agent_tickets import NotTheirs
from actions.help_desk.incoming import LONGEST_REPLY
from actions.help_desk.ticket import Ticket
from actions.help_desk.tickets import EMBEDDED
from actions.help_desk.writing_signs import is_shown
from actions.photos.photos import Part
from actions.store.tables.people import LONGEST_REASON
from core.languages import ENGLISH, language_part
from returndesk.people.accounts import LONGEST_NAME, Person
from returndesk.people.addresses import ROOT
from returndesk.people.deeds import Deed
from returndesk.people.masked import masked
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices
from returndesk.people.ticket_subject import subject_in
from returndesk.report.words import channel_name

logger = structlog.get_logger(__name__)

_LONGEST_KEY: Final = 40
_SHORTEST_REASON: Final = 5


class TicketPages:
    """Serves a ticket's page and takes what people do there.

    Args:
        services: Where tickets are.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve it at its address, and each deed below that."""
        app.router.add_get("/tickets/{number}", self._page)
        app.router.add_get("/parts/tickets/{number}", self._part)
        app.router.add_get("/tickets/{number}/photos/{place}", self._photo)
        deeds = {
            "claim": self._claim,
            "release": self._release,
            "answer": self._answer,
            "note": self._note,
            "give-back": self._give_back,
            "close": self._close,
        }
        for name, deed in deeds.items():
            app.router.add_post(f"/tickets/{{number}}/{name}", self._taking(deed, Right.ANSWER))
        app.router.add_post("/tickets/{number}/take-over", self._taking(self._take_over, Right.TAKE_OVER))
        app.router.add_post("/tickets/{number}/writes", self._writes)
        app.router.add_post("/tickets/{number}/reveal", self._taking(self._reveal, Right.REVEAL))

    async def _page(self, request: web.Request) -> web.Response:
        return await self._show(request, await self._ticket(request))

    async def _show(
        self, request: web.Request, ticket: Ticket, *, trouble: str = "", status: int = 200, written: str = ""
    ) -> web.Response:
        person, language, now = person_in(request), language_of(request), self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.OPENED, now, ticket.number)
        values = await self._values(request, ticket)
        offered = self._services.canned.offered
        canned = await asyncio.to_thread(offered, ticket, self._services.clock.now()) if values["mine"] else ()
        return self._writer.write(
            request,
            "ticket.html",
            status=status,
            trouble=trouble,
            written=written,
            key=secrets.token_hex(16),
            subject=subject_in(language, ticket),
            customer_language=language.name_of(ticket.content.language),
            is_english=language_part(ticket.content.language) == ENGLISH,
            channel=channel_name(ticket.conversation.partition(":")[0]),
            here=ticket.desk == EMBEDDED,
            canned=canned,
            **values,
        )

    async def _part(self, request: web.Request) -> web.Response:
        ticket = await self._ticket(request)
        return self._writer.write_part(request, "ticket_part.html", **await self._values(request, ticket))

    async def _writes(self, request: web.Request) -> web.Response:
        """What the script tells while an answer is being written, now and then."""
        person, number = person_in(request, Right.ANSWER), request.match_info["number"]
        await asyncio.to_thread(self._services.signs.person_writes, number, person.name, self._services.wall.now())
        return web.Response(status=204)

    async def _photo(self, request: web.Request) -> web.StreamResponse:
        """One of those that the ticket's customer has sent, by its place among them, part after part."""
        ticket = await self._ticket(request)
        sent = await asyncio.to_thread(self._services.photos.stored.of_conversation, ticket.conversation)
        place = request.match_info["place"]
        if not (place.isascii() and place.isdigit() and len(place) < 4 and 0 < int(place) <= len(sent)):
            raise web.HTTPNotFound(reason="There is no such photo.")
        photo = sent[int(place) - 1]
        # A video is as the customer sent it, so it is only ever saved.
        shown, ending = ("attachment", "video") if photo.is_video else ("inline", "jpg")
        headers = {
            "Content-Type": photo.media_type or "",
            "Content-Length": str(photo.size),
            "Content-Disposition": f'{shown}; filename="{ticket.number}-{place}.{ending}"',
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        }
        response = web.StreamResponse(headers=headers)
        number = 0
        while part := await asyncio.to_thread(self._photo_part, photo.name, number):
            if number == 0:
                await response.prepare(request)
            await response.write(part.content)
            number += 1
        if number == 0:
            raise web.HTTPNotFound(reason="There is no such photo any more.")
        return response

    def _photo_part(self, name: str, number: int) -> Optional[Part]:
        try:
            return self._services.photos.part(name, number)
        except OSError as error:
            # Where files lie is away; the ticket is there without them.
            logger.warning("people.photo_not_read", error=type(error).__name__)
            raise web.HTTPServiceUnavailable(reason="The photo can't be opened just now; try again.") from None

    async def _values(self, request: web.Request, ticket: Ticket) -> dict[str, Any]:
        person = person_in(request)
        return await asyncio.to_thread(self._read, person, ticket)

    def _read(self, person: Person, ticket: Ticket) -> dict[str, Any]:
        tickets, now = self._services.tickets, self._services.wall.now()
        mine = ticket.claimed_by == person.name
        messages = tickets.messages(ticket.number)
        if mine and messages and messages[-1].id > ticket.seen:
            tickets.saw(ticket.number, person.name)
        revealed = person.may(Right.REVEAL) and self._services.deeds.may_see(person.name, ticket.number, now)
        shown: Callable[[str], str] = str if revealed else masked
        return {
            "ticket": ticket,
            "mine": mine,
            "revealed": revealed,
            "shown": shown,
            "messages": messages,
            "customer_writes": ticket.listening and is_shown(ticket.customer_writes_at, now),
            "undelivered": self._services.outbox.undelivered(ticket.number),
            "notes": tickets.notes(ticket.number),
            "photos": self._services.photos.stored.of_conversation(ticket.conversation),
        }

    def _taking(
        self, deed: Callable[[web.Request, Person, str], Optional[web.Response]], right: Right
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """What takes a form of those with a right: does it, and shows the ticket again, or why that can't be done."""

        async def take(request: web.Request) -> web.StreamResponse:
            person, ticket = person_in(request, right), await self._ticket(request)
            try:
                answer = await asyncio.to_thread(deed, request, person, ticket.number)
            except NotTheirs as trouble:
                ticket = await self._ticket(request)
                written = field(request, "words", LONGEST_REPLY)
                why = language_of(request).gettext(trouble.words, **trouble.values)
                return await self._show(request, ticket, trouble=why, status=409, written=written)
            return answer or _to(f"{ROOT}/tickets/{ticket.number}")

        return take

    def _claim(self, request: web.Request, person: Person, number: str) -> None:
        self._services.tickets.claim(number, person.name, self._services.clock.now(), person.shown_as)
        self._noted(person, Deed.CLAIMED, number)

    def _release(self, request: web.Request, person: Person, number: str) -> None:
        self._services.tickets.release(number, person.name)
        self._noted(person, Deed.RELEASED, number)

    def _take_over(self, request: web.Request, person: Person, number: str) -> None:
        owner, now = field(request, "from", LONGEST_NAME), self._services.clock.now()
        self._services.tickets.claim(number, person.name, now, person.shown_as, instead_of=owner)
        self._noted(person, Deed.TOOK_OVER, number, owner)

    def _answer(self, request: web.Request, person: Person, number: str) -> None:
        words, key = _words(request), field(request, "key", _LONGEST_KEY) or secrets.token_hex(16)
        now = self._services.clock.now()
        if self._services.tickets.answer(number, person.name, f"people-{key}", words, now, person.shown_as):
            self._noted(person, Deed.ANSWERED, number)

    def _note(self, request: web.Request, person: Person, number: str) -> None:
        self._services.tickets.note(number, person.name, _words(request), self._services.clock.now())
        self._noted(person, Deed.NOTED, number)

    def _give_back(self, request: web.Request, person: Person, number: str) -> None:
        self._services.tickets.give_back(number, person.name, self._services.clock.now())
        self._noted(person, Deed.GAVE_BACK, number)

    def _close(self, request: web.Request, person: Person, number: str) -> web.Response:
        self._services.tickets.finish(number, person.name, self._services.clock.now())
        self._noted(person, Deed.CLOSED, number)
        return _to(f"{ROOT}/")

    def _reveal(self, request: web.Request, person: Person, number: str) -> None:
        reason = field(request, "reason", LONGEST_REASON)
        if len(reason) < _SHORTEST_REASON:
            raise web.HTTPBadRequest(reason="Say why you have to see who the customer is.")
        self._noted(person, Deed.REVEALED, number, reason)

    def _noted(self, person: Person, deed: Deed, number: str, reason: str = "") -> None:
        self._services.deeds.note(person.name, deed, self._services.wall.now(), number, reason)

    async def _ticket(self, request: web.Request) -> Ticket:
        ticket = await asyncio.to_thread(self._services.tickets.get, request.match_info["number"])
        if ticket is None:
            raise web.HTTPNotFound(reason="There is no such ticket.")
        return ticket


def _words(request: web.Request) -> str:
    words = field(request, "words", LONGEST_REPLY)
    if not words:
        raise web.HTTPBadRequest(reason="There is nothing written.")
    return words


def _to(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address})
