"""Somebody guesses at numbers and addresses: refusals look the same, and limits hold everywhere."""

from __future__ import annotations

import http.client
import itertools
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

import pytest
from security_desk import Desk, Visitor, nothing_private
from security_store import (
    NO_ORDER,
    NO_RETURN,
    ODD_EMAIL,
    ODD_RETURN,
    OTHER_EMAIL,
    VICTIM,
    VICTIM_EMAIL,
    VICTIM_ORDER,
    VICTIM_RETURN,
)

from actions.store.proof.verifications import Verifications
from core.database.engine import open_engine

#: What production takes from one address.
_REQUESTS_A_MINUTE = 240
#: Which response tells what became of a try.
_OUTCOMES = {
    "utter_identity_refused": "refused",
    "utter_identity_refused_often": "refused",
    "utter_identity_paused": "paused",
    "utter_identity_locked": "locked",
}


def test_a_number_that_exists_is_refused_as_one_that_does_not(attacked: Desk) -> None:
    pairs = [
        (VICTIM_RETURN, f"guess-{secrets.token_hex(4)}@example.com"),
        (NO_RETURN, f"guess-{secrets.token_hex(4)}@example.com"),
        (VICTIM_ORDER, f"guess-{secrets.token_hex(4)}@example.com"),
        (NO_ORDER, f"guess-{secrets.token_hex(4)}@example.com"),
        (f"R{secrets.randbelow(9000) + 91000}", OTHER_EMAIL),
    ]
    answers = {_answer(attacked.visitor(), number, email) for number, email in pairs}
    assert len(answers) == 1
    assert "I can't find a return or order with that number and that e-mail address together" in answers.pop()


def test_a_session_that_guesses_has_to_wait_and_is_offered_a_person(visitor: Visitor) -> None:
    said = [visitor.prove(f"R{number}", f"guess-{number}@example.com") for number in range(95001, 95005)]
    assert "I can check your details again in" in said[3]
    assert "talk to a person" in said[3]
    assert nothing_private("".join(said))


def test_a_pause_turns_the_right_pair_away_as_well(visitor: Visitor) -> None:
    for number in range(95101, 95104):
        visitor.prove(f"R{number}", f"guess-{number}@example.com")
    assert "I can check your details again in" in visitor.prove(VICTIM_RETURN, VICTIM_EMAIL)
    assert nothing_private("".join(each["text"] for each in visitor.say("When do I get my refund?")))


def test_tries_from_everywhere_at_two_servers_count_as_one(attacked: Desk) -> None:
    number = f"R{secrets.randbelow(90000) + 100000}"
    servers = itertools.cycle((attacked.actions, attacked.second_actions))
    outcomes = [_try(attacked, next(servers), number, f"{count}-{number}@example.com") for count in range(7)]
    assert outcomes == ["refused"] * 5 + ["paused"] * 2


def test_many_tries_at_once_get_no_more_than_many_in_a_row(attacked: Desk) -> None:
    number = f"R{secrets.randbelow(90000) + 200000}"
    servers = [attacked.actions, attacked.second_actions] * 6

    def guess(numbered: tuple[int, str]) -> str:
        return _try(attacked, numbered[1], number, f"{numbered[0]}-{number}@example.com")

    with ThreadPoolExecutor(len(servers)) as crowd:
        outcomes = sorted(crowd.map(guess, enumerate(servers)))
    assert outcomes == ["paused"] * 7 + ["refused"] * 5


def test_a_long_wait_holds_at_every_server_and_keeps_the_right_address_out(attacked: Desk) -> None:
    _guess_for_days(attacked, ODD_RETURN)
    for server in (attacked.actions, attacked.second_actions):
        for email in (ODD_EMAIL, f"guess-{secrets.token_hex(4)}@example.com"):
            assert _try(attacked, server, ODD_RETURN, email) == "locked"
    visitor = attacked.visitor()
    said = visitor.prove(ODD_RETURN, ODD_EMAIL)
    assert "A person at customer service can help you now" in said
    assert "sign in" in said


def test_a_long_wait_looks_the_same_for_a_number_that_nobody_has(attacked: Desk) -> None:
    number = f"R{secrets.randbelow(90000) + 300000}"
    _guess_for_days(attacked, number)
    assert _try(attacked, attacked.actions, number, ODD_EMAIL) == "locked"


