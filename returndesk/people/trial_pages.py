"""Before and after: what the model in use answers to the labelled messages, and what a candidate would."""

from __future__ import annotations

import asyncio
from typing import Final, Optional

from aiohttp import web

from core.intents import topic_name
from returndesk.people.csv_text import as_csv
from returndesk.people.deeds import Deed
from returndesk.people.label_trials import Change, Trial
from returndesk.people.masked import masked
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import person_in
from returndesk.people.roles import Right
from returndesk.people.services import PeopleServices
from returndesk.people.training_patch import Part

_COLUMNS: Final = (
    *("message", "label", "used as", "topic before", "sure before", "answer before"),
    *("topic after", "sure after", "answer after", "change"),
)


class TrialPages:
    """Serves the page, and its table as CSV. Nothing is trained here: it shows what `returndesk learn try` has kept.

    Args:
        services: Where labels and results are.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def add_to(self, app: web.Application) -> None:
        """Serve them at their addresses."""
        app.router.add_get("/learning/trial", self._page)
        app.router.add_post("/learning/trial", self._csv)

    async def _page(self, request: web.Request) -> web.Response:
        person_in(request)
        trial = await self._latest()
        counts = [("all", trial.counts()), *((part.value, trial.counts(part)) for part in Part)] if trial else []
        return self._writer.write(
            request, "trial.html", trial=trial, counts=counts, changes=list(Change), shown=masked, topic_name=topic_name
        )

    async def _csv(self, request: web.Request) -> web.Response:
        person = person_in(request, Right.TAKE_PATCH)
        trial = await self._latest()
        if trial is None:
            raise web.HTTPNotFound(reason="There is no candidate yet.")
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.TOOK_TRIAL, self._services.wall.now())
        return web.Response(
            text=as_csv(_COLUMNS, _rows(trial)),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="before-and-after-{trial.at:%Y-%m-%d}.csv"'},
        )

    async def _latest(self) -> Optional[Trial]:
        labelled = await asyncio.to_thread(self._services.learning.labelled)
        return await asyncio.to_thread(self._services.trials.latest, labelled)


def _rows(trial: Trial) -> list[list[object]]:
    rows: list[list[object]] = []
    for turn, tried in trial.shown:
        row: list[object] = [masked(turn.words), tried.label, tried.part.value]
        for each in (tried.before, tried.after):
            row += [each.topic, round(each.confidence, 2), each.worth.value]
        rows.append([*row, tried.change.value])
    return rows
