"""The channel of the shop's systems in front of a real action server with a store behind it, each its own process."""

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

from actions.help_desk.webhook_signature import standard_headers
from actions.shop_changes.request import LARGEST_DELIVERY
from actions.store.engine import migrate
from actions.store.import_export.exchange import export_document
from bot.gateway.store_changes import LARGEST_BODY
from core.database.engine import open_engine
from returndesk.process.ports import free_ports

ROOT = Path(__file__).parents[3]
SECRET = "what-the-shop-signs-its-changes-with"
CUSTOMER = {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
#: Serves the channel alone.
BOT = """
import sys
from sanic import Sanic
from bot.gateway.store_changes import StoreChanges
app = Sanic("channel", configure_logging=False)
app.blueprint(StoreChanges().blueprint(None), url_prefix="/webhooks/store")
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
def addresses(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The channel's address, and that of the action server behind it."""
    log = (tmp_path_factory.mktemp("logs") / "log").open("wb")
    started = []
    actions, port = free_ports(2)
    settings = {
        "RETURNDESK_DATABASE_URL": store_url,
        "RETURNDESK_STORE_SECRET": SECRET,
        "RETURNDESK_ACTIONS_SECRET": "an-actions-secret-of-more-than-32-bytes",
        "RETURNDESK_SESSION_SECRET": "a-session-secret-of-more-than-32-bytes",
        "RETURNDESK_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
    }

    def start(*command: str, health: str) -> None:
        environment = {**own_environment(), **settings}
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        started.append(process)
        deadline = time.monotonic() + 120
        while True:
            try:
                requests.get(health, timeout=5)
                return
            except requests.ConnectionError:
                assert process.poll() is None, "it ended by itself"
                assert time.monotonic() < deadline
                time.sleep(0.1)

    start("-m", "actions.server.app", "--port", str(actions), health=f"http://127.0.0.1:{actions}/health")
    start("-c", BOT, str(port), health=f"http://127.0.0.1:{port}/webhooks/store/")
    yield f"http://127.0.0.1:{port}/webhooks/store/changes", f"http://127.0.0.1:{actions}/store/changes"
    for process in started:
        process.terminate()
    for process in started:
        process.wait(30)
    log.close()


def post(url: str, body: bytes, key: str | None = None) -> requests.Response:
    """Sends a body, signed where it has an id."""
    headers = {} if key is None else standard_headers(SECRET, key, datetime.now(timezone.utc), body)
    return requests.post(url, data=body, headers=headers, timeout=30)


def sent(url: str, key: str, **said: str) -> requests.Response:
    change = {"as_of": "2026-10-16T08:00:00Z", "customer": {**CUSTOMER, **said}}
    return post(url, json.dumps({"changes": [change]}).encode(), key)


def test_a_delivery_gets_through_either_way_and_counts_once(addresses, store_url):
    expected = {"results": [{"customer": "C1", "result": "added"}], "released": []}
    for url in (*addresses, addresses[0]):
        answer = sent(url, "d1")
        assert (answer.status_code, answer.json()) == (200, expected)
    engine = open_engine(store_url)
    assert export_document(engine)["customers"] == [CUSTOMER]
    engine.dispose()


def test_what_is_refused_is_refused_either_way_with_a_reason(addresses):
    for url in addresses:
        sent(url, "d2", locale="es")
        assert post(url, b"{}").status_code == 401
        again = sent(url, "d2", locale="fr")
        assert again.status_code == 409
        assert "webhook-id" in str(again.json())
        assert post(url, b"{}", "d3").status_code == 400
        assert post(url, b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_the_channel_takes_what_the_actions_take():
    assert LARGEST_BODY == LARGEST_DELIVERY
