"""Who a session has proven to speak for, for how long, and what a refusal gives away: nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text

from actions.store.proof.guess_limits import WIDE
from actions.store.proof.proofs import AnothersConversation, Verification
from actions.store.proof.verifications import IDLE_LIMIT, Verifications
from actions.store.tables.all_tables import shop
from core.database.engine import open_engine
from policy.model import Customer

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

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


def prove_ana(verifications, now, session="session"):
    return verifications.prove(session, "R1001", "ana@example.com", now).verified


def known(verifications, now, session="session"):
    """The id of the customer that a session has proven to be."""
    verified = verifications.verified(session, now)
    return verified.customer.id if verified else None


@pytest.fixture
def statements(loaded_engine):
    """The SQL that the store is asked, without values."""
    seen = []
    event.listen(
        loaded_engine, "before_cursor_execute", lambda connection, cursor, statement, *rest: seen.append(statement)
    )
    return seen


@pytest.mark.parametrize("number", ["R1001", "r 1001", "R-1001", "8120034500012345", "8120 0345 0001 2345"])
@pytest.mark.parametrize("email", ["ana@example.com", "ANA@Example.COM", "  ana@example.com\n"])
def test_a_number_and_its_email_prove_a_customer_however_they_are_written(verifications, now, number, email):
    proven = verifications.prove("session", number, email, now).verified
    assert proven.customer == Customer("demo-ana", "ana@example.com", "ES", "Europe/Madrid", "en")
    assert (proven.proven, proven.given_name) == (Verification.GUEST, None)
    assert verifications.verified("session", now) == proven


@pytest.mark.parametrize(("number", "email"), REFUSED)
def test_what_does_not_belong_together_proves_nothing_and_is_counted(verifications, now, number, email):
    for refusals in (1, 2):
        attempt = verifications.prove("session", number, email, now)
        assert (attempt.verified, attempt.hold, attempt.refusals) == (None, None, refusals)
    assert known(verifications, now) is None


def test_every_refusal_asks_the_database_the_same(loaded_engine, statements, now):
    verifications = Verifications(loaded_engine, limits=WIDE)
    asked = set()
    for place, (number, email) in enumerate(REFUSED):
        statements.clear()
        verifications.prove(f"session {place}", number, email, now, "client")
        asked.add(tuple(statements))
    assert len(asked) == 1


def test_a_session_that_has_proven_nothing_has_no_customer(verifications, now):
    prove_ana(verifications, now, "one")
    assert known(verifications, now, "two") is None


def test_a_proof_lasts_until_the_session_has_been_idle_too_long(verifications, now):
    prove_ana(verifications, now)
    assert known(verifications, now + IDLE_LIMIT) == "demo-ana"


def test_a_proof_runs_out(verifications, now):
    prove_ana(verifications, now)
    assert known(verifications, now + IDLE_LIMIT + TICK) is None


def test_a_proof_that_was_used_while_the_clock_was_ahead_runs_out_all_the_same(verifications, now):
    prove_ana(verifications, now)
    assert known(verifications, now + IDLE_LIMIT) == "demo-ana"
    prove_ana(verifications, now + 100 * DAY)
    assert known(verifications, now + MINUTE) == "demo-ana"
    assert known(verifications, now + MINUTE + IDLE_LIMIT + TICK) is None


def test_how_long_a_session_may_be_idle_is_a_setting(loaded_engine, now):
    verifications = Verifications(loaded_engine, idle_limit=timedelta(minutes=5))
    prove_ana(verifications, now)
    assert known(verifications, now + timedelta(minutes=5)) == "demo-ana"
    assert known(verifications, now + timedelta(minutes=10)) == "demo-ana"
    assert known(verifications, now + timedelta(minutes=15) + TICK) is None


def test_every_use_starts_the_idle_time_again(verifications, now):
    prove_ana(verifications, now)
    for minutes in range(20, 200, 20):
        assert known(verifications, now + timedelta(minutes=minutes)) == "demo-ana"


def test_a_busy_session_writes_once_a_minute_at_most(statements, verifications, now):
    prove_ana(verifications, now)
    statements.clear()
    for seconds in range(10, 310, 10):
        verifications.verified("session", now + timedelta(seconds=seconds))
    assert len([statement for statement in statements if statement.startswith("UPDATE")]) == 4
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 30


def test_a_later_proof_replaces_an_earlier_one(verifications, now):
    prove_ana(verifications, now)
    verifications.prove("session", "R2001", "ben@example.com", now)
    assert known(verifications, now) == "demo-ben"


def test_a_refused_try_leaves_an_earlier_proof_in_place(verifications, now):
    prove_ana(verifications, now)
    verifications.prove("session", "R2001", "ana@example.com", now)
    assert known(verifications, now) == "demo-ana"


def test_a_forgotten_session_must_prove_itself_again(verifications, now):
    prove_ana(verifications, now)
    verifications.forget("session")
    assert known(verifications, now) is None


# --- Signed in at the shop -----------------------------------------------------------------------------------------


def test_whom_the_shop_has_vouched_for_is_known_with_their_name(verifications, now):
    signed_in = verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    assert (signed_in.customer.id, signed_in.proven, signed_in.given_name) == (
        "demo-ana",
        Verification.SIGNED_IN,
        "Ana",
    )
    assert verifications.verified("session", now) == signed_in


def test_a_customer_whom_the_store_does_not_know_is_not_signed_in(verifications, now):
    prove_ana(verifications, now)
    assert verifications.sign_in("session", "demo-zoe", "Zoe", now + HOUR, now) is None
    assert known(verifications, now) == "demo-ana"


def test_a_sign_in_ends_when_the_shop_said_so_even_if_the_session_is_in_use(verifications, now):
    verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    for minutes in range(0, 61, 10):
        assert known(verifications, now + timedelta(minutes=minutes)) == "demo-ana"
    assert known(verifications, now + HOUR + TICK) is None


def test_a_sign_in_ends_with_the_idle_time_like_any_proof(verifications, now):
    verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    assert known(verifications, now + IDLE_LIMIT + TICK) is None


def test_a_sign_in_replaces_what_the_same_customer_has_proven_as_a_guest(verifications, now):
    prove_ana(verifications, now)
    verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    assert verifications.verified("session", now).given_name == "Ana"


#: How a conversation became Ana's, and what has happened to that by the time somebody else comes.
BEFORE = {
    "a guest": lambda verifications, now: prove_ana(verifications, now),
    "a guest whose proof has run out": lambda verifications, now: prove_ana(verifications, now - 2 * IDLE_LIMIT),
    "a guest whose proof was purged": lambda verifications, now: (
        prove_ana(verifications, now - 2 * DAY),
        verifications.purge(now),
    ),
    "signed in": lambda verifications, now: verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now),
    "a sign-in that has run out": lambda verifications, now: verifications.sign_in(
        "session", "demo-ana", "Ana", now - MINUTE, now - HOUR
    ),
    "signed out": lambda verifications, now: (
        verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now),
        verifications.forget("session"),
    ),
    "a guest who signed in and out": lambda verifications, now: (
        prove_ana(verifications, now),
        verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now),
        verifications.forget("session"),
        prove_ana(verifications, now),
    ),
}


@pytest.mark.parametrize("before", BEFORE)
def test_nobody_signs_in_to_a_conversation_in_which_another_was_known(verifications, now, before):
    BEFORE[before](verifications, now)
    earlier = verifications.verified("session", now)
    with pytest.raises(AnothersConversation):
        verifications.sign_in("session", "demo-ben", "Ben", now + HOUR, now)
    assert verifications.verified("session", now) == earlier


@pytest.mark.parametrize("before", [before for before in BEFORE if "sign" in before])
def test_no_guest_goes_on_where_another_was_signed_in(verifications, now, before):
    BEFORE[before](verifications, now)
    earlier = verifications.verified("session", now)
    attempt = verifications.prove("session", "R2001", "ben@example.com", now)
    assert (attempt.verified, attempt.is_anothers, attempt.refusals) == (None, True, 0)
    assert verifications.verified("session", now) == earlier


@pytest.mark.parametrize("before", BEFORE)
def test_the_customer_who_was_known_goes_on_in_either_way(verifications, now, before):
    BEFORE[before](verifications, now)
    assert verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    verifications.forget("session")
    assert prove_ana(verifications, now)


def test_what_a_refused_sign_in_met_is_no_bar_to_a_conversation_of_its_own(verifications, now):
    prove_ana(verifications, now)
    assert verifications.sign_in("another session", "demo-ben", "Ben", now + HOUR, now)


def test_a_guests_proof_never_takes_the_place_of_a_sign_in(verifications, now):
    verifications.sign_in("session", "demo-ana", "Ana", now + HOUR, now)
    attempt = verifications.prove("session", "R2001", "ben@example.com", now)
    assert (attempt.verified, attempt.hold) == (None, None)
    assert verifications.verified("session", now).given_name == "Ana"


def test_once_a_sign_in_has_run_out_its_customer_may_prove_themselves(verifications, now):
    verifications.sign_in("session", "demo-ana", "Ana", now + MINUTE, now)
    prove_ana(verifications, now + 2 * MINUTE)
    found = verifications.verified("session", now + 2 * MINUTE)
    assert (found.customer.id, found.proven, found.given_name) == ("demo-ana", Verification.GUEST, None)


# --- What the database holds ---------------------------------------------------------------------------------------


def test_a_proof_outlives_the_process(loaded_engine, verifications, now):
    prove_ana(verifications, now)
    other_process = open_engine(loaded_engine.url.render_as_string())
    assert known(Verifications(other_process), now) == "demo-ana"
    other_process.dispose()


def test_the_database_never_holds_a_sessions_id_or_what_was_tried(loaded_engine, verifications, now):
    prove_ana(verifications, now, "telegram:491701234567")
    verifications.prove("telegram:491701234567", "R9876", "stranger@example.com", now, "203.0.113.7")
    with loaded_engine.connect() as connection:
        keys = connection.execute(
            text("SELECT session_key FROM verified_sessions UNION ALL SELECT subject_key FROM refused_tries")
        )
        assert [len(key) for key in keys.scalars()] == [64] * 7
        rows = (row for table in shop.Base.metadata.sorted_tables for row in connection.execute(table.select()))
        dump = "\n".join(str(tuple(row)) for row in rows)
    for said in ("491701234567", "R9876", "stranger", "203.0.113.7"):
        assert said not in dump


def test_a_purge_deletes_what_no_longer_counts_and_nothing_else(loaded_engine, verifications, now):
    prove_ana(verifications, now - IDLE_LIMIT - TICK, "old")
    prove_ana(verifications, now - IDLE_LIMIT, "new")
    verifications.prove("guessing", "R9999", "ana@example.com", now - 7 * DAY)
    verifications.prove("guessing", "R9999", "ana@example.com", now - 7 * DAY + TICK)
    assert verifications.purge(now) == 1 + 3
    assert verifications.purge(now) == 0
    with loaded_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM refused_tries")).scalar_one() == 3
    assert known(verifications, now, "new") == "demo-ana"


@pytest.mark.parametrize("session_id", ["", "💬" * 1000, "a\x00b", "\ud800"])
def test_a_session_may_be_called_anything(verifications, now, session_id):
    prove_ana(verifications, now, session_id)
    assert known(verifications, now, session_id) == "demo-ana"
    assert known(verifications, now, session_id + "x") is None


@pytest.mark.parametrize(
    "call",
    [
        lambda verifications, now: verifications.prove("session", "R1001", "ana@example.com", now),
        lambda verifications, now: verifications.sign_in("session", "demo-ana", None, now, now),
        lambda verifications, now: verifications.verified("session", now),
        lambda verifications, now: verifications.purge(now),
    ],
)
def test_a_now_without_a_time_zone_is_refused(verifications, call):
    with pytest.raises(ValueError, match="has no time zone"):
        call(verifications, datetime(2026, 10, 16))  # noqa: DTZ001
