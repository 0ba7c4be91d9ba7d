"""Who a session has proven to speak for, for how long, and what a refusal gives away: nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text

from actions.store.engine import open_engine
from actions.store.verifications import FAILURES_REMEMBERED, IDLE_LIMIT, Verifications

TICK = timedelta(microseconds=1)

REFUSED = [
    ("R9999", "ana@example.com"),
    ("R1001", "ben@example.com"),
    ("R1001", "nobody@example.com"),
    ("8120034500012345", "ben@example.com"),
    ("", ""),
    ("R1001", ""),
    ("", "ana@example.com"),
    ("R1001", "ana@example.com' OR '1'='1"),
    ("%", "%@example.com"),
    ("R1001\x00", "ana@example.com\x00"),
    ("\ud800", "\ud800@example.com"),
    ("1" * 100_000, "a" * 100_000 + "@example.com"),
]


@pytest.mark.parametrize("number", ["R1001", "r 1001", "R-1001", "8120034500012345", "8120 0345 0001 2345"])
@pytest.mark.parametrize("email", ["ana@example.com", "ANA@Example.COM", "  ana@example.com\n"])
def test_a_number_and_its_email_prove_a_customer_however_they_are_written(verifications, now, number, email):
    assert verifications.verify("session", number, email, now) == "demo-ana"
    assert verifications.customer_id("session", now) == "demo-ana"


@pytest.mark.parametrize(("number", "email"), REFUSED)
def test_what_does_not_belong_together_proves_nothing_and_is_counted(verifications, now, number, email):
    assert verifications.verify("session", number, email, now) is None
    assert verifications.customer_id("session", now) is None
    assert verifications.failures("session", now) == 1


def test_every_refusal_asks_the_database_the_same(loaded_engine, verifications, now):
    statements = []
    event.listen(
        loaded_engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: statements.append(statement),
    )
    asked = set()
    for number, email in REFUSED:
        statements.clear()
        verifications.verify("session", number, email, now)
        asked.add(tuple(statements))
    assert len(asked) == 1


def test_a_session_that_has_proven_nothing_has_no_customer(verifications, now):
    verifications.verify("one", "R1001", "ana@example.com", now)
    assert verifications.customer_id("two", now) is None


def test_a_proof_lasts_until_the_session_has_been_idle_too_long(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    assert verifications.customer_id("session", now + IDLE_LIMIT) == "demo-ana"


def test_a_proof_runs_out_and_does_not_come_back(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    assert verifications.customer_id("session", now + IDLE_LIMIT + TICK) is None
    assert verifications.customer_id("session", now) is None


def test_every_use_starts_the_idle_time_again(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    for minutes in range(20, 200, 20):
        assert verifications.customer_id("session", now + timedelta(minutes=minutes)) == "demo-ana"


def test_a_later_proof_replaces_an_earlier_one(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    verifications.verify("session", "R2001", "ben@example.com", now)
    assert verifications.customer_id("session", now) == "demo-ben"


def test_a_refused_try_leaves_an_earlier_proof_in_place(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    verifications.verify("session", "R2001", "ana@example.com", now)
    assert verifications.customer_id("session", now) == "demo-ana"


def test_a_forgotten_session_must_prove_itself_again(verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    verifications.forget("session")
    assert verifications.customer_id("session", now) is None


def test_forgetting_a_session_does_not_forget_its_refused_tries(verifications, now):
    verifications.verify("session", "R9999", "ana@example.com", now)
    verifications.forget("session")
    assert verifications.failures("session", now) == 1


def test_a_success_does_not_clear_refused_tries(verifications, now):
    verifications.verify("session", "R9999", "ana@example.com", now)
    verifications.verify("session", "R1001", "ana@example.com", now)
    assert verifications.failures("session", now) == 1


def test_refused_tries_are_counted_by_session_and_only_for_a_while(verifications, now):
    for minutes in (0, 5, 10):
        verifications.verify("session", "R9999", "ana@example.com", now + timedelta(minutes=minutes))
    last = now + timedelta(minutes=10)
    assert verifications.failures("session", last) == 3
    assert verifications.failures("another", last) == 0
    assert verifications.failures("session", now + FAILURES_REMEMBERED) == 2
    assert verifications.failures("session", last + FAILURES_REMEMBERED) == 0


def test_a_proof_outlives_the_process(loaded_engine, verifications, now):
    verifications.verify("session", "R1001", "ana@example.com", now)
    other_process = open_engine(loaded_engine.url.render_as_string())
    assert Verifications(other_process).customer_id("session", now) == "demo-ana"
    other_process.dispose()


def test_the_database_never_holds_a_sessions_id(loaded_engine, verifications, now):
    verifications.verify("telegram:491701234567", "R1001", "ana@example.com", now)
    verifications.verify("telegram:491701234567", "R9999", "ana@example.com", now)
    with loaded_engine.connect() as connection:
        keys = connection.execute(
            text("SELECT session_key FROM verified_sessions UNION SELECT session_key FROM refused_tries")
        )
        assert [len(key) for key in keys.scalars()] == [64]
        dump = "\n".join(connection.connection.iterdump())
    assert "491701234567" not in dump


def test_a_purge_deletes_what_no_longer_counts_and_nothing_else(verifications, now):
    verifications.verify("old", "R1001", "ana@example.com", now - IDLE_LIMIT - TICK)
    verifications.verify("old", "R9999", "ana@example.com", now - FAILURES_REMEMBERED)
    verifications.verify("new", "R2001", "ben@example.com", now - IDLE_LIMIT)
    verifications.verify("new", "R9999", "ben@example.com", now - FAILURES_REMEMBERED + TICK)
    assert verifications.purge(now) == 2
    assert verifications.purge(now) == 0
    assert verifications.customer_id("new", now) == "demo-ben"
    assert verifications.failures("new", now) == 1


@pytest.mark.parametrize("session_id", ["", "💬" * 1000, "a\x00b", "\ud800"])
def test_a_session_may_be_called_anything(verifications, now, session_id):
    verifications.verify(session_id, "R1001", "ana@example.com", now)
    assert verifications.customer_id(session_id, now) == "demo-ana"
    assert verifications.customer_id(session_id + "x", now) is None


@pytest.mark.parametrize(
    "call",
    [
        lambda verifications, now: verifications.verify("session", "R1001", "ana@example.com", now),
        lambda verifications, now: verifications.customer_id("session", now),
        lambda verifications, now: verifications.failures("session", now),
        lambda verifications, now: verifications.purge(now),
    ],
)
def test_a_now_without_a_time_zone_is_refused(verifications, call):
    with pytest.raises(ValueError, match="has no time zone"):
        call(verifications, datetime(2026, 10, 16))  # noqa: DTZ001
