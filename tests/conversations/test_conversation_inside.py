"""The test view: what an assistant in development shows to programs on its own machine, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from conversation_product import Conversation, Product

pytestmark = pytest.mark.served

SECONDS = 30


class View:
    """The view of one conversation."""

    def __init__(self, product: Product, sender: str) -> None:
        self._address = product.webhook.replace("/rest/webhook", "/debug_view/")
        self._sender = sender

    def see(self, **headers: str) -> requests.Response:
        return requests.get(f"{self._address}events", params={"sender": self._sender}, headers=headers, timeout=SECONDS)

    def set(self, slots: Any, **headers: str) -> requests.Response:
        body = {"sender": self._sender, "slots": slots}
        return requests.put(f"{self._address}slots", json=body, headers=headers, timeout=SECONDS)

    def put(self, body: bytes) -> requests.Response:
        return requests.put(f"{self._address}slots", data=body, timeout=SECONDS)


@pytest.fixture
def view(running_product: Product, chat: Conversation) -> View:
    return View(running_product, chat.sender)


def test_names_slots_and_actions_of_a_conversation_are_shown(view: View, chat: Conversation) -> None:
    chat.say("How many days does it normally take until I have my cash back?")
    events = view.see().json()["events"]
    assert {"event": "user", "intent": "ask_refund_time"} in events
    assert {"event": "action", "name": "action_refund"} in events
    assert {"event": "slot", "name": "topic", "value": "ask_refund_time"} in events
    assert next(each["utter_name"] for each in events if each["event"] == "bot") == "utter_rule_ask_refund_time"


def test_a_conversation_that_never_was_has_no_events(view: View) -> None:
    assert view.see().json() == {"events": []}


def test_slots_can_be_set_before_the_first_message(view: View, chat: Conversation) -> None:
    assert view.set({"topic": "ask_refund_time", "offer": "look_up"}).ok
    assert "What is your order or return number?" in chat.text("yes please do")


@pytest.mark.parametrize("slots", [{"unheard_of": 1}, [1], None, "topic"])
def test_slots_that_are_none_are_refused(slots: Any, view: View) -> None:
    answer = view.set(slots)
    assert answer.status_code == 400
    assert "slot" in answer.json()["error"]
    assert view.see().json() == {"events": []}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"slots": {}}'])
def test_a_body_that_is_none_is_refused(body: bytes, view: View) -> None:
    assert view.put(body).status_code == 400


def test_whoever_comes_through_a_proxy_is_refused(view: View) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    assert view.see(**forwarded).status_code == 403
    assert view.set({"topic": "ask_refund_time"}, **forwarded).status_code == 403


def test_pages_may_not_look(view: View) -> None:
    assert view.see(Origin="https://elsewhere.example").status_code == 403
