"""The application beside a store in which customers wait, and browsers without a past that people use it with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from databases import Databases
from page_forms import Forms
from people_labels import TEN, catch_up
from people_said import ANSWERED, DECLINED, NOW, UNCLEAR, say
from yarl import URL

from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.ticket import Line, Priority, TicketContent
from actions.store.engine import migrate
from actions.store.feedback import Feedback, Rating
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.settings import load_settings
from returndesk.people.accounts import Accounts
from returndesk.people.requests import COOKIE
from returndesk.people.roles import Role
from returndesk.people.server import people_server
from returndesk.people.services import PeopleServices, people_services
from returndesk.project import Project, this_project

PASSWORD = "a password that is long enough"
CONVERSATION = "web:abc"


class Visitor:
    """Somebody with a browser; `client` keeps their cookies."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def see(self, path: str, **options: Any) -> ClientResponse:
        return await self.client.get(f"/people{path}", allow_redirects=False, **options)

    async def page(self, path: str) -> str:
        response = await self.see(path)
        assert response.status == 200, path
        return await response.text()

    async def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> ClientResponse:
        return await self.post("/sign-in", {"name": name, "password": password, "next": "", **fields})

    async def post(self, path: str, fields: dict[str, str], **options: Any) -> ClientResponse:
        return await self.client.post(f"/people{path}", data=fields, allow_redirects=False, **options)

    async def send(self, page: str, path: str, **fields: str) -> ClientResponse:
        """Send a form of a page, with what stands in it."""
        forms = Forms(await self.page(page)).found
        return await self.post(path, {**forms[f"/people{path}"], **fields})

    @property
    def cookie(self) -> str:
        return self.client.session.cookie_jar.filter_cookies(URL(self.client.make_url("/people/")))[COOKIE].value


@pytest.fixture(scope="session")
def people_template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store, migrated, with an account for each role and one agent more; to be copied."""
    url = databases.new(tmp_path_factory.mktemp("people"))
    engine = open_engine(url)
    migrate(engine)
    accounts = Accounts(engine)
    for name, role in (("mia", Role.AGENT), ("ben", Role.AGENT), ("lea", Role.LEAD), ("aud", Role.AUDITOR)):
        accounts.add(name, role, PASSWORD, NOW)
    engine.dispose()
    return url


@pytest.fixture
def services(
    databases: Databases, people_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PeopleServices]:
    """A store of the test's own, at an instant that stands still."""
    url = databases.copy(people_template, tmp_path)
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", url)
    found = replace(people_services(load_settings()), clock=FrozenClock(NOW), wall=FrozenClock(NOW))
    yield found
    found.engine.dispose()
    databases.drop(url)


@pytest.fixture
async def server(services: PeopleServices) -> AsyncIterator[TestServer]:
    async with TestServer(people_server(services)) as server:
        yield server


@pytest.fixture
async def visitor(server: TestServer, services: PeopleServices) -> AsyncIterator[Callable[..., Awaitable[Visitor]]]:
    """Makes somebody with a browser of their own, signed in where a name is given, at another server where one is."""
    clients: list[TestClient[Any, Any]] = []

    async def make(name: str = "", served: TestServer | None = None) -> Visitor:
        client: TestClient[Any, Any] = TestClient(served or server, cookie_jar=CookieJar(unsafe=True))
        clients.append(client)
        somebody = Visitor(client)
        if name:
            # Checking a password takes its time by intention.
            credentials = Accounts(services.engine).credentials(name)
            assert credentials is not None
            token = services.sessions.begin(credentials.person, services.wall.now())
            client.session.cookie_jar.update_cookies({COOKIE: token}, client.make_url("/people/"))
        return somebody

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
def tickets(services: PeopleServices) -> AgentTickets:
    return services.tickets


@pytest.fixture
def open_ticket(tickets: AgentTickets) -> Callable[..., str]:
    """Opens a ticket as a customer does, and gives its number."""

    def make(conversation: str = CONVERSATION, minutes: int = 5, **content: Any) -> str:
        case = TicketContent(
            **{
                "customer_id": "demo-ana",
                "email": "ana@example.com",
                "return_number": "R1001",
                "order_number": "8120034500012345",
                "items": ("Trainers",),
                "status": "in_transit",
                "events": (Line("2026-10-12T18:00:00Z", "dropped_off", "the customer's word"),),
                "deadlines": (Line("2026-10-12T22:00:00Z", "status_update", "has passed"),),
                "transcript": (
                    Line("2026-10-13T09:58:00Z", "customer", "I am ana@example.com, order 8120034500012345"),
                    Line("2026-10-13T09:58:01Z", "assistant", "Your parcel is on its way."),
                ),
                "topic": "not marked returned",
                "language": "de",
                **content,
            }
        )
        opened = tickets.open(conversation, Priority.NORMAL, case, "asks again", NOW - timedelta(minutes=minutes))
        return opened.ticket.number

    return make


@pytest.fixture
def said(services: PeopleServices) -> PeopleServices:
    """Ten messages that were not understood, one answered well, one in German, one disliked."""
    services.conversations.create()
    tell = services.conversations
    for number, words in enumerate(TEN):
        say(tell, f"web:n{number}", words, NOW - timedelta(minutes=90 - number), UNCLEAR)
    say(tell, "web:well", "when do I get my money", NOW - timedelta(minutes=9))
    say(tell, "web:de", "was ist mit dem kessel", NOW - timedelta(minutes=8), UNCLEAR, language="de")
    say(tell, "web:bad", "kettle refund in a jiffy", NOW - timedelta(minutes=7), ANSWERED, message_id="bad")
    say(tell, "web:other", "will kettles rise tomorrow", NOW - timedelta(minutes=6), DECLINED)
    Feedback(services.engine).keep(Rating("web:bad", "bad.0", "down", "utter_x", (), NOW))
    catch_up(services)
    return services


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """A clean checkout of what training reads and must not read."""
    root, own = tmp_path / "checkout", this_project()
    shutil.copytree(own.root / "data", root / "data")
    shutil.copytree(own.unseen, root / "tests" / "conversations")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return Project(root)
