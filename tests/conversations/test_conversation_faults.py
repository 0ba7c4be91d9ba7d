"""What a customer notices when something behind the bot is slow, locked or gone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from conversation_product import NOW, Conversation, Product, Server, running
from sqlalchemy import text

from core.database.engine import open_engine
from core.database.sessions import WRITES
from returndesk.process.ports import free_ports

pytestmark = pytest.mark.served

#: What keeps everybody else from writing what they have to write on the way to an answer. On SQLite a writer does so by
#: beginning.
LOCKS = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE verified_sessions, refused_tries IN ACCESS EXCLUSIVE MODE"}
TOPIC_ACTIONS = [
    ("action_return_status", "ask_return_status"),
    ("action_deadlines", "ask_deadlines"),
    ("action_parcel", "report_not_marked_returned"),
    ("action_refund", "ask_refund_time"),
    ("action_cancel_or_change", "ask_cancel_return"),
    ("action_return_fee", "ask_return_fee"),
    ("action_return_window", "ask_return_window"),
    ("action_my_returns", "ask_my_returns"),
]


@pytest.fixture
def stopped_carrier(running_product: Product) -> Iterator[None]:
    """The carrier is gone for the time of a test."""
    running_product.carrier.stop()
    yield
    running_product.carrier.start()


def test_without_the_carrier_the_answer_comes_from_the_store_alone(stopped_carrier: None, chat: Conversation) -> None:
    answer = chat.text("I dropped my parcel off and the page shows nothing. R1017, felix@example.com")
    assert "I can't reach the carrier right now" in answer
    # Handed in Tuesday 6 October in Germany: Wednesday 7, Thursday 8.
    assert "Thursday 8 October" in answer
    assert "Hamburg" not in answer


def test_once_the_carrier_is_back_its_scans_are_told_again(running_product: Product, chat: Conversation) -> None:
    running_product.carrier.stop()
    chat.text("R1017, felix@example.com")
    running_product.carrier.start()
    assert "Hamburg, parcel centre" in chat.text("the page does not show that I handed in my box")


def test_a_locked_store_is_said_plainly_and_the_conversation_goes_on(running_product: Product) -> None:
    chat = running_product.conversation()
    chat.text("Has my return made any progress?")
    chat.text("R1009")
    with open_engine(running_product.database).connect() as connection:
        other = connection.execution_options(**{WRITES: True})
        other.execute(text(LOCKS[other.dialect.name]))
        locked = chat.say("ines@example.com")
        # The rules need no store.
        rule = chat.text("By the way, is it a must to keep the receipt for a return?")
        other.rollback()
    assert "our records don't answer" in locked[0]["text"]
    assert [button["title"] for button in locked[0]["buttons"]] == ["Talk to a person"]
    assert "don't say whether a receipt is needed" in rule
    # What was given is still known.
    assert "Your return **R1009** arrived at the warehouse" in chat.text("And now, has my return made any progress?")


@pytest.fixture(scope="module")
def actions_without_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An action server whose database listens nowhere; its address."""
    port, closed = free_ports(2)
    server = Server(
        "actions",
        [sys.executable, "-m", "actions.server.app", "--port", str(port)],
        f"http://127.0.0.1:{port}/health",
        tmp_path_factory.mktemp("without_store") / "actions.log",
        {"RETURNDESK_DATABASE_URL": f"postgresql://desk@127.0.0.1:{closed}/returns", "RETURNDESK_NOW": NOW},
    )
    with running(server):
        yield f"http://127.0.0.1:{port}/webhook"


@pytest.mark.embedded("there is no database at all")
@pytest.mark.parametrize(("action", "intent"), TOPIC_ACTIONS)
def test_with_an_unreachable_store_every_topic_has_its_sentence(
    action: str, intent: str, actions_without_store: str
) -> None:
    answer = run_action(actions_without_store, action, intent)
    assert [response["response"] for response in answer["responses"]][-1] == "utter_store_down"
    assert {"event": "slot", "timestamp": None, "name": "offer", "value": "person"} in answer["events"]


@pytest.mark.embedded("there is no database at all")
def test_with_an_unreachable_store_the_way_to_a_person_is_open(actions_without_store: str) -> None:
    answer = run_action(actions_without_store, "action_talk_to_person", "talk_to_person")
    assert [response["response"] for response in answer["responses"]] == ["utter_person"]


def run_action(url: str, action: str, intent: str) -> dict[str, Any]:
    """Calls an action as the bot does, for a customer who has given number and address."""
    slots = {"customer_number": "R1009", "customer_email": "ines@example.com", "topic": intent}
    message = {"text": "a question", "intent": {"name": intent}, "entities": [], "intent_ranking": []}
    call = {
        "next_action": action,
        "sender_id": "somebody",
        "tracker": {
            "sender_id": "somebody",
            "slots": slots,
            "latest_message": message,
            "active_loop": {},
            "events": [],
        },
        "domain": {},
    }
    answer = requests.post(url, json=call, timeout=30)
    assert answer.status_code == requests.codes.ok, answer.text
    result: dict[str, Any] = answer.json()
    return result


@pytest.mark.parametrize(
    "message",
    ["my parcel my label my refund " * 690, "x" * 20_000, "8" * 20_000, "a@" * 10_000, "\u0007é😡" * 6_700],
    ids=["words", "no space", "digits", "at signs", "odd characters"],
)
def test_twenty_thousand_characters_are_answered_and_the_conversation_goes_on(message: str, chat: Conversation) -> None:
    answer = chat.text(message)
    assert answer
    assert "something went wrong" not in answer
    assert "Hello!" in chat.text("Good morning to you")


def test_a_long_letter_while_details_are_asked_for_does_not_lose_them(chat: Conversation) -> None:
    chat.text("R1009")
    assert "which e-mail address" in chat.text("I have been waiting for so long, what a pity this is. " * 370)
    assert "Your return **R1009** arrived at the warehouse" in chat.text("ines@example.com")
