"""How guesses are slowed down and stopped, whoever makes them and from wherever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.store.proof.verifications import Verifications
from core.database.engine import open_engine

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RIGHT = ("R1001", "ana@example.com")
GUESSES = ["ana@example.com", "ben@example.com", "nobody@example.com"]


def refuse(verifications, times, now, step=timedelta(), **same):
    """So many refused tries, each in a session, for a number and an address of its own unless told otherwise."""
    for place in range(times):
        who = {
            "session_id": f"s{place}",
            "number": f"R9{place:03}",
            "email": f"a{place}@b.example",
            "client": None,
            **same,
        }
        attempt = verifications.prove(**who, now=now + place * step)
        assert (attempt.verified, attempt.hold) == (None, None), place


def hold_of(verifications, now, session="new", number="R1001", email="ana@example.com", client=None):
    """What keeps a try from being taken: nothing, or the wait in seconds and whether it is a lock."""
    hold = verifications.prove(session, number, email, now, client).hold
    return (hold.remaining.total_seconds(), hold.locked) if hold else None


@pytest.mark.parametrize(
    ("refusals", "held"), [(0, None), (2, None), (3, (5, False)), (4, (15, False)), (5, (60, False))]
)
def test_a_session_waits_longer_and_longer(verifications, now, refusals, held):
    refuse(verifications, refusals, now, MINUTE, session_id="session")
    assert hold_of(verifications, now + max(refusals - 1, 0) * MINUTE, "session") == held


@pytest.mark.parametrize(
    ("subject", "free", "lock", "step", "window"),
    [
        ({"session_id": "session"}, 2, 6, MINUTE, 30 * MINUTE),
        ({"client": "client"}, 10, 40, MINUTE, HOUR),
        ({"number": "R1001"}, 4, 10, 5 * MINUTE, 24 * HOUR),
        ({"email": "ana@example.com"}, 4, 20, 5 * MINUTE, 24 * HOUR),
    ],
)
class TestEachSubject:
    """The limits of a session, an address, a number and an e-mail address, each alone."""

    def test_is_free_to_be_wrong_a_few_times(self, verifications, now, subject, free, lock, step, window):
        refuse(verifications, free, now, **subject)
        assert hold_of(verifications, now, **asked(subject)) is None

    def test_pauses_after_that(self, verifications, now, subject, free, lock, step, window):
        refuse(verifications, free, now, **subject)
        refuse(verifications, 1, now, **subject)
        assert hold_of(verifications, now, **asked(subject)) == (5, False)
        assert hold_of(verifications, now + 5 * SECOND, **asked(subject)) is None

    def test_is_locked_in_the_end_until_tries_have_aged(self, verifications, now, subject, free, lock, step, window):
        refuse(verifications, lock, now, step, **subject)
        assert hold_of(verifications, now + lock * step, **asked(subject)) == (
            (window - lock * step).total_seconds(),
            True,
        )
        assert hold_of(verifications, now + window, **asked(subject)) is None


def asked(subject):
    """The right pair in a new session, except for the one thing that was tried before."""
    return {"session" if name == "session_id" else name: value for name, value in subject.items()}


def test_limits_hold_across_processes(loaded_engine, verifications, now):
    other_process = open_engine(loaded_engine.url.render_as_string())
    elsewhere = Verifications(other_process)
    for place, each in enumerate((verifications, elsewhere, verifications)):
        refuse(each, 1, now, session_id="session", number=f"R90{place}")
    assert hold_of(elsewhere, now, "session") == (5, False)
    other_process.dispose()


@pytest.mark.parametrize("number", ["R1001", "R9999"])
@pytest.mark.parametrize("email", GUESSES)
def test_a_pause_tells_nothing_about_a_number(verifications, now, number, email):
    refuse(verifications, 5, now, number=number)
    attempt = verifications.prove("new", number, email, now)
    assert (attempt.verified, attempt.hold.remaining, attempt.hold.locked) == (None, 5 * SECOND, False)
    assert verifications.verified("new", now) is None


@pytest.mark.parametrize("number", ["R1001", "R9999"])
@pytest.mark.parametrize("email", GUESSES)
def test_a_lock_tells_nothing_about_a_number(verifications, now, number, email):
    refuse(verifications, 10, now, 5 * MINUTE, number=number)
    attempt = verifications.prove("new", number, email, now + HOUR)
    assert (attempt.verified, attempt.hold.locked) == (None, True)
    assert attempt.hold.remaining == 23 * HOUR


def test_writing_a_number_differently_is_no_new_start(verifications, now):
    for number in ("R1001", "r1001", "R 1001", "R-1001", "Ｒ１００１"):
        refuse(verifications, 1, now, session_id=number, number=number)
    assert hold_of(verifications, now, number="r-10 01") == (5, False)


def test_while_a_number_is_locked_the_orders_own_number_and_the_shops_sign_in_still_work(verifications, now):
    refuse(verifications, 10, now, 5 * MINUTE, number="R1001")
    assert verifications.prove("new", "8120034500012345", "ana@example.com", now + HOUR).verified is not None
    assert verifications.sign_in("shop", "demo-ana", None, now + 2 * HOUR, now + HOUR) is not None


def test_a_success_does_not_buy_new_guesses(verifications, now):
    refuse(verifications, 2, now, session_id="session")
    assert verifications.prove("session", *RIGHT, now).verified is not None
    verifications.forget("session")
    refuse(verifications, 1, now, session_id="session")
    assert hold_of(verifications, now, "session") == (5, False)


def test_tries_that_were_not_taken_do_not_count(verifications, now):
    refuse(verifications, 3, now, session_id="session")
    for _ in range(100):
        assert hold_of(verifications, now, "session") == (5, False)
    assert hold_of(verifications, now + 5 * SECOND, "session") is None
