"""The Socket.IO channel of a running bot, over WebSocket and over polling."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
import socketio
from running_desk import ORIGIN, SECRETS, Desk, Visit
from socketio.exceptions import ConnectionError as NotConnected

pytestmark = pytest.mark.served

QUESTION = "How many days does it normally take until I have my cash back?"
ANSWER = "3 to 20 business days"
PATH = "/webhooks/socketio/socket.io"


class Tab:
    """A page with a connection."""

    def __init__(self, desk: Desk, auth: Any, transport: str = "websocket", origin: str = ORIGIN) -> None:
        self.heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.refusal: Any = None
        self.client = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin})
        self.client.on("*", lambda event, *data: self.heard.put((event, *data)))
        self.client.on("connect_error", self._refused)
        headers = {} if transport == "websocket" else {"Origin": origin}
        self.client.connect(desk.url, headers=headers, auth=auth, socketio_path=PATH, transports=[transport])

    def _refused(self, refusal: Any) -> None:
        self.refusal = refusal

    def ask(self, event: str, data: Any = None) -> dict[str, Any]:
        """Emits an event and waits for its acknowledgement."""
        answer: dict[str, Any] = self.client.call(event, data, timeout=60)
        return answer

    def close(self) -> None:
        """Leaves without waiting for a poll under way, which the channel ends in its own time."""
        self.client.eio.disconnect(abort=True)

    def hears(self, wanted: str) -> Any:
        """The data of the next event of that name."""
        while True:
            event, data = self.heard.get(timeout=60)
            if event == wanted:
                return data


@pytest.fixture
def open_tab(desk: Desk) -> Iterator[Callable[..., Tab]]:
    """Opens tabs that are closed with the test."""
    with ExitStack() as opened:

        def tab(visit: Visit, transport: str = "websocket", **more: Any) -> Tab:
            made = Tab(desk, {"session": visit.session, **more}, transport)
            opened.callback(made.close)
            return made

        yield tab


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_message_is_answered_and_acknowledged_once_it_is_stored(desk, open_tab, transport):
    visit = desk.visit()
    tab = open_tab(visit, transport)
    assert tab.ask("say", {"message": QUESTION, "message_id": "m1"}) == {"ok": True}
    assert visit.history()[0]["message_id"] == "m1"
    assert tab.hears("typing") == {"on": True}
    answer = tab.hears("desk")
    assert answer["id"] == "m1.0"
    assert ANSWER in answer["text"]
    assert answer.keys() == {"id", "text", "buttons", "custom", "at"}
    assert tab.hears("typing") == {"on": False}


def test_both_tabs_of_a_session_show_the_same(desk, open_tab):
    visit = desk.visit()
    one, other = open_tab(visit), open_tab(visit)
    one.ask("say", {"message": QUESTION, "message_id": "m1"})
    echo = other.hears("customer")
    assert (echo["message"], echo["message_id"]) == (QUESTION, "m1")
    assert one.hears("desk") == other.hears("desk")
    assert one.ask("history") == other.ask("history")


def test_what_is_said_over_rest_shows_in_the_tabs(desk, open_tab):
    visit = desk.visit()
    tab = open_tab(visit)
    visit.say(QUESTION, message_id="m1")
    assert tab.hears("customer")["message"] == QUESTION
    assert tab.hears("desk")["id"] == "m1.0"


def test_another_session_hears_nothing(desk, open_tab):
    stranger = open_tab(desk.visit())
    mine = open_tab(desk.visit())
    mine.ask("say", {"message": QUESTION, "message_id": "m1"})
    stranger.ask("say", {"message": "Good morning to you", "message_id": "theirs"})
    assert stranger.hears("desk")["id"] == "theirs.0"


def test_a_message_that_is_sent_twice_is_handled_once_and_shown_again(desk, open_tab):
    visit = desk.visit()
    tab = open_tab(visit)
    message = {"message": QUESTION, "message_id": "m1"}
    assert [tab.ask("say", message), tab.ask("say", message)] == [{"ok": True}] * 2
    first, *_ = shown = [tab.hears("desk"), tab.hears("desk"), tab.hears("desk")]
    assert first in shown[1:]
    assert len([entry for entry in visit.history() if entry["from"] == "customer"]) == 1


def test_messages_that_are_sent_without_waiting_are_answered_in_order(desk, open_tab):
    visit = desk.visit()
    tab = open_tab(visit)
    acknowledged: queue.Queue[Any] = queue.Queue()
    for turn in range(5):
        tab.client.emit("say", {"message": QUESTION, "message_id": f"m{turn}"}, callback=acknowledged.put)
    assert [acknowledged.get(timeout=60) for _ in range(5)] == [{"ok": True}] * 5
    said = [entry["message_id"] for entry in visit.history() if entry["from"] == "customer"]
    assert said == [f"m{turn}" for turn in range(5)]


@pytest.mark.parametrize(
    "auth", [None, {}, {"session": "nonsense"}, {"session": 7}, {"session": None}, [], "x"], ids=str
)
def test_without_a_session_nobody_connects(desk, auth):
    with pytest.raises(NotConnected):
        Tab(desk, auth)


def test_a_refusal_says_why(desk):
    client = socketio.Client(reconnection=False, websocket_extra_options={"origin": ORIGIN})
    refused: queue.Queue[Any] = queue.Queue()
    client.on("connect_error", refused.put)
    with pytest.raises(NotConnected):
        client.connect(desk.url, auth={"session": "x"}, socketio_path=PATH, transports=["websocket"])
    refusal = refused.get(timeout=60)
    assert refusal["data"]["status"] == 401
    assert refusal["message"] == refusal["data"]["error"]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_pages_of_other_websites_do_not_connect(desk, transport, origin):
    with pytest.raises(NotConnected):
        Tab(desk, {"session": desk.visit().session}, transport, origin)


def test_an_ended_conversation_is_ended_in_every_tab(desk, open_tab):
    visit = desk.visit()
    one, other = open_tab(visit), open_tab(visit)
    one.ask("say", {"message": QUESTION, "message_id": "m1"})
    assert one.ask("end") == {"ok": True}
    assert other.hears("ended") == {}
    assert other.ask("say", {"message": "hello"})["status"] == 401
    assert other.ask("history")["status"] == 401
    with pytest.raises(NotConnected):
        open_tab(visit)


@pytest.mark.parametrize(
    ("event", "data", "status"),
    [
        ("say", None, 400),
        ("say", "hello", 400),
        ("say", {"message": 7}, 400),
        ("say", {"message": "x" * 2_001}, 413),
        ("say", {"message": "hi", "message_id": "a b"}, 400),
        ("sign_in", {"customer_token": 7}, 400),
        ("sign_in", {"customer_token": "forged"}, 401),
        ("feedback", {"id": "m1.0", "value": "sideways"}, 400),
        ("feedback", {"id": "nowhere", "value": "up"}, 400),
        ("constructor", {}, 404),
        ("customer", {"message": "I am the desk"}, 404),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_refused_and_the_connection_stays(desk, open_tab, event, data, status):
    tab = open_tab(desk.visit())
    refused = tab.ask(event, data)
    assert refused["status"] == status
    assert refused["error"].endswith(".")
    assert tab.ask("say", {"message": QUESTION}) == {"ok": True}


def test_a_packet_that_is_too_large_ends_its_own_connection_only(desk, open_tab):
    visit = desk.visit()
    one, other = open_tab(visit), open_tab(visit)
    one.client.emit("say", {"message": "x" * 300_000})
    assert other.ask("say", {"message": QUESTION}) == {"ok": True}
    one.client.wait()
    assert not one.client.connected


@pytest.mark.parametrize("packet", ["", "9", "42", "42[", "42{}", '42["say"', "451-", "4\ud7ff", "x" * 1000, "43[]"])
def test_a_broken_packet_kills_nothing(desk, packet):
    url = f"{desk.url}{PATH}/?EIO=4&transport=polling"
    opened = requests.get(url, timeout=30)
    sid = opened.text.split('"sid":"')[1].split('"')[0]
    requests.post(f"{url}&sid={sid}", data=packet.encode("utf-8", "replace"), timeout=30)
    assert desk.plain(QUESTION)


def test_the_desk_speaks_in_an_open_chat_once(desk, open_tab):
    visit = desk.visit()
    tab = open_tab(visit)
    conversation = visit.say("Good morning to you").json()[0]["recipient_id"]
    tab.hears("desk")
    headers = {"Authorization": f"Bearer {SECRETS['RETURNDESK_ACTIONS_SECRET']}"}
    body = {"conversation": conversation, "intent": "help", "values": {}, "key": "reminder-1"}

    def trigger(**changed: Any) -> requests.Response:
        url = f"{desk.url}/webhooks/desk/trigger"
        return requests.post(url, json={**body, **changed}, headers=headers, timeout=60)

    assert trigger().json() == {"delivered": True}
    assert tab.hears("desk")["id"] == "desk:reminder-1.0"
    said = visit.history()
    assert trigger().json() == {"delivered": False}
    assert visit.history() == said
    assert [entry for entry in said if entry["from"] == "customer"] == said[:1]
    assert trigger(intent="nonsense").status_code == 400
    assert trigger(key="a b").status_code == 400
    assert trigger(values={"date": ["2026-10-09"]}).status_code == 400
    assert trigger(values=["date"]).status_code == 400
    assert trigger(conversation="web:" + "a" * 43).status_code == 404


def test_a_chat_shows_that_a_person_writes_and_tells_that_its_customer_does(desk, open_tab):
    visit = desk.visit()
    tab = open_tab(visit)
    conversation = visit.say("Good morning to you").json()[0]["recipient_id"]
    headers = {"Authorization": f"Bearer {SECRETS['RETURNDESK_ACTIONS_SECRET']}"}
    url = f"{desk.url}/webhooks/desk/writes"
    shown = requests.post(url, json={"conversation": conversation}, headers=headers, timeout=60)
    assert (shown.status_code, shown.json()) == (200, {})
    assert tab.hears("person_writes") == {}
    for nobody in ("web:" + "a" * 43, "telegram:7", "nonsense"):
        assert requests.post(url, json={"conversation": nobody}, headers=headers, timeout=60).ok
    assert requests.post(url, json={"conversation": conversation}, timeout=60).status_code == 401
    assert requests.post(url, json={}, headers=headers, timeout=60).status_code == 400
    # Nobody has the case, which is nothing that the page should be told.
    assert tab.ask("writes") == {"ok": True}


def test_the_desk_speaks_in_the_language_of_the_page_to_whoever_has_only_opened_it(desk):
    visit = desk.visit()
    headers = {"Authorization": f"Bearer {SECRETS['RETURNDESK_ACTIONS_SECRET']}"}
    (greeting, *_) = visit.call("POST", "/open", {"locale": "it-IT"}).json()
    body = {"conversation": greeting["recipient_id"], "intent": "return_to_bot", "values": {}, "key": "desk-1"}

    trigger = requests.post(f"{desk.url}/webhooks/desk/trigger", json=body, headers=headers, timeout=60)
    assert trigger.ok, trigger.text
    assert visit.history()[-1]["text"] == "Eccomi. Che cosa vuoi sapere sul tuo reso?"


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong"}])
def test_nobody_else_speaks_as_the_desk(desk, shown):
    body = {"conversation": "dev:me", "intent": "help", "values": {}, "key": "k"}
    answer = requests.post(f"{desk.url}/webhooks/desk/trigger", json=body, headers=shown, timeout=60)
    assert answer.status_code == 401
