"""What the servers measure, held against what was done with them."""

from __future__ import annotations

import re

import pytest
import requests
from operated_desk import MESSAGES_PER_SESSION, NO_SUCH_PARCEL, OperatedDesk, new_sender

pytestmark = [pytest.mark.served, pytest.mark.embedded("what is told and measured is the same wherever it is kept")]

KINDS = {"answered": "How long does a refund take?", "declined": "Book me a flight to Rome", "unclear": "📦🛵🪴"}
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\d.])\d{15,17}\b|\bR-?\d{4}\b|\b(?:api|web|dev):")


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_counted_by_its_kind_and_timed_by_channel_and_intent(desk: OperatedDesk, kind: str) -> None:
    answers, turns = (
        lambda: desk.bot.measured("returndesk_answers_total", kind=kind),
        lambda: desk.bot.measured("returndesk_turn_seconds_count", channel="rest"),
    )
    before = answers(), turns()
    desk.text(new_sender(), KINDS[kind])
    assert (answers() - before[0], turns() - before[1]) == (1, 1)


def test_a_conversation_that_goes_to_a_person_is_counted_as_handed_over(desk: OperatedDesk) -> None:
    sender = new_sender()
    desk.text(sender, "Please put me through to a member of your staff")
    before = desk.bot.measured("returndesk_answers_total", kind="handed_over")
    desk.text(sender, "/affirm")
    desk.text(sender, "Are you there?")
    assert desk.bot.measured("returndesk_answers_total", kind="handed_over") - before == 2


def test_an_intent_is_one_of_the_domains(desk: OperatedDesk) -> None:
    desk.text(new_sender(), "How long does a refund take?")
    found = desk.bot.scrape()["returndesk_turn_seconds_count"]
    assert any(("intent", "ask_refund_time") in labels for labels in found)


def test_a_message_that_is_sent_again_is_not_counted_again(desk: OperatedDesk) -> None:
    sender = new_sender()
    body = {"sender": sender, "message": "How long does a refund take?", "message_id": "m1"}
    headers = {"X-API-Key": "the-key-of-the-shops-own-server"}
    before = desk.bot.measured("returndesk_turn_seconds_count")
    for _ in range(3):
        assert requests.post(f"{desk.bot.url}/webhooks/rest/webhook", json=body, headers=headers, timeout=60).ok
    assert desk.bot.measured("returndesk_turn_seconds_count") - before == 1


def test_an_action_is_timed_by_its_name(desk: OperatedDesk) -> None:
    before = desk.actions.measured("returndesk_action_seconds_count", action="action_refund")
    desk.text(new_sender(), "How long does a refund take?")
    assert desk.actions.measured("returndesk_action_seconds_count", action="action_refund") - before == 1


def test_statements_are_timed_by_the_function_that_asks(desk: OperatedDesk) -> None:
    desk.text(new_sender(), "R1009, ines@example.com")
    in_bot = {dict(labels)["query"] for labels in desk.bot.scrape()["returndesk_store_seconds_count"]}
    in_actions = {dict(labels)["query"] for labels in desk.actions.scrape()["returndesk_store_seconds_count"]}
    assert {"conversations.last_session", "customer_records.returns"} & (in_bot | in_actions) != set()
    assert "verifications.prove" in in_actions
    assert "other" not in in_bot | in_actions


def test_calls_to_the_carrier_are_timed_by_how_they_end(desk: OperatedDesk) -> None:
    parcel = "I dropped my parcel off and the page shows nothing. R1017, felix@example.com"
    before = {kind: desk.actions.measured("returndesk_carrier_seconds_count", outcome=kind) for kind in OUTCOMES}
    desk.text(new_sender(), parcel)
    desk.carrier.status = 500
    desk.text(new_sender(), parcel)
    desk.carrier.status = NO_SUCH_PARCEL
    after = {kind: desk.actions.measured("returndesk_carrier_seconds_count", outcome=kind) for kind in OUTCOMES}
    assert {kind: after[kind] - before[kind] for kind in OUTCOMES} == {"answered": 1, "unavailable": 1, "left_alone": 0}


OUTCOMES = ("answered", "unavailable", "left_alone")


def test_a_refused_pair_and_a_flood_are_counted(desk: OperatedDesk) -> None:
    before = desk.actions.measured("returndesk_sign_in_failures_total", way="number_and_email", problem="refused")
    desk.text(new_sender(), "R1009, somebody.else@example.com")
    after = desk.actions.measured("returndesk_sign_in_failures_total", way="number_and_email", problem="refused")
    assert after - before == 1
    sender, refused = new_sender(), desk.bot.measured("returndesk_rate_limited_total", limit="session")
    statuses = [desk.say(sender, "Hello").status_code for _ in range(MESSAGES_PER_SESSION + 2)]
    assert statuses.count(429) == 2
    assert desk.bot.measured("returndesk_rate_limited_total", limit="session") - refused == 2


def test_locks_stores_model_and_memory_are_there(desk: OperatedDesk) -> None:
    before = desk.bot.measured("returndesk_lock_wait_seconds_count")
    desk.text(new_sender(), "Hello")
    found = desk.bot.scrape()
    assert desk.bot.measured("returndesk_lock_wait_seconds_count") - before == 1
    assert found["returndesk_store_up"] == {frozenset({("store", "conversations")}): 1}
    assert found["returndesk_model_trained_timestamp_seconds"][frozenset()] > 1_700_000_000
    assert found["process_resident_memory_bytes"][frozenset()] > 50_000_000


def test_queues_of_the_return_store_are_counted(desk: OperatedDesk) -> None:
    queues = {dict(labels)["queue"] for labels in desk.actions.scrape()["returndesk_queue_depth"]}
    assert queues == {"tickets", "agent_replies", "reminders"}


def test_what_is_measured_names_nobody_and_needs_no_secret(desk: OperatedDesk) -> None:
    desk.text(new_sender(), "R1009, ines@example.com")
    for server in (desk.bot, desk.actions):
        answer = requests.get(f"{server.url}/metrics", timeout=60)
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert PERSONAL.findall(answer.text) == []
