"""What customers said: a search, and each conversation with what was understood; exported or forgotten from there."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any, Final, Optional
from urllib.parse import urlencode

from aiohttp import web

from actions.store.tables.people import LONGEST_REASON
from core.intents import topic_name
from returndesk.people.accounts import Person
from returndesk.people.addresses import ROOT
from returndesk.people.conversation_deeds import ConversationDeeds, NoConversation
from returndesk.people.conversation_search import Wanted
from returndesk.people.deeds import Deed
from returndesk.people.masked import masked
from returndesk.people.page_language import language_of, message
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices
from returndesk.people.transcript import exported
from returndesk.report.figures import KINDS
from returndesk.report.words import KIND_NAMES, channel_name

_LONGEST: Final = 100
_LONGEST_PLACE: Final = 12
_SHORTEST_REASON: Final = 5
#: What is searched for, and shown, of thumbs.
THUMBS: Final = {"up": message("thumb up"), "down": message("thumb down")}
_ONE: Final = "/conversations/{key:[0-9a-f]{64}}"


class ConversationPages:
    """Serves them.

    Args:
        services: Where conversations are.
        writer: Writes the pages.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer
        self._conversations = ConversationDeeds(services)

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/conversations", self._search)
        app.router.add_get(_ONE, self._page)
        app.router.add_post(f"{_ONE}/reveal", self._reveal)
        app.router.add_post(f"{_ONE}/export", self._export)
        app.router.add_post(f"{_ONE}/forget", self._forget)

    async def _search(self, request: web.Request) -> web.Response:
        person, search, language = person_in(request), self._services.search, language_of(request)
        wanted = wanted_in(request, self._services.dangerous)
        found = await asyncio.to_thread(search.find, wanted)
        if wanted.words:
            # What was looked for may be somebody's name, and has no place in a log.
            await self._note(person, Deed.SEARCHED, "")
        asked = {name: value for name, value in request.query.items() if name != "before" and value}
        choices = {
            "topic": [(each, language.term(topic_name(each))) for each in await asyncio.to_thread(search.topics)],
            "outcome": [(each, language.term(KIND_NAMES[each])) for each in KINDS],
            "channel": [(each, language.term(channel_name(each))) for each in await asyncio.to_thread(search.channels)],
            "language": [(each, language.name_of(each)) for each in await asyncio.to_thread(search.languages)],
            "thumb": [(each, language.term(name)) for each, name in THUMBS.items()],
        }
        return self._writer.write(
            request,
            "conversations.html",
            asked=asked,
            choices=choices,
            has_dangers=bool(self._services.dangerous),
            matches=found.matches,
            further=urlencode({**asked, "before": str(found.further)}) if found.further is not None else "",
            shown=masked,
            topic_name=topic_name,
            channel_name=channel_name,
            kinds=KIND_NAMES,
        )

    async def _page(self, request: web.Request) -> web.Response:
        person, key = person_in(request), request.match_info["key"]
        lines = await self._lines(key)
        await self._note(person, Deed.OPENED, key)
        revealed = await self._sees_all(person, key)
        return self._writer.write(
            request,
            "conversation.html",
            key=key,
            lines=lines,
            revealed=revealed,
            shown=str if revealed else masked,
            topic_name=topic_name,
            thumbs=THUMBS,
            tickets=await asyncio.to_thread(self._conversations.tickets, key),
            customer=await asyncio.to_thread(self._conversations.customers, key),
        )

    async def _reveal(self, request: web.Request) -> web.Response:
        person, key = person_in(request, Right.REVEAL), request.match_info["key"]
        reason = _reason(request)
        await self._lines(key)
        await self._note(person, Deed.REVEALED, key, reason)
        return _to(f"{ROOT}/conversations/{key}")

    async def _export(self, request: web.Request) -> web.Response:
        person, key = person_in(request, Right.EXPORT), request.match_info["key"]
        lines = await self._lines(key)
        shown = str if await self._sees_all(person, key) else masked
        await self._note(person, Deed.EXPORTED, key)
        return web.Response(
            text=exported(lines, shown),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="conversation-{key[:10]}.json"'},
        )

    async def _forget(self, request: web.Request) -> web.Response:
        person, key = person_in(request, Right.FORGET), request.match_info["key"]
        reason = _reason(request)
        if field(request, "sure", 3) != "yes":
            raise web.HTTPBadRequest(reason="Say that you are sure: what is forgotten does not come back.")
        await self._lines(key)
        # Before it is done: nothing of what was done may be missing in the log.
        await self._note(person, Deed.FORGOT, key, reason)
        whole = field(request, "scope", 20) == "customer"
        await asyncio.to_thread(self._conversations.forget_customer if whole else self._conversations.forget, key)
        return _to(f"{ROOT}/conversations")

    async def _lines(self, key: str) -> Any:
        try:
            return await asyncio.to_thread(self._conversations.lines, key)
        except NoConversation:
            raise web.HTTPNotFound(reason="There is no such conversation, or no more.") from None

    async def _sees_all(self, person: Person, key: str) -> bool:
        if not person.may(Right.REVEAL):
            return False
        now = self._services.wall.now()
        return await asyncio.to_thread(self._services.deeds.may_see, person.name, key, now)

    async def _note(self, person: Person, deed: Deed, about: str, reason: str = "") -> None:
        now = self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, deed, now, about, reason)


def wanted_in(request: web.Request, dangerous: frozenset[str]) -> Wanted:
    """What an address asks for; what is none of it is not asked."""
    asked = {name: value[:_LONGEST].replace("\0", "").strip() for name, value in request.query.items()}
    before = asked.get("before", "")
    return Wanted(
        topic=asked.get("topic", ""),
        channel=asked.get("channel", ""),
        language=asked.get("language", ""),
        outcome=asked.get("outcome", ""),
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        thumb=asked.get("thumb", "") if asked.get("thumb") in THUMBS else "",
        dangerous=dangerous if asked.get("dangerous") == "yes" else (),
        words=asked.get("words", ""),
        before=int(before) if before.isascii() and before.isdigit() and len(before) <= _LONGEST_PLACE else None,
    )


def _day(text: str) -> Optional[date]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Beside the ends of the calendar there is no midnight in every time zone.
    return day if date(1970, 1, 2) <= day <= date(9000, 1, 1) else None


def _reason(request: web.Request) -> str:
    reason = field(request, "reason", LONGEST_REASON)
    if len(reason) < _SHORTEST_REASON:
        raise web.HTTPBadRequest(reason="Say why.")
    return reason


def _to(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address})
