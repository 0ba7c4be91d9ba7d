"""A session is made by the desk alone, and opens one conversation for as long as it lasts."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta, timezone

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.errors import ApiError
from bot.gateway.sessions import Sessions
from core.clock import FrozenClock

SECRET = "the-secret-that-sessions-are-signed-with"
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)


def sessions(secret: str = SECRET, now: datetime = NOW) -> Sessions:
    return Sessions(secret, timedelta(days=30), FrozenClock(now))


def forged(claims: dict[str, object], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def claims(**changed: object) -> dict[str, object]:
    good = {"aud": "session", "sub": "web:" + "a" * 43, "exp": NOW + timedelta(days=1), "iat": NOW}
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def refused(token: str, by: Sessions | None = None) -> str:
    with pytest.raises(ApiError) as refusal:
        (by or sessions()).conversation_of(token)
    assert refusal.value.status == 401
    return refusal.value.reason


def test_a_session_opens_the_conversation_that_it_was_made_for():
    made = sessions().begin()
    assert sessions().conversation_of(made.token) == made.conversation
    assert made.expires_in == 30 * 24 * 3600


def test_every_session_has_a_conversation_of_its_own_that_nobody_can_guess():
    made = {sessions().begin().conversation for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"web:[A-Za-z0-9_-]{43}", conversation) for conversation in made)


def test_a_renewed_session_opens_the_same_conversation_for_longer():
    old = sessions().begin()
    later = sessions(now=NOW + timedelta(days=29))
    fresh = later.renew(later.conversation_of(old.token))
    much_later = sessions(now=NOW + timedelta(days=58))
    assert much_later.conversation_of(fresh.token) == old.conversation
    assert "run out" in refused(old.token, much_later)


def test_a_session_ends_on_its_day():
    made = sessions().begin()
    assert sessions(now=NOW + timedelta(days=30, seconds=-1)).conversation_of(made.token)
    assert "run out" in refused(made.token, sessions(now=NOW + timedelta(days=30)))


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=3650)])
def test_a_session_that_was_made_while_the_clock_was_ahead_lasts_no_longer_for_it(ahead: timedelta):
    made = sessions(now=NOW + ahead).begin()
    assert sessions(now=NOW + ahead).conversation_of(made.token) == made.conversation
    assert "run out" in refused(made.token)


@pytest.mark.parametrize("jump", [timedelta(days=-365), timedelta(hours=-20), timedelta(days=29)])
def test_a_session_outlives_a_clock_that_jumps_and_comes_back(jump: timedelta):
    made = sessions().begin()
    if jump > -timedelta(days=1):
        assert sessions(now=NOW + jump).conversation_of(made.token) == made.conversation
    assert sessions(now=NOW + timedelta(hours=1)).conversation_of(made.token) == made.conversation


def test_a_good_forgery_would_be_taken_so_that_the_refusals_below_mean_something():
    assert sessions().conversation_of(forged(claims())) == "web:" + "a" * 43


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "customer"},
        {"aud": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"sub": None},
        {"sub": "dev:me"},
        {"sub": "api:" + "a" * 43},
        {"sub": "web:short"},
        {"sub": "web:" + "a" * 44},
        {"sub": "telegram:web:" + "a" * 43},
        {"sub": "web:" + "a" * 42 + "\n"},
    ],
    ids=str,
)
def test_a_token_with_another_claim_is_refused(changed):
    assert "not valid" in refused(forged(claims(**changed)))


def test_a_token_that_somebody_else_signed_is_refused():
    assert "not valid" in refused(forged(claims(), secret="another-secret-of-at-least-32-bytes"))


def test_a_token_without_a_signature_is_refused():
    assert "not valid" in refused(jwt.encode(claims(), None, algorithm="none"))


@pytest.mark.filterwarnings("ignore:The HMAC key is 40 bytes long")
def test_a_token_of_another_algorithm_is_refused_even_with_our_secret():
    assert "not valid" in refused(forged(claims(), secret=SECRET * 2, algorithm="HS512"))
    assert "not valid" in refused(forged(claims(), algorithm="HS512"))


@given(position=st.integers(min_value=0, max_value=10_000), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_a_token_can_be_changed(position, bit):
    head, body, signature = sessions().renew("web:" + "a" * 43).token.split(".")
    parts = [_bytes(part) for part in (head, body, signature)]
    which = position % 3
    changed = bytearray(parts[which])
    changed[position % len(changed)] ^= 1 << bit
    parts[which] = bytes(changed)
    refused(".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts))


@given(st.text() | st.from_regex(r"\A[\w-]*\.[\w-]*\.[\w-]*\Z"))
def test_whatever_is_no_token_is_refused(text):
    refused(text)


def test_a_token_that_is_very_long_is_refused_unread():
    refused(forged(claims(padding="x" * 5000)))


def test_a_session_says_nothing_but_its_conversation_and_its_time():
    token = sessions().begin().token
    assert json.loads(_bytes(token.split(".")[1])).keys() == {"aud", "sub", "iat", "exp"}


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
