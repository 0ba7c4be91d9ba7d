"""A bot that is told to end in the middle of its work: every message is answered, or was never taken in."""

from __future__ import annotations

import json
import queue
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from health_desk import own_actions, own_bot
from health_process import Asked, until
from running_desk import ORIGIN

from returndesk.process.ports import free_ports

pytestmark = pytest.mark.served

QUESTION = "How many days does it normally take until I have my cash back?"
ANSWER = "3 to 20 business days"
PATH = "/webhooks/socketio/socket.io"


@dataclass
class Stand:
    """A bot and its action server, both about to be told to end.

    Args:
        bot: The bot.
        actions: The action server.
        conversations: The file in which what was said is kept.
    """

    bot: Asked
    actions: Asked
    conversations: Path


@pytest.fixture
def stand(tmp_path: Path, shared_settings: dict[str, str]) -> Iterator[Stand]:
    """Both in development, where they go on for a second after they were told."""
    port, actions_port = free_ports(2)
    settings = {
        "RETURNDESK_DATABASE_URL": shared_settings["RETURNDESK_DATABASE_URL"],
        "RETURNDESK_CONVERSATIONS_URL": f"sqlite:///{tmp_path / 'conversations.db'}",
        "RETURNDESK_DRAIN_SECONDS": "1",
    }
    with (
        own_actions(actions_port, tmp_path, settings) as actions,
        own_bot(port, actions_port, tmp_path, settings) as bot,
    ):
        until(bot.is_ready)
        yield Stand(bot, actions, tmp_path / "conversations.db")


@dataclass
class Customer:
    """Says something again and again until nobody listens any more.

    Args:
        url: The bot.
        keeps_connection: Whether over one connection, as a server of a shop would, or over a new one each time.
    """

    url: str
    keeps_connection: bool
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    answered: list[str] = field(default_factory=list)
    turned_away: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to talk, beside the test."""
        self.thread = threading.Thread(target=self._talk, daemon=True)
        self.thread.start()

    def _talk(self) -> None:
        session = requests.Session()
        for number in range(10_000):
            message_id = f"{self.name}-{number}"
            body = {"sender": self.name, "message": QUESTION, "message_id": message_id}
            say = session.post if self.keeps_connection else requests.post
            try:
                answer = say(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60)
            except requests.ConnectionError as error:
                self.turned_away.append(message_id)
                if "refused" in str(error):
                    return
                continue
            if answer.status_code == requests.codes.ok and ANSWER in answer.text:
                self.answered.append(message_id)
            elif answer.status_code == requests.codes.unavailable:
                self.turned_away.append(message_id)
            else:
                self.odd.append(f"{answer.status_code} {answer.text}")


def stored(file: Path) -> list[str]:
    """The ids of the messages that are kept."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT data FROM events WHERE type_name = 'user' ORDER BY id")
        return [json.loads(data)["message_id"] for (data,) in rows]


def test_every_message_taken_in_is_answered_and_no_other_is_kept(stand: Stand) -> None:
    customers = [Customer(stand.bot.url, keeps_connection=bool(number % 2)) for number in range(4)]
    for customer in customers:
        customer.start()
    until(lambda: all(len(customer.answered) > 2 for customer in customers))
    before = sum(len(customer.answered) for customer in customers)
    stand.bot.terminate()
    stand.actions.terminate()

    assert stand.bot.wait() == 0
    assert stand.actions.wait() == 0
    for customer in customers:
        assert customer.thread is not None
        customer.thread.join(30)
    answered = [each for customer in customers for each in customer.answered]
    assert [each for customer in customers for each in customer.odd] == []
    # It went on for a while after it was told.
    assert len(answered) > before
    assert sorted(stored(stand.conversations)) == sorted(answered)


def test_a_page_connects_again_and_goes_on_where_it_was(
    stand: Stand, shared_settings: dict[str, str], tmp_path: Path
) -> None:
    session = requests.post(f"{stand.bot.url}/webhooks/rest/session", json={}, timeout=30).json()["session"]
    heard: queue.Queue[str] = queue.Queue()
    origin = {"origin": ORIGIN}
    page = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=1, websocket_extra_options=origin)
    page.on("connect", lambda: heard.put("connected"))
    page.on("disconnect", lambda *_: heard.put("lost"))
    page.connect(stand.bot.url, auth={"session": session}, socketio_path=PATH, transports=["websocket"])
    try:
        assert page.call("say", {"message": QUESTION, "message_id": "m1"}, timeout=60) == {"ok": True}
        stand.bot.terminate()
        # Until it ends here, all goes on as before.
        assert page.call("say", {"message": QUESTION, "message_id": "m2"}, timeout=60) == {"ok": True}
        assert stand.bot.wait() == 0
        assert [heard.get(timeout=30), heard.get(timeout=30)] == ["connected", "lost"]

        port, actions_port = (int(server.url.rpartition(":")[2]) for server in (stand.bot, stand.actions))
        settings = {"RETURNDESK_CONVERSATIONS_URL": f"sqlite:///{stand.conversations}"}
        with own_bot(port, actions_port, tmp_path, settings):
            assert heard.get(timeout=120) == "connected"
            said: Any = page.call("history", timeout=60)
            page.disconnect()
        assert [each["message_id"] for each in said["messages"] if each["from"] == "customer"] == ["m1", "m2"]
    finally:
        # Where something went wrong it may try to connect again for ever.
        page.shutdown()
