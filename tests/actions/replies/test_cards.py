"""Every card has the documented form, and its message's text says what the card says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from custom_desk import Desk
from custom_shop import NOW, ORDERS, RETURNS
from jsonschema import Draft7Validator

from actions.server.registry import topic_actions
from actions.services import Services
from bot.responses.nlg import FactsResponseGenerator
from policy.deadlines import DeadlineKind
from policy.status import Status
from policy.steps import StepId, StepState

Message = dict[str, Any]

SCHEMA = Path(__file__).parents[3] / "docs" / "cards.schema.json"
OWNERS = {order["number"]: order["customer"] for order in ORDERS}
STATUS = ("action_return_status", "ask_return_status")
DEADLINES = ("action_deadlines", "ask_deadlines")
#: So that what is due becomes late, parcels get lost and refunds stay away.
TIMES = (NOW, NOW + timedelta(days=1, hours=12), NOW + timedelta(days=7), NOW + timedelta(days=120))


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    """The documented form of a card."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


@pytest.fixture(scope="module")
def desk(services: Services, voice: FactsResponseGenerator) -> Desk:
    """One conversation of a client that shows cards."""
    return Desk(services, voice, session="cards", rich=True)


@pytest.fixture(scope="module")
def messages(desk: Desk) -> list[Message]:
    """Each return's way and dates at several times, the lists to choose from, and every general answer."""
    return [*of_returns(desk), *of_lists(desk), *of_rules(desk), *of_openings(desk)]


def of_returns(desk: Desk) -> Iterator[Message]:
    for now in TIMES:
        then = desk.at(now)
        for record in RETURNS:
            then.verified(OWNERS[record["order"]])
            for action, intent in (STATUS, DEADLINES):
                yield from then.messages(then.reply(action, intent, number=record["number"]))


def of_lists(desk: Desk) -> Iterator[Message]:
    for customer in ("ben", "ana"):
        desk.verified(customer)
        for action, intent in (STATUS, ("action_my_returns", "ask_my_returns")):
            yield from desk.messages(desk.reply(action, intent))


def of_openings(desk: Desk) -> Iterator[Message]:
    for customer in ("ana", "ben", "carl"):
        opener = replace(desk, session=customer).verified(customer)
        yield from opener.messages(opener.reply("action_greeting", "system_open_chat"))


def of_rules(desk: Desk) -> Iterator[Message]:
    stranger = Desk(desk.services, desk.voice, session="stranger", rich=True)
    for action in topic_actions(desk.services):
        for topic in action.topics:
            yield from stranger.messages(action.respond(stranger.turn(topic)))


def cards(messages: list[Message], kind: str) -> list[dict[str, Any]]:
    return [message["custom"] for message in messages if message.get("custom", {}).get("card") == kind]


def spoken(text: str) -> str:
    """A text without its marks and its line breaks."""
    return " ".join(text.replace("**", "").split())


# --- The form -----------------------------------------------------------------------------------------------------


def test_every_card_has_the_documented_form(messages: list[Message], validator: Draft7Validator):
    kinds = set()
    for message in messages:
        if "custom" in message:
            validator.validate(message["custom"])
            kinds.add(message["custom"]["card"])

    assert kinds == {"answer", "timeline", "deadlines", "return_picker"}


def test_the_schema_refuses_what_is_no_card(messages: list[Message], validator: Draft7Validator):
    for kind in ("answer", "timeline", "deadlines", "return_picker"):
        card = cards(messages, kind)[0]
        for key in card:
            assert not validator.is_valid({name: value for name, value in card.items() if name != key}), key


def test_every_status_every_kind_of_step_and_every_kind_of_date_is_among_them(messages: list[Message]):
    ways = cards(messages, "timeline")
    dates = [date for card in cards(messages, "deadlines") for date in card["deadlines"]]

    assert {card["status"]["id"] for card in ways} == {str(status) for status in Status}
    assert {step["id"] for card in ways for step in card["steps"]} == {str(step) for step in StepId}
    assert {step["state"] for card in ways for step in card["steps"]} == {str(state) for state in StepState}
    for overdue in (False, True):
        kinds = {date["kind"] for date in dates if date["overdue"] is overdue}
        assert kinds == {str(kind) for kind in DeadlineKind}


def test_the_schema_knows_every_id_that_the_rules_have():
    definitions = json.loads(SCHEMA.read_text("utf-8"))["definitions"]

    assert definitions["status"]["properties"]["id"]["enum"] == [str(status) for status in Status]
    assert definitions["step"]["properties"]["id"]["enum"] == [str(step) for step in StepId]
    assert definitions["step"]["properties"]["state"]["enum"] == [str(state) for state in StepState]
    assert set(definitions["deadline"]["properties"]["kind"]["enum"]) == {str(kind) for kind in DeadlineKind}


# --- Text and card say the same -----------------------------------------------------------------------------------


def test_every_word_of_a_way_is_in_the_text(messages: list[Message]):
    for message in messages:
        if message.get("custom", {}).get("card") == "timeline":
            card, text = message["custom"], spoken(message["text"])
            assert spoken(card["text"]) in text
            assert f"{card['title']}, {card['item']}: {card['status']['label']}" in text
            for step in card["steps"]:
                when = f", {step['when']}" if step["when"] else ""
                assert f"{step['state_label']}: {step['label']}{when}" in text
            assert card["doubt"] is None or spoken(card["doubt"]) in text


