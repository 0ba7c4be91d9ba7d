"""The facts with their sources and wording, and what would change with another value, as a patch."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from aiohttp import web

from policy.fact import Fact
from policy.sentences import Sentence
from returndesk.failure import Failure
from returndesk.people.deeds import Deed
from returndesk.people.fact_edit import FactEdit
from returndesk.people.fact_value import LISTS
from returndesk.people.kept_branch import KeptBranches
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.rule_wording import wording_of
from returndesk.people.services import PeopleServices

#: After so many days a fact stands out that nobody has looked up in its source.
OLD_DAYS: Final = 180
_LONGEST_VALUE: Final = 4_000
_ONE: Final = r"/rules/{fact:[a-z0-9_.]{1,60}}"


class RulePages:
    """Serves them.

    Args:
        services: The rules and where they come from.
        writer: Writes the pages.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer
        self._branches = KeptBranches(services, writer)

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/rules", self._page)
        app.router.add_get(_ONE, self._fact)
        app.router.add_post(f"{_ONE}/try", self._try)
        app.router.add_post(f"{_ONE}/patch", self._patch)
        if self._services.branches:
            app.router.add_post(f"{_ONE}/branch", self._branch)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        facts, today = self._services.facts, self._services.clock.now().date()
        rows = [(each, facts.source_of(each.id), (today - each.last_verified).days) for each in facts.values()]
        return self._writer.write(request, "rules.html", rows=rows, old=OLD_DAYS, value_of=_value)

    async def _fact(self, request: web.Request) -> web.Response:
        person_in(request)
        return await self._shown(request, self._fact_in(request))

    async def _try(self, request: web.Request) -> web.Response:
        person_in(request, Right.TAKE_PATCH)
        fact, value = self._fact_in(request), field(request, "value", _LONGEST_VALUE + 1)
        try:
            edit = await self._edited(fact, value, language_of(request).tag)
        except Failure as failure:
            return await self._shown(
                request, fact, value=value, trouble=language_of(request).failure(failure), status=400
            )
        return await self._shown(request, fact, value=value, edit=edit)

    async def _patch(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.TAKE_PATCH)
        fact, edit = await self._edit_of(request)
        now = self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.TOOK_PATCH, now, fact.id)
        return web.Response(
            body=edit.patch.encode("utf-8"),
            content_type="text/x-patch",
            headers={"Content-Disposition": f'attachment; filename="{fact.id}.patch"'},
        )

    async def _branch(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.TAKE_PATCH)
        fact, edit = await self._edit_of(request)
        root, words = self._services.fact_file.root, f"Change the rule {fact.id}\n"
        sent = {"value": field(request, "value", _LONGEST_VALUE)}
        return await self._branches.keep(request, person, root, fact.id, edit.texts, words, sent)

    async def _edit_of(self, request: web.Request) -> tuple[Fact, FactEdit]:
        """What becomes of the rules with the value that was sent."""
        fact = self._fact_in(request)
        try:
            return fact, await self._edited(fact, field(request, "value", _LONGEST_VALUE + 1), language_of(request).tag)
        except Failure as failure:
            raise web.HTTPBadRequest(reason=language_of(request).failure(failure)) from None

    async def _edited(self, fact: Fact, value: str, language: str) -> FactEdit:
        if len(value) > _LONGEST_VALUE:
            # Cut off, a list would lack entries that nobody took out.
            longer = Sentence(
                "The value is longer than %(most)s characters; change it in its file", most=f"{_LONGEST_VALUE:,}"
            )
            raise Failure(longer)
        now = self._services.clock.now()
        return await asyncio.to_thread(self._services.fact_file.edit, fact.id, value, now, language)

    async def _shown(self, request: web.Request, fact: Fact, *, status: int = 200, **more: Any) -> web.Response:
        days = (self._services.clock.now().date() - fact.last_verified).days
        return self._writer.write(
            request,
            "rule.html",
            status=status,
            fact=fact,
            source=self._services.facts.source_of(fact.id),
            is_old=days > OLD_DAYS,
            days=days,
            wording=await asyncio.to_thread(wording_of, self._services.project, fact.id),
            is_list=fact.unit.value in LISTS,
            stands=_value(fact),
            longest=_LONGEST_VALUE,
            may_branch=self._branches.may_be(self._services.fact_file.root),
            **{"value": _written(fact), "edit": None, "trouble": "", **more},
        )

    def _fact_in(self, request: web.Request) -> Fact:
        found = self._services.facts.get(request.match_info["fact"])
        if found is None:
            raise web.HTTPNotFound(reason="There is no such fact.")
        return found


def _written(fact: Fact) -> str:
    """A value as somebody writes another: of a list the entries, one a line."""
    return "\n".join(fact.words) if fact.unit.value in LISTS else _value(fact)


def _value(fact: Fact) -> str:
    """A value as it is written in its file, in one line."""
    if isinstance(fact.value, tuple):
        return f"[{', '.join(map(str, fact.value))}]"
    return "null" if fact.value is None else str(fact.value)
