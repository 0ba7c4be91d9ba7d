"""The webhook of help desks in front of a real action server with a store behind it, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
import requests
from databases import Databases
from own_environment import own_environment

from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.help_desk.webhook_signature import standard_headers
from actions.store.engine import migrate
from bot.gateway.help_desk_webhook import LARGEST_BODY
from core.database.engine import open_engine
from returndesk.process.ports import free_ports

ROOT = Path(__file__).parents[3]
SECRET = "signing-secret-of-the-help-desk"
#: Serves the channel alone.
BOT = """
import sys
from sanic import Sanic
from bot.gateway.help_desk_webhook import HelpDeskWebhook
app = Sanic("channel", configure_logging=False)
app.blueprint(HelpDeskWebhook().blueprint(None), url_prefix="/webhooks/help_desk")
app.run(host="127.0.0.1", port=int(sys.argv[1]), motd=False, access_log=False)
"""


@pytest.fixture(scope="module")
def store_url(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = databases.new(tmp_path_factory.mktemp("store"))
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def serve(store_url: str, tmp_path_factory: pytest.TempPathFactory):
    """Starts programs with the settings of a desk whose help desk is a webhook, and stops them in the end."""
    log = (tmp_path_factory.mktemp("logs") / "log").open("wb")
    started = []

    def start(*command: str, health: str, **settings: str) -> None:
        environment = own_environment()
        wanted = {
            "RETURNDESK_DATABASE_URL": store_url,
            "RETURNDESK_HELP_DESK": "webhook",
            "RETURNDESK_HELP_DESK_URL": "http://127.0.0.1:1/hooks",
            "RETURNDESK_HELP_DESK_SECRET": SECRET,
            "RETURNDESK_ACTIONS_SECRET": "an-actions-secret-of-more-than-32-bytes",
            "RETURNDESK_SESSION_SECRET": "a-session-secret-of-more-than-32-bytes",
            **settings,
        }
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**environment, **wanted}, stdout=log, stderr=log
        )
        started.append(process)
        deadline = time.monotonic() + 90
        while True:
            try:
                requests.get(health, timeout=5)
                return
            except requests.ConnectionError:
                assert process.poll() is None, "it ended by itself"
                assert time.monotonic() < deadline
                time.sleep(0.1)

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(30)
    log.close()


@pytest.fixture(scope="module")
def channel(serve) -> str:
    """The channel's address; behind it an action server."""
    actions, port = free_ports(2)
    serve("-m", "actions.server.app", "--port", str(actions), health=f"http://127.0.0.1:{actions}/health")
    address = f"http://127.0.0.1:{port}/webhooks/help_desk"
    url = f"http://127.0.0.1:{actions}/webhook"
    serve("-c", BOT, str(port), health=f"{address}/", RETURNDESK_ACTIONS_URL=url)
    return address


@pytest.fixture
def tickets(store_url: str) -> Iterator[Tickets]:
    engine = open_engine(store_url)
    yield Tickets(engine, "webhook")
    engine.dispose()


@pytest.fixture
def ticket(tickets: Tickets, request: pytest.FixtureRequest):
    now = datetime(2026, 10, 16, tzinfo=timezone.utc)
    return tickets.open(request.node.nodeid, Priority.NORMAL, TicketContent(), "", now).ticket


def post(url: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, dict[str, object]]:
    answer = requests.post(url, data=body, headers=headers or {}, timeout=20)
    return answer.status_code, answer.json()


def signed(event: object, key: str = "d1") -> tuple[bytes, dict[str, str]]:
    body = json.dumps(event).encode()
    return body, standard_headers(SECRET, key, datetime.now(timezone.utc), body)


def test_what_an_agent_answers_is_kept_once(channel, ticket, tickets):
    body, headers = signed({"type": "agent.replied", "data": {"ticket": ticket.token, "message": "We found it."}})

    assert post(f"{channel}/webhook", body, headers) == (200, {"result": "kept"})
    assert post(f"{channel}/webhook", body, headers) == (200, {"result": "repeated"})
    assert [message.words for message in tickets.messages(ticket.number)] == ["We found it."]


def test_closing_a_ticket_gets_through(channel, ticket, tickets):
    body, headers = signed({"type": "ticket.closed", "data": {"ticket": ticket.token}})

    assert post(f"{channel}/webhook", body, headers) == (200, {"result": "kept"})
    assert not tickets.get(ticket.number).is_open


def test_what_is_not_signed_is_refused(channel, ticket, tickets):
    body, headers = signed({"type": "agent.replied", "data": {"ticket": ticket.token, "message": "We found it."}})
    odd = {**headers, "webhook-signature": "v1,\u00e9"}

    for wrong in ({}, {**headers, "webhook-id": "d2"}, odd):
        status, answer = post(f"{channel}/webhook", body, wrong)
        assert status == 401
        assert answer["error"]
    assert tickets.messages(ticket.number) == ()


def test_a_signed_body_of_another_form_is_named(channel, ticket):
    body, headers = signed({"type": "agent.replied", "data": {"ticket": ticket.token, "message": 3}})

    assert post(f"{channel}/webhook", body, headers) == (400, {"error": "message is not a text"})


@pytest.mark.parametrize("kind", ["zendesk", "chatwoot"])
def test_a_help_desk_that_is_not_configured_is_not_there(channel, kind):
    status, answer = post(f"{channel}/{kind}", *signed({}))

    assert status == 404
    assert "no help desk of the kind" in str(answer["error"])


def test_a_body_that_is_too_large_goes_no_further(channel):
    status, _ = post(f"{channel}/webhook", b"x" * (LARGEST_BODY + 1))
    assert status == 413


def test_an_action_server_that_is_gone_is_for_later(serve):
    port = free_ports(1)[0]
    address = f"http://127.0.0.1:{port}/webhooks/help_desk"
    serve("-c", BOT, str(port), health=f"{address}/", RETURNDESK_ACTIONS_URL="http://127.0.0.1:1/webhook")
    answer = requests.post(f"{address}/webhook", data=b"{}", timeout=20)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
