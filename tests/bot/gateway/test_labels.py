"""The channel of labels in front of a real action server with a store behind it, each its own process."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from databases import Databases
from own_environment import own_environment

from actions.labels.links import LONGEST_TOKEN, MINUTES, LabelLinks, Part
from actions.store.engine import migrate
from actions.store.import_export.exchange import import_document
from bot.gateway.labels import LabelChannel
from core.clock import FrozenClock, SystemClock
from core.database.engine import open_engine
from returndesk.process.ports import free_ports

ROOT = Path(__file__).parents[3]
SECRET = "an-actions-secret-of-more-than-32-bytes"
FILE = b"%PDF-1.7\n<script>alert(document.cookie)</script>"
#: Serves the channel alone.
BOT = """
import sys
from sanic import Sanic
from bot.gateway.labels import LabelChannel
app = Sanic("channel", configure_logging=False)
app.blueprint(LabelChannel().blueprint(None), url_prefix="/webhooks/label")
app.run(host="127.0.0.1", port=int(sys.argv[1]), motd=False, access_log=False)
"""


def document() -> dict[str, list[dict[str, object]]]:
    """A shop with three labels: a file with a code, an address, and one that has run out."""
    item = {"id": "I1", "title": "Lamp", "category": "Home", "price": "1.00", "currency": "EUR"}
    labels = [
        {"file": base64.b64encode(FILE).decode(), "qr": "R1"},
        {"address": "https://carrier.example/labels/2?a=1&b=%2F"},
        {"qr": "R3", "expires_at": "2020-01-01T00:00:00Z"},
    ]
    return {
        "customers": [
            {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
        ],
        "orders": [
            {
                "number": "8120034500012345",
                "customer": "C1",
                "placed_at": "2019-10-01T09:00:00Z",
                "received_at": None,
                "ship_from": "CN",
                "ship_to": "ES",
                "items": [{**item, "free_returns": True, "return_window_days": 15}],
            }
        ],
        "returns": [
            {
                "number": f"R{number}",
                "order": "8120034500012345",
                "items": ["I1"],
                "shipping": "free_label",
                "tracking_number": None,
                "carrier": None,
                "refund": {"amount": "1.00", "currency": "EUR", "method": "card"},
                "label": label,
                "events": [],
            }
            for number, label in enumerate(labels, start=1)
        ],
    }


@pytest.fixture(scope="module")
def bot_url(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bot's address."""
    url = databases.new(tmp_path_factory.mktemp("store"))
    engine = open_engine(url)
    migrate(engine)
    import_document(engine, document())
    engine.dispose()
    log = (tmp_path_factory.mktemp("logs") / "log").open("wb")
    started = []
    actions, port = free_ports(2)
    settings = {
        "RETURNDESK_DATABASE_URL": url,
        "RETURNDESK_ACTIONS_SECRET": SECRET,
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
    start("-c", BOT, str(port), health=f"http://127.0.0.1:{port}/webhooks/label/")
    yield f"http://127.0.0.1:{port}"
    for process in started:
        process.terminate()
    for process in started:
        process.wait(30)
    log.close()


def opened(bot_url: str, part: Part, key: str, owner: str = "C1", ago: timedelta = timedelta()) -> requests.Response:
    """What comes back for a link that was made some time ago."""
    wall = FrozenClock(SystemClock().now() - ago)
    link = LabelLinks(SECRET, bot_url, wall).link(part, key, owner)
    assert link is not None
    return requests.get(link, timeout=30, allow_redirects=False)


def test_a_file_is_saved_as_it_is_and_nothing_of_it_is_run_or_kept(bot_url):
    answer = opened(bot_url, Part.FILE, "R1")
    assert (answer.status_code, answer.content) == (200, FILE)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="label-R1.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_code_is_a_picture_that_a_page_of_the_shop_may_show(bot_url):
    answer = opened(bot_url, Part.CODE, "R1")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline; ")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_an_address_is_gone_to_as_it_was_told(bot_url):
    answer = opened(bot_url, Part.FILE, "R2")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://carrier.example/labels/2?a=1&b=%2F")
    assert answer.headers["referrer-policy"] == "no-referrer"


def refused(answer: requests.Response) -> bool:
    return answer.status_code == 404 and "has run out, or is none" in str(answer.json()["error"])


def test_what_has_run_out_is_of_another_customer_or_is_not_there_looks_the_same(bot_url):
    assert refused(opened(bot_url, Part.FILE, "R1", ago=timedelta(minutes=MINUTES)))
    assert refused(opened(bot_url, Part.FILE, "R1", owner="C2"))
    assert refused(opened(bot_url, Part.FILE, "R9"))
    assert refused(opened(bot_url, Part.CODE, "R2"))
    assert refused(opened(bot_url, Part.CODE, "R3"))


@pytest.mark.parametrize("query", ["", "?t=", "?t=abc", "?t=../../etc/passwd", "?t=%00", f"?t={'A' * 2000}", "?x=1"])
@pytest.mark.parametrize("part", [Part.FILE, Part.CODE])
def test_what_is_no_link_opens_nothing(bot_url, part, query):
    assert refused(requests.get(f"{bot_url}/webhooks/label/{part.value}{query}", timeout=30))


def test_a_page_of_another_website_may_not_read_it_by_script(bot_url):
    link = LabelLinks(SECRET, bot_url, FrozenClock(datetime.now(timezone.utc))).link(Part.FILE, "R1", "C1")
    assert requests.get(str(link), headers={"Origin": "https://evil.example"}, timeout=30).status_code == 403


def test_the_channel_takes_what_the_actions_take():
    assert LabelChannel.longest_token == LONGEST_TOKEN
