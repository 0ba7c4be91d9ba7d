"""What was not understood, to be labelled; what was labelled, as a patch of the training data."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from core.intents import OUT_OF_SCOPE, topic_name
from returndesk.failure import Failure
from returndesk.people.addresses import ROOT
from returndesk.people.deeds import Deed
from returndesk.people.kept_branch import KeptBranches
from returndesk.people.learning_inbox import LEFT_OUT, MOST_AT_ONCE, NEW_TOPIC
from returndesk.people.masked import masked
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field, person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices
from returndesk.people.training_patch import TrainingPatch

_LONGEST_LABEL: Final = 100
_LONGEST_LIST: Final = 20 * MOST_AT_ONCE
_LONGEST_NUMBER: Final = 9
#: What a button says of messages, other than that they have the topic that is written beside it.
_SAID: Final = {"new": NEW_TOPIC, "not_ours": OUT_OF_SCOPE, "leave_out": LEFT_OUT}


class LearningPages:
    """Serves them.

    Args:
        services: Where messages and their labels are.
        writer: Writes the pages.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer
        self._branches = KeptBranches(services, writer)

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/learning", self._page)
        app.router.add_post("/learning/label", self._label)
        app.router.add_post("/learning/take-back", self._take_back)
        app.router.add_get("/learning/patch", self._patch)
        app.router.add_post("/learning/patch", self._download)
        if self._services.branches:
            app.router.add_post("/learning/branch", self._branch)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        inbox = self._services.learning
        return self._writer.write(
            request,
            "learning.html",
            groups=await asyncio.to_thread(inbox.groups),
            labelled=await asyncio.to_thread(inbox.labelled),
            topics=await asyncio.to_thread(self._services.training.topics),
            shown=masked,
            topic_name=topic_name,
        )

    async def _label(self, request: web.Request) -> web.Response:
        person, label = person_in(request, Right.LABEL), _SAID.get(field(request, "what", 20), "")
        if not label:
            label = field(request, "topic", _LONGEST_LABEL)
            if label not in await asyncio.to_thread(self._services.training.topics):
                raise web.HTTPBadRequest(reason="There is no such topic; choose one of the list, or New topic.")
        events = _numbers(field(request, "events", _LONGEST_LIST))
        now = self._services.wall.now()
        count = await asyncio.to_thread(self._services.learning.label, events, label, person.name, now)
        if not count:
            raise web.HTTPNotFound(reason="These messages are not there, or no more.")
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.LABELLED, now, label)
        return _to_learning()

    async def _take_back(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.LABEL)
        for event in _numbers(field(request, "events", _LONGEST_NUMBER)):
            await asyncio.to_thread(self._services.learning.take_back, event)
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.LABELLED, self._services.wall.now(), "")
        return _to_learning()

    async def _patch(self, request: web.Request) -> web.Response:
        person_in(request)
        patch = await self._made(request)
        return self._writer.write(
            request,
            "training_patch.html",
            patch=patch,
            shown=masked,
            topic_name=topic_name,
            may_branch=self._branches.may_be(self._services.training.root),
        )

    async def _download(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.TAKE_PATCH)
        patch = await self._made(request)
        now = self._services.wall.now()
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.TOOK_PATCH, now, "training")
        return web.Response(
            body=patch.text.encode("utf-8"),
            content_type="text/x-patch",
            headers={"Content-Disposition": f'attachment; filename="training-{now:%Y-%m-%d}.patch"'},
        )

    async def _branch(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.TAKE_PATCH)
        patch = await self._made(request)
        lines, cases = (sum(counts.values()) for counts in (patch.added, patch.cases))
        words = f"Add what labels of customers' messages say: {lines} training lines, {cases} cases\n"
        root = self._services.training.root
        return await self._branches.keep(request, person, root, "training", patch.texts, words)

    async def _made(self, request: web.Request) -> TrainingPatch:
        try:
            labelled = await asyncio.to_thread(self._services.learning.labelled)
            return await asyncio.to_thread(self._services.training.patch, labelled)
        except Failure as failure:
            raise web.HTTPConflict(reason=language_of(request).failure(failure)) from None


def _numbers(text: str) -> list[int]:
    found = [
        int(each) for each in text.split(",") if each.isascii() and each.isdigit() and len(each) <= _LONGEST_NUMBER
    ]
    return found[:MOST_AT_ONCE]


def _to_learning() -> web.Response:
    return web.Response(status=303, headers={"Location": f"{ROOT}/learning"})
