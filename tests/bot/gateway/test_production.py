"""The channels of a running bot in production, where everybody proves who they are and nobody may ask without end."""

from __future__ import annotations

import uuid

import pytest
from running_desk import API_KEY, LIMIT, Desk

pytestmark = pytest.mark.served


def from_address(address: str) -> dict[str, str]:
    """What the proxy in front of the desk says of a caller."""
    return {"X-Forwarded-For": address}


def test_production_takes_nothing_from_nobody(strict_desk: Desk) -> None:
    body = {"sender": "me", "message": "hello"}
    for headers in ({}, from_address("127.0.0.1"), from_address("192.0.2.1")):
        answer = strict_desk.post("/webhook", json=body, headers=headers)
        assert answer.status_code == 401
        assert "POST /webhooks/rest/session" in answer.json()["error"]
        assert "X-API-Key" in answer.json()["error"]


def test_a_server_of_the_shop_names_its_conversations(strict_desk: Desk) -> None:
    headers = {"X-API-Key": API_KEY, **from_address("192.0.2.2")}
    answer = strict_desk.post("/webhook", json={"sender": "order-7", "message": "Good morning to you"}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert {each["recipient_id"] for each in answer.json()} == {"order-7"}
    assert strict_desk.post("/webhook", json={"message": "hello"}, headers=headers).status_code == 400


def test_a_session_that_says_too_much_has_to_wait_and_others_need_not(strict_desk: Desk) -> None:
    def session() -> dict[str, str]:
        made = strict_desk.post("/session", json={}, headers=from_address("192.0.2.3"))
        return {"Authorization": f"Bearer {made.json()['session']}"}

    def say(headers: dict[str, str], address: str) -> int:
        answer = strict_desk.post("/webhook", json={"message": "hello"}, headers={**headers, **from_address(address)})
        if answer.status_code == 429:
            assert 1 <= int(answer.headers["Retry-After"]) <= 3600
            assert "try again in" in answer.json()["error"]
        return answer.status_code

    mine, other = session(), session()
    assert [say(mine, f"198.51.100.{turn}") for turn in range(LIMIT + 2)] == [200] * LIMIT + [429] * 2
    assert say(other, "198.51.100.99") == 200


def test_an_address_that_asks_too_much_has_to_wait_and_others_need_not(strict_desk: Desk) -> None:
    def ask(address: str) -> int:
        return strict_desk.post("/session", json={}, headers=from_address(address)).status_code

    assert [ask("203.0.113.1") for _ in range(5 * LIMIT + 1)] == [200] * 5 * LIMIT + [429]
    # What a caller writes in front of it does not make them another.
    assert ask("10.9.8.7, 203.0.113.1") == 429
    assert ask("203.0.113.2") == 200
    # Of IPv6 a customer has a whole network.
    hosts = [f"2001:db8:1:1::{host + 1:x}" for host in range(5 * LIMIT + 1)]
    assert [ask(host) for host in hosts][-1] == 429
    assert ask("2001:db8:1:2::1") == 200


def test_a_wrong_session_counts_as_well(strict_desk: Desk) -> None:
    headers = from_address("203.0.113.9")
    statuses = [
        strict_desk.post(
            "/webhook", json={"message": "x"}, headers={**headers, "Authorization": f"Bearer {uuid.uuid4()}"}
        )
        for _ in range(5 * LIMIT + 1)
    ]
    assert {answer.status_code for answer in statuses[:-1]} == {401}
    assert statuses[-1].status_code == 429