def test_every_word_of_a_list_of_dates_is_in_the_text(messages: list[Message]):
    for message in messages:
        if message.get("custom", {}).get("card") == "deadlines":
            card, text = message["custom"], spoken(message["text"])
            assert spoken(card["text"]) in text
            for date in card["deadlines"]:
                assert date["return_number"] in text
                between = ": " if date["overdue"] else " "
                assert f"{date['label']}{between}{date['when']} ({date['left']}). {date['advice']}" in text


def test_every_return_to_choose_is_in_the_text_and_among_the_buttons(messages: list[Message]):
    pickers = [message for message in messages if message.get("custom", {}).get("card") == "return_picker"]

    assert len(pickers) == 7
    for message in pickers:
        card = message["custom"]
        for each in card["returns"]:
            assert f"{each['number']}, {each['title']}: {each['status']['label']}" in spoken(message["text"])
        chosen = [{"title": each["label"], "payload": each["payload"]} for each in card["returns"]]
        assert message["buttons"] == chosen


def test_the_text_ends_with_the_sources_of_the_card_and_the_words_above_it_do_not(messages: list[Message]):
    for message in messages:
        for source in message.get("custom", {}).get("sources", []):
            assert source["label"] in message["text"].splitlines()[-1]
            assert source["label"] not in message["custom"]["text"]


def test_an_answer_is_its_text_without_the_source(messages: list[Message]):
    for message in messages:
        if message.get("custom", {}).get("card") == "answer":
            said, source = message["text"].rstrip().rsplit("\n", 1)
            assert message["custom"]["text"] == said.rstrip()
            assert source.startswith("_Source: ")
            assert message["custom"]["sources"]


def test_no_card_has_a_hole(messages: list[Message]):
    for message in messages:
        words = json.dumps(message.get("custom", {}))
        for hole in ("{due", "None", "Phrase(", '"say"', "{update", "_source}"):
            assert hole not in words


# --- One card read by eye -----------------------------------------------------------------------------------------


def test_the_way_of_a_parcel_that_was_handed_in(desk: Desk):
    [message] = desk.messages(desk.verified("ana").reply(*STATUS, number="R1001"))

    assert message["text"].splitlines() == [
        "You handed in your return **R1001** on Friday 9 October. The carrier took it in at Madrid, Calle Mayor on "
        "Friday 9 October. The page should show it by **Wednesday 14 October**. Nothing to do until then.",
        "**Return R1001**, Desk lamp: handed in",
        "• Done: Requested, Tuesday 6 October",
        "• Done: Approved, Wednesday 7 October",
        "• Done: Handed in, Friday 9 October",
        "• Now: On its way to the warehouse, shown on the page by Wednesday 14 October",
        "• Next: Check at the warehouse",
        "• Next: Refund is sent",
        "• Next: Refund reaches you",
        "_Source: AliExpress return policy, “Already dropped off”_",
    ]
    assert message["custom"]["steps"][3] == {
        "id": "received",
        "state": "now",
        "state_label": "Now",
        "label": "On its way to the warehouse",
        "at": None,
        "by": "2026-10-14T21:59:59.999999Z",
        "when": "shown on the page by Wednesday 14 October",
        "overdue": False,
    }
    assert message["custom"]["sources"] == [
        {
            "fact": "update.dropoff",
            "title": "AliExpress return policy",
            "section": "Already dropped off",
            "label": "AliExpress return policy, “Already dropped off”",
            "url": None,
        }
    ]


def test_what_contradicts_itself_is_said_to(desk: Desk):
    [message] = desk.messages(desk.verified("kim").reply(*STATUS, number="R9012"))

    assert message["custom"]["doubt"].splitlines() == [
        "Our records don't fit together here, and a person can sort that out:",
        "• Tuesday 6 October: cancelled",
        "• Thursday 8 October: handed in",
    ]


@pytest.mark.parametrize(
    ("now", "days", "left", "overdue"),
    [
        # Best by Thursday 15 October, 10:00 in London.
        (datetime(2026, 10, 13, 10, tzinfo=timezone.utc), 2, "2 days left", False),
        # Half past midnight in London, still Tuesday in UTC.
        (datetime(2026, 10, 13, 23, 30, tzinfo=timezone.utc), 1, "1 day left", False),
        (datetime(2026, 10, 15, 8, tzinfo=timezone.utc), 0, "today", False),
        (datetime(2026, 10, 15, 12, tzinfo=timezone.utc), 0, "today", True),
        (datetime(2026, 10, 16, 12, tzinfo=timezone.utc), -1, "1 day ago", True),
    ],
)
def test_days_are_counted_on_the_customers_calendar(desk: Desk, now: datetime, days: int, left: str, overdue: bool):
    then = desk.at(now)
    [message] = then.messages(then.verified("ben").reply("action_deadlines", "ask_ship_by", number="R2001"))

    [date] = message["custom"]["deadlines"]
    assert (date["days_left"], date["left"], date["overdue"]) == (days, left, overdue)


# --- Who gets none ------------------------------------------------------------------------------------------------


def test_a_client_without_cards_gets_none(desk: Desk):
    plain = Desk(desk.services, desk.voice, session="plain").verified("ana")

    for action, intent in (STATUS, DEADLINES, ("action_my_returns", "ask_my_returns")):
        for number in (None, "R1001"):
            for message in plain.messages(plain.reply(action, intent, number=number)):
                assert "custom" not in message
