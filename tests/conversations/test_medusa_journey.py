"""A real Medusa shop: a return of an order is asked for in the chat, received and paid back, and the desk sees each."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from conversation_product import ACTIONS_SECRET, Conversation, Server, running, wait_for_line
from databases import ON_SERVICES, Databases

from lab.testbed.medusa import installed, own_medusa
from lab.testbed.medusa_shop import MedusaShop, furnished
from lab.testbed.programs import MissingServer
from returndesk.process.ports import free_ports
from returndesk.project import STATE_VARIABLE

pytestmark = [
    pytest.mark.served,
    pytest.mark.services,
    pytest.mark.skipif(not ON_SERVICES, reason="needs real servers: make test-services"),
]

SECRET = "what-the-shop-of-the-journey-signs-its-events-with"
EMAIL = "ada@shop.example"
PRICES = {"Desk lamp": 20.0, "Sticker": 1.5}
RULES = """
timezone: Europe/Madrid
locale: en
ship_from: ES
received: completed
category: General
items:
- {free_returns: true, return_window_days: 30}
"""
NUMBERS = """
order: [{shape: "#<4 to 6 digits>", examples: ["#5001"]}]
return:
- {shape: "R<4 to 9 digits>", examples: ["R1001"]}
- {shape: "RET-<4 to 9 digits>", examples: ["RET-0007"]}
"""
#: A look every two seconds, what is written every fifteen, and what the machine does besides.
_SECONDS = 60


@dataclass(frozen=True)
class Desk:
    """The desk beside the shop.

    Args:
        webhook: Where its REST channel listens.
        shop: The shop.
        log: What the process has written that looks at the shop.
    """

    webhook: str
    shop: MedusaShop
    log: Path


@pytest.fixture(scope="module")
def desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A furnished shop and a desk that is connected to it, both by the machine's clock; skipped without Medusa."""
    try:
        installed()
    except MissingServer as missing:
        pytest.skip(str(missing))
    folder = tmp_path_factory.mktemp("medusa")
    shop_url = databases.new(folder, "medusa.db")
    port, actions_port, web_port = free_ports(3)
    told = {"RETURNDESK_WEBHOOK": f"http://127.0.0.1:{port}/webhooks/shop/medusa", "RETURNDESK_SECRET": SECRET}
    with own_medusa(folder / "shop", shop_url, told) as server:
        shop = furnished(server, PRICES, ("damaged", "faulty"))
        with psycopg2.connect(shop_url) as connection, connection.cursor() as cursor:
            # As in a shop that has sold something before: numbers that customers can name.
            cursor.execute("ALTER SEQUENCE order_display_id_seq RESTART WITH 5001")
        for name, text in (("rules.yml", RULES), ("numbers.yml", NUMBERS)):
            (folder / name).write_text(text, encoding="utf-8")
        state = folder / "state"
        settings = {
            STATE_VARIABLE: str(state),
            "RETURNDESK_ACTIONS_SECRET": ACTIONS_SECRET,
            "RETURNDESK_ACTIONS_IN": "server",
            "RETURNDESK_NUMBERS": str(folder / "numbers.yml"),
            "RETURNDESK_CONNECT": "medusa",
            "RETURNDESK_CONNECT_URL": server.url,
            "RETURNDESK_CONNECT_KEY": shop.key,
            "RETURNDESK_CONNECT_SECRET": SECRET,
            "RETURNDESK_CONNECT_RULES": str(folder / "rules.yml"),
            "RETURNDESK_CONNECT_WRITES": "true",
            "RETURNDESK_CONNECT_EVERY": "2",
            **databases.settings(folder),
        }
        command = [
            *(sys.executable, "-m", "returndesk", "up", "--no-demo-data", "--database-url", databases.new(folder)),
            *("--port", str(port), "--actions-port", str(actions_port), "--web-port", str(web_port)),
        ]
        up = Server("returndesk up", command, f"http://127.0.0.1:{web_port}/healthz", folder / "up.log", settings)
        with running(up, 900):
            wait_for_line(up, "Ready.")
            yield Desk(f"http://127.0.0.1:{port}/webhooks/rest/webhook", shop, state / "logs" / "actions.log")


