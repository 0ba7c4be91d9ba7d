"""Somebody tries to get into a conversation, or to have another get into theirs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from security_desk import Desk, Visitor, nothing_private
from security_store import VICTIM, VICTIM_EMAIL, VICTIM_RETURN
from security_tokens import part, unsigned


def _claims(conversation: str, **changes: Any) -> dict[str, Any]:
    now = int(time.time())
    said = {"aud": "session", "sub": conversation, "iat": now, "exp": now + 3600, **changes}
    return {name: value for name, value in said.items() if value is not None}


Forger = Callable[[Desk, str, str], str]

#: Made of the desk, the victim's conversation and the attacker's own session.
FORGED: dict[str, Forger] = {
    "alg none": lambda _, victim, __: unsigned({"alg": "none"}, _claims(victim)),
    "own signature under other claims": lambda _, victim, own: ".".join(
        (own.split(".")[0], part(_claims(victim)), own.split(".")[2])
    ),
    "another secret": lambda _, victim, __: jwt.encode(_claims(victim), "s" * 64, "HS256"),
    "the name of the variable": lambda _, victim, __: jwt.encode(
        _claims(victim), "RETURNDESK_SESSION_SECRET" * 2, "HS256"
    ),
    "HS512 with the right secret": lambda desk, victim, _: jwt.encode(_claims(victim), desk.known.session, "HS512"),
    "expired": lambda desk, victim, _: jwt.encode(_claims(victim, exp=1), desk.known.session, "HS256"),
    "no end": lambda desk, victim, _: jwt.encode(_claims(victim, exp=None), desk.known.session, "HS256"),
    "another audience": lambda desk, victim, _: jwt.encode(_claims(victim, aud="api"), desk.known.session, "HS256"),
    "no audience": lambda desk, victim, _: jwt.encode(_claims(victim, aud=None), desk.known.session, "HS256"),
    "another channel's conversation": lambda desk, _, __: jwt.encode(
        _claims("telegram:12345"), desk.known.session, "HS256"
    ),
    "a conversation with more behind it": lambda desk, victim, _: jwt.encode(
        _claims(f"{victim}\n"), desk.known.session, "HS256"
    ),
    "the token of a customer": lambda desk, _, __: desk.known.shop.token(sub=VICTIM),
    "the shared token of a customer for sessions": lambda desk, victim, _: desk.known.shop.shared_token(
        sub=victim, aud="session"
    ),
    "the secret of the action server": lambda desk, _, __: desk.known.actions,
    "an API key": lambda desk, _, __: desk.known.api_key,
    "the name of the conversation": lambda _, victim, __: victim,
    "nothing much": lambda *_: "null",
    "very long": lambda *_: "e" * 9000,
}


def _conversation(visitor: Visitor) -> str:
    return str(visitor.say("hello")[0]["recipient_id"])


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_session_opens_no_conversation(victim: Visitor, visitor: Visitor, name: str) -> None:
    forged = FORGED[name](victim.desk, _conversation(victim), visitor.session)
    for method, path in (("GET", "/history"), ("POST", "/webhook"), ("DELETE", "/session"), ("POST", "/session")):
        answer = visitor.call(method, path, {"message": "Where is my return?"}, session=forged)
        assert answer.status_code == 401


def test_a_session_that_the_desk_made_is_taken_so_that_the_refusals_mean_something(victim: Visitor) -> None:
    made = jwt.encode(_claims(_conversation(victim)), victim.desk.known.session, "HS256")
    assert victim.call("GET", "/history", session=made).status_code == 200


@pytest.mark.parametrize(
    "body", [{"session": "{}"}, {"sub": "{}"}, {"sender": "{}"}, {"conversation": "{}"}, {"recipient_id": "{}"}]
)
def test_nobody_chooses_the_conversation_that_a_session_is_for(
    victim: Visitor, attacked: Desk, body: dict[str, str]
) -> None:
    name = _conversation(victim)
    attacker = attacked.visitor()
    chosen = {key: value.format(name) for key, value in body.items()}
    answer = attacker.call("POST", "/session", chosen, session=None, headers={"Cookie": f"session={name}"})
    given = attacker.call("POST", "/webhook", {**chosen, "message": "hello"}, session=answer.json()["session"])
    assert given.json()[0]["recipient_id"] != name


def test_a_session_is_taken_from_the_header_alone(victim: Visitor, attacked: Desk) -> None:
    victim.say("hello")
    nobody = attacked.visitor()
    for more in (
        {"params": {"session": victim.session, "token": victim.session, "access_token": victim.session}},
        {"headers": {"Cookie": f"session={victim.session}"}},
        {"headers": {"X-Session": victim.session}},
    ):
        assert nobody.call("GET", "/history", session=None, **more).status_code == 401


def test_no_cookie_is_set_that_could_be_fixed(victim: Visitor) -> None:
    answer = victim.call("POST", "/session", {}, session=None)
    assert "Set-Cookie" not in answer.headers


def test_all_sessions_differ_in_more_than_anybody_can_guess(attacked: Desk) -> None:
    visitor = attacked.visitor()
    made = {visitor.call("POST", "/session", {}, session=None).json()["session"] for _ in range(20)}
    names = {jwt.decode(each, options={"verify_signature": False})["sub"] for each in made}
    assert len(names) == 20
    assert all(len(name) == len("web:") + 43 for name in names)


def test_a_proof_does_not_come_along_into_a_new_session(victim: Visitor) -> None:
    victim.prove(VICTIM_RETURN, VICTIM_EMAIL)
    fresh = victim.desk.visitor()
    fresh.say("When do I get my refund?")
    assert nothing_private(fresh.everything())


def test_what_an_attacker_prepared_tells_nothing_once_the_victim_ends_the_chat(victim: Visitor) -> None:
    planted = victim.session
    victim.prove(VICTIM_RETURN, VICTIM_EMAIL)
    victim.call("DELETE", "/session")
    attacker = victim.desk.visitor()
    for path in ("/history", "/webhook"):
        method = "GET" if path == "/history" else "POST"
        answer = attacker.call(method, path, {"message": "Where is my return?"}, session=planted)
        assert answer.status_code == 401
        assert nothing_private(json.dumps(answer.json()))


@pytest.mark.parametrize("token", ["", "Bearer", "a b c", "é", "'; DROP TABLE events; --"])
def test_an_odd_header_is_refused(visitor: Visitor, token: str) -> None:
    answer = visitor.call("GET", "/history", session=None, headers={"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401
