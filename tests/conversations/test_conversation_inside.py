"""The test view: what an assistant in development shows to programs on its own machine, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from conversation_product import Conversation, Product

from bot.doors.test_view import TestView

SECONDS = 30


def view(product: Product, sender: str, part: str = "") -> str:
    return product.webhook.replace("/rest/webhook", f"/test_view/{sender}{part}")


@pytest.mark.served
def test_names_slots_and_actions_of_a_conversation_are_shown(running_product: Product, chat: Conversation) -> None:
    chat.say("How many days does it normally take until I have my cash back?")
    events = requests.get(view(running_product, chat.sender), timeout=SECONDS).json()["events"]
    assert {"event": "user", "intent": "ask_refund_time"} in events
    assert {"event": "action", "name": "action_refund_status"} in events
    assert {"event": "slot", "name": "topic", "value": "ask_refund_time"} in events
    assert next(each["utter_name"] for each in events if each["event"] == "bot") == "utter_rule_ask_refund_time"


@pytest.mark.served
def test_a_conversation_that_never_was_has_no_events(running_product: Product) -> None:
    answer = requests.get(view(running_product, "nobody-at-all"), timeout=SECONDS)
    assert answer.json() == {"events": []}


@pytest.mark.served
def test_slots_can_be_set_before_the_first_message(running_product: Product, chat: Conversation) -> None:
    slots = {"topic": "ask_refund_time", "offer": "look_up"}
    assert requests.put(view(running_product, chat.sender, "/slots"), json=slots, timeout=SECONDS).ok
    assert "What is your order or return number?" in chat.text("yes please do")


@pytest.mark.served
@pytest.mark.parametrize("body", [b'{"unheard_of": 1}', b"[1]", b"{", b"", b"\xff"])
def test_slots_that_are_none_are_refused(body: bytes, running_product: Product, chat: Conversation) -> None:
    answer = requests.put(view(running_product, chat.sender, "/slots"), data=body, timeout=SECONDS)
    assert answer.status_code in (400, 404)
    assert requests.get(view(running_product, chat.sender), timeout=SECONDS).json() == {"events": []}


@pytest.mark.served
@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}])
def test_whoever_comes_through_a_proxy_is_refused(
    headers: dict[str, str], running_product: Product, chat: Conversation
) -> None:
    assert requests.get(view(running_product, chat.sender), headers=headers, timeout=SECONDS).status_code == 403
    slots: dict[str, Any] = {"topic": "ask_refund_time"}
    refused = requests.put(view(running_product, chat.sender, "/slots"), json=slots, headers=headers, timeout=SECONDS)
    assert refused.status_code == 403


def test_in_production_there_is_no_such_view(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses() -> set[str]:
        return {route.uri for route in TestView().blueprint(None)._future_routes}

    assert addresses() == {"/<sender>", "/<sender>/slots"}
    monkeypatch.setenv("RETURNDESK_ENV", "production")
    assert addresses() == set()
