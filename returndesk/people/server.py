"""The application put together: beside the demo shop's pages, or in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest

from core.database.statement_times import timing_statements
from core.metrics import ServerMetrics
from returndesk.from_inside import from_inside
from returndesk.people.account_page import AccountPage
from returndesk.people.addresses import ROOT
from returndesk.people.conversation_pages import ConversationPages
from returndesk.people.figure_pages import FigurePages
from returndesk.people.learning_pages import LearningPages
from returndesk.people.listing import listing
from returndesk.people.log_page import LogPage
from returndesk.people.page_writer import PageWriter
from returndesk.people.provider.pages import ProviderPages
from returndesk.people.queue_pages import QueuePages
from returndesk.people.requests import Guard
from returndesk.people.rule_pages import RulePages
from returndesk.people.services import PeopleServices
from returndesk.people.sign_in_pages import SignInPages
from returndesk.people.ticket_pages import TicketPages
from returndesk.people.trial_pages import TrialPages
from returndesk.slow_clients import PATIENCE, patient_server

_STATIC: Final = Path(__file__).resolve().parent / "static"


def add_people(app: web.Application, services: PeopleServices) -> None:
    """Serve the application below `ROOT` of a patient server."""
    writer = PageWriter(services.languages)
    people = web.Application(middlewares=[Guard(services, writer).let_in])
    people.router.add_static("/static", _STATIC)
    for pages in (
        SignInPages,
        ProviderPages,
        QueuePages,
        TicketPages,
        ConversationPages,
        FigurePages,
        LearningPages,
        TrialPages,
        RulePages,
        LogPage,
        AccountPage,
    ):
        pages(services, writer).add_to(people)
    people.cleanup_ctx.append(listing(services))
    app.add_subapp(ROOT, people)


def people_server(services: PeopleServices, patience: float = PATIENCE) -> web.Application:
    """A server of the application alone, with its health and what it measures.

    Args:
        services: What the application works with.
        patience: For how many seconds a client may take its time.
    """
    app = patient_server(patience)
    metrics = ServerMetrics(CollectorRegistry())

    async def to_the_application(_: web.Request) -> web.StreamResponse:
        return web.Response(status=303, headers={"Location": f"{ROOT}/"})

    async def healthz(_: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.StreamResponse:
        report = await services.readiness.report()
        return web.json_response(report.as_dict(), status=200 if report.ready else 503)

    async def measured(_: web.Request) -> web.StreamResponse:
        shown = await asyncio.to_thread(generate_latest, metrics.registry)
        return web.Response(body=shown, content_type="text/plain")

    async def measuring(_: web.Application) -> AsyncIterator[None]:
        with timing_statements(metrics):
            yield

    app.cleanup_ctx.append(measuring)
    app.router.add_get("/", to_the_application)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", from_inside(readyz))
    app.router.add_get("/metrics", from_inside(measured))
    add_people(app, services)
    return app