def test_a_long_wait_for_a_number_leaves_its_owner_their_own_chat_and_the_shops_sign_in(attacked: Desk) -> None:
    known = attacked.visitor()
    known.prove(VICTIM_ORDER, VICTIM_EMAIL)
    _guess_for_days(attacked, VICTIM_ORDER)
    assert "A person at customer service can help you now" in attacked.visitor().prove(VICTIM_ORDER, VICTIM_EMAIL)
    assert "A person at customer service can help you now" not in known.prove(VICTIM_ORDER, VICTIM_EMAIL)
    victim = attacked.visitor()
    assert victim.sign_in(attacked.known.shop.token(sub=VICTIM, given_name=None)).status_code == 200
    victim.say(f"When do I get my refund for {VICTIM_RETURN}?")
    assert "137.41" in victim.everything()


def test_a_stranger_who_knows_an_address_keeps_its_owner_out_of_nothing(attacked: Desk) -> None:
    _guess_for_days(attacked, None, VICTIM_EMAIL, secrets.token_hex(16))
    owner = attacked.visitor()
    owner.prove(VICTIM_RETURN, VICTIM_EMAIL)
    owner.say("When do I get my refund?")
    assert "137.41" in owner.everything()


@pytest.mark.parametrize("written", ["r {}", "R-{}", "r{}", " R{} "])
def test_writing_a_number_differently_is_no_new_start(attacked: Desk, written: str) -> None:
    number = f"R{secrets.randbelow(90000) + 500000}"
    for count in range(5):
        assert _try(attacked, attacked.actions, number, f"{count}-{number}@example.com") == "refused"
    assert _try(attacked, attacked.actions, written.format(number[1:]), f"{number}@example.com") == "paused"


def test_a_fresh_session_from_the_same_address_is_no_new_start(attacked: Desk) -> None:
    script = attacked.visitor()
    outcomes = []
    for count in range(12):
        another = attacked.visitor()
        another.address = script.address
        said = another.prove(f"R{400000 + count}", f"script-{count}@example.com")
        outcomes.append("paused" if "I can check your details again in" in said else "refused")
    assert outcomes[:10] == ["refused"] * 10
    assert outcomes[-1] == "paused"


@pytest.mark.parametrize("headers", ["one", "two"])
def test_an_address_that_a_client_claims_is_not_believed(attacked: Desk, headers: str) -> None:
    """What a client writes stands before what the proxy adds, in the same header or in one of its own."""
    address = attacked.visitor().address
    statuses = []
    connection = http.client.HTTPConnection("127.0.0.1", attacked.port, timeout=60)
    for _ in range(_REQUESTS_A_MINUTE + 1):
        claimed = attacked.visitor().address
        connection.putrequest("GET", "/webhooks/rest/history")
        for line in [f"{claimed}, {address}"] if headers == "one" else [claimed, address]:
            connection.putheader("X-Forwarded-For", line)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses[0] == 401
    assert statuses[-1] == 429


def _answer(visitor: Visitor, number: str, email: str) -> str:
    return visitor.prove(number, email).replace(number, "N").replace(email, "E")


def _call(session: str, number: str, email: str) -> dict[str, Any]:
    return {
        "next_action": "action_return_status",
        "sender_id": session,
        "tracker": {
            "sender_id": session,
            "slots": {"customer_number": number, "customer_email": email, "topic": "ask_return_status"},
            "latest_message": {
                "text": "…",
                "intent": {"name": "ask_return_status"},
                "entities": [],
                "metadata": {"client": secrets.token_hex(16)},
            },
            "events": [],
            "active_loop": {},
        },
        "domain": {},
    }


def _try(desk: Desk, server: str, number: str, email: str) -> str:
    """One try at an action server, from a conversation and an address of its own."""
    answer = desk.as_bot("/webhook", _call(f"web:{secrets.token_hex(8)}", number, email), server)
    assert answer.status_code == 200, answer.text
    return next(_OUTCOMES[each["response"]] for each in answer.json()["responses"] if each["response"] in _OUTCOMES)


def _guess_for_days(desk: Desk, number: Optional[str], email: Optional[str] = None, source: str = "") -> None:
    """Has a number or an address guessed at as patiently as it takes, from everywhere unless told from where."""
    verifications = Verifications(open_engine(desk.database))
    now = datetime.now(timezone.utc)
    for hours in range(97, 0, -8) if source else range(49, 0, -4):
        tried = number or f"R{secrets.randbelow(90000) + 600000}", email or f"{secrets.token_hex(4)}@example.com"
        at = now - timedelta(hours=hours)
        attempt = verifications.prove(secrets.token_hex(8), *tried, at, source or secrets.token_hex(16))
        assert attempt.hold is None
