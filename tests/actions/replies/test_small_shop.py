"""Questions to the records of a shop whose rules state little: each answer is whole, none is another shop's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from custom_desk import Desk
from custom_shop import ORDERS, RETURNS
from rasa.shared.core.domain import Domain

from actions.dialogue.turn import Waited
from actions.replies.reply import Reply
from actions.server.registry import topic_actions
from bot.responses.nlg import FactsResponseGenerator
from core.identifiers import load_shapes
from policy.facts import load_facts

#: What is no sentence, and what the usual rules state and these don't.
OTHERS = re.compile(r"[{}]|None|AliExpress|\b(?:90|17|48)\b[- ](?:day|hour)|\b7, 15")
ABOUT_A_RETURN = [
    ("action_return_status", "ask_return_status"),
    ("action_deadlines", "ask_deadlines"),
    ("action_parcel", "report_parcel_lost"),
    ("action_refund", "ask_refund_time"),
    ("action_return_window", "ask_return_window"),
    ("action_return_fee", "ask_return_fee"),
]
SMALL_SHOP = Path(__file__).parents[2] / "shops" / "small"


@pytest.fixture
def small_desk(desk: Desk, domain: Domain) -> Desk:
    """A desk at which the small shop's rules hold, for the records of the demo shop."""
    services = replace(desk.services, facts=load_facts(SMALL_SHOP / "facts.yml"))
    return replace(desk, services=services, voice=FactsResponseGenerator(domain=domain, rules=SMALL_SHOP))


def replies(desk: Desk) -> Iterator[Reply]:
    """Each question of somebody unknown, also with ages, and each about each return and order."""
    owners = {order["number"]: order["customer"] for order in ORDERS}
    for action in topic_actions(desk.services):
        for topic in action.topics:
            yield action.respond(desk.turn(topic))
            yield action.respond(replace(desk.turn(topic), waited=Waited(40)))
    for days in (1, 15, 91):
        yield desk.reply("action_return_window", "ask_return_window", day_count=days)
        yield desk.reply("action_return_window", "ask_return_window", day_count=days, counts_from_receipt=True)
        yield desk.reply("action_return_window", "ask_return_window", day_count=days, received_days=1)
    for country in (None, "ES", "RU", "JP"):
        yield desk.reply("action_countries", "ask_countries", country=country)
    for record in RETURNS[::3]:
        desk.verified(owners[record["order"]])
        for action, topic in ABOUT_A_RETURN:
            yield desk.reply(action, topic, number=record["number"])


def test_every_answer_is_whole_and_none_tells_of_another_shop_s_rules(small_desk: Desk):
    said = {message["text"] for reply in replies(small_desk) for message in small_desk.messages(reply)}
    assert [text for text in said if not text.strip() or OTHERS.search(text)] == []


def test_an_order_number_of_the_small_shop_is_what_its_answers_name(small_desk: Desk):
    services = replace(small_desk.services, shapes=load_shapes(SMALL_SHOP / "numbers.yml"))
    desk = replace(small_desk, services=services)
    reply = desk.reply("action_return_window", "ask_return_window", number="WF20260815")
    text = " ".join(message["text"] for message in desk.messages(reply))
    assert "**#1001**" in text
    assert "**RMA-20455**" in text