def soon(question: Callable[[], Any]) -> Any:
    """What a question gives once it gives something, which has to be within seconds."""
    deadline = time.monotonic() + _SECONDS
    while not (found := question()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.5)
    return found


def button(messages: list[dict[str, Any]], title: str) -> str:
    """The payload of the button with this title."""
    return next(each["payload"] for said in messages for each in said.get("buttons", []) if each["title"] == title)


def heard(desk: Desk, number: str, words: str) -> str:
    """What somebody new hears of a return, by its number or its order's, as soon as these words are in it."""

    def answer() -> str:
        said = Conversation(desk.webhook).text(f"Where is my return {number}? {EMAIL}")
        return said if words in said else ""

    return str(soon(answer))


def begun(webhook: str, order: str) -> tuple[Conversation, str] | None:
    """A chat that has come to the question what of an order is sent back, with the button for the lamps, which the shop
    lists first or last; None while the desk knows of no delivery."""
    chat = Conversation(webhook)
    chat.say("I want to send back an order")
    chat.say(f"#{order}")
    said = chat.say(EMAIL)
    titles = (each["title"] for message in said for each in message.get("buttons", []))
    lamps = next((title for title in titles if title.startswith("Desk lamp")), None)
    return None if lamps is None else (chat, button(said, lamps))


def asked_for(webhook: str, order: str) -> tuple[Conversation, str]:
    """A chat in which the lamps of an order were asked to be sent back, and the number of that return."""
    chat, lamps = soon(lambda: begun(webhook, order))
    chat.say(lamps)
    for choice in ("damaged", "right", "free_label"):
        chat.say(f'/button_choose{{"choice": "{choice}"}}')
    chat.say("The shade is torn")
    said = chat.text("yes")
    found = re.search(r"Your return is \*\*(R\d+)\*\*", said)
    assert found is not None, said
    return chat, found[1]


def test_a_return_is_asked_for_in_the_chat_received_in_the_shop_and_paid_back(desk: Desk) -> None:
    shop = desk.shop
    placed = shop.place(EMAIL, Desk_lamp=2, Sticker=1)
    order = placed["id"]
    soon(lambda: "connect.told" in desk.log.read_text(encoding="utf-8"))
    shop.deliver(order)

    _, number = asked_for(desk.webhook, str(placed["display_id"]))
    (made,) = soon(lambda: [each for each in shop.order(order)["returns"] if each["status"] == "requested"])
    assert made["metadata"] == {"returndesk": number}
    (item,) = made["items"]
    assert (item["quantity"], item["note"], item["reason_id"] is not None) == (2, "The shade is torn", True)

    shop.receive(order, made["id"])
    heard(desk, number, "arrived at the warehouse")

    shop.refund(order, 38.5)
    heard(desk, number, f"The refund for your return **{number}** was sent")


def test_a_return_that_is_cancelled_in_the_chat_is_cancelled_in_the_shop(desk: Desk) -> None:
    shop = desk.shop
    placed = shop.place(EMAIL, Desk_lamp=1, Sticker=1)
    order = placed["id"]
    shop.deliver(order)
    chat, number = asked_for(desk.webhook, str(placed["display_id"]))
    soon(lambda: [each for each in shop.order(order)["returns"] if each["status"] == "requested"])
    offer = chat.say(f"Is it still possible to withdraw my return {number}?")
    question = chat.say(button(offer, f"Cancel {number} for me"))
    assert f"Return **{number}** is cancelled" in chat.say(button(question, f"Yes, cancel {number}"))[0]["text"]
    soon(lambda: [each for each in shop.order(order)["returns"] if each["status"] == "canceled"])


def test_a_return_that_somebody_of_the_shop_takes_down_is_the_customers_in_the_chat(desk: Desk) -> None:
    shop = desk.shop
    order = shop.place(EMAIL, Sticker=2)
    shop.deliver(order["id"])
    shop.ask_for_return(order["id"], order["items"][0]["id"], 2)
    said = heard(desk, f"#{order['display_id']}", "was requested on")
    found = re.search(r"Your return \*\*(RET-\d+)\*\*", said)
    assert found is not None, said
    heard(desk, found[1], "was requested on")
