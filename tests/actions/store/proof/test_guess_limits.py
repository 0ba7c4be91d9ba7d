"""How guesses are slowed down and stopped, whoever makes them and from wherever."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count, pairwise

import pytest

from actions.store.proof.verifications import Verifications
from core.database.engine import open_engine
from returndesk.project import this_project

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Whoever guesses at a number or at an address, from as many networks as they have; docs/security.md says it.
MOST_GUESSES_A_WEEK = 64
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


def guess(verifications, now, length, sources, **same) -> list[datetime]:
    """When a patient guesser gets a try taken: each as early as one of the sources, or else a new one, may make it."""
    until, at, made = now + length, now, 0
    taken: list[datetime] = []
    while at <= until:
        waits = []
        # Of endless sources one that has tried nothing yet.
        for source in [next(sources)] if isinstance(sources, count) else sources:
            made += 1
            who = {"number": f"R8{made}", "email": f"guess{made}@example.com", **same}
            attempt = verifications.prove(f"guesser {made}", **who, now=at, client=f"{source}")
            assert attempt.verified is None
            if attempt.hold:
                waits.append(attempt.hold.remaining)
            else:
                taken.append(at)
                break
        else:
            at += min(waits)
    return taken


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
    ("subject", "free"),
    [
        ({"session_id": "session"}, 2),
        ({"client": "client"}, 10),
        ({"number": "R1001"}, 4),
        ({"email": "ana@example.com"}, 4),
        ({"number": "R1001", "client": "client"}, 4),
        ({"email": "ana@example.com", "client": "client"}, 4),
    ],
)
class TestEachSubject:
    """The limits of a session, a source, a number, an address, and of a source at either, each alone."""

    def test_is_free_to_be_wrong_a_few_times(self, verifications, now, subject, free):
        refuse(verifications, free, now, **subject)
        assert hold_of(verifications, now, **asked(subject)) is None

    def test_pauses_after_that(self, verifications, now, subject, free):
        refuse(verifications, free, now, **subject)
        refuse(verifications, 1, now, **subject)
        assert hold_of(verifications, now, **asked(subject)) == (5, False)
        assert hold_of(verifications, now + 5 * SECOND, **asked(subject)) is None


@pytest.mark.parametrize(
    ("subject", "lock", "step", "window"),
    [({"session_id": "session"}, 6, MINUTE, 30 * MINUTE), ({"client": "client"}, 40, MINUTE, HOUR)],
)
def test_whoever_tries_is_locked_in_the_end_until_tries_have_aged(verifications, now, subject, lock, step, window):
    refuse(verifications, lock, now, step, **subject)
    assert hold_of(verifications, now + lock * step, **asked(subject)) == ((window - lock * step).total_seconds(), True)
    assert hold_of(verifications, now + window, **asked(subject)) is None


@pytest.mark.parametrize("subject", [{"number": "R1001"}, {"email": "ana@example.com"}])
def test_what_is_known_to_others_is_never_locked_and_waits_for_hours_at_most(verifications, now, subject):
    guesses = guess(verifications, now, 2 * DAY, count(), **subject)
    waits = [later - earlier for earlier, later in pairwise(guesses)]
    assert waits[:10] == [timedelta()] * 4 + [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR]
    assert max(waits) == 4 * HOUR


@pytest.mark.parametrize("subject", [{"number": "R1001"}, {"email": "ana@example.com"}])
@pytest.mark.parametrize("sources", [1, 2])
def test_who_knows_a_number_or_an_address_keeps_nobody_else_out_from_one_network_or_two(
    verifications, now, subject, sources
):
    names = [f"network {place}" for place in range(sources)]
    guesses = guess(verifications, now, 30 * HOUR, names, **subject)
    assert len(guesses) > 10 * sources
    assert hold_of(verifications, guesses[-1], client=names[-1]) is not None
    assert verifications.prove("owner's", *RIGHT, guesses[-1], "owner").verified is not None


@pytest.mark.parametrize("subject", [{"number": "R1001"}, {"email": "ana@example.com"}])
def test_a_conversation_that_the_customer_was_known_in_gets_through(verifications, now, subject):
    assert verifications.prove("owner's", *RIGHT, now, "owner").verified is not None
    begun = guess(verifications, now + HOUR, 20 * HOUR, count(), **subject)[-1]
    assert hold_of(verifications, begun, "another", client="owner") is not None
    assert verifications.verified("owner's", begun) is None
    assert verifications.prove("owner's", *RIGHT, begun, "owner").verified is not None


def test_whoever_was_known_in_a_conversation_gets_no_further_guesses_at_others_there(verifications, now):
    assert verifications.prove("ben's", "R2001", "ben@example.com", now).verified is not None
    begun = guess(verifications, now, 20 * HOUR, count(), number="R1001")[-1]
    for place in range(3):
        attempt = verifications.prove("ben's", "R1001", f"guess{place}@example.com", begun)
        assert (attempt.verified, attempt.hold.locked, attempt.refusals) == (None, True, place + 1)
    assert verifications.prove("ben's", *RIGHT, begun).verified is None


@pytest.mark.parametrize("sources", [1, 2, 3, 6, None], ids=str)
@pytest.mark.parametrize("subject", [{"number": "R1001"}, {"email": "ana@example.com"}])
def test_no_more_guesses_are_made_in_a_week_than_are_stated(verifications, now, subject, sources):
    names = count() if sources is None else [f"network {place}" for place in range(sources)]
    guesses = guess(verifications, now, 8 * DAY, names, **subject)
    weeks = [sum(each <= other < each + 7 * DAY for other in guesses) for each in guesses]
    assert max(weeks) <= MOST_GUESSES_A_WEEK


def test_the_threat_model_states_the_odds_that_are_held_here():
    page = (this_project().root / "docs" / "security.md").read_text(encoding="utf-8")
    assert f"**{MOST_GUESSES_A_WEEK} tries**" in page


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
def test_a_long_wait_tells_nothing_about_a_number(verifications, now, number, email):
    refuse(verifications, 13, now, 4 * HOUR, number=number)
    attempt = verifications.prove("new", number, email, now + 49 * HOUR)
    assert (attempt.verified, attempt.hold.locked) == (None, True)
    assert attempt.hold.remaining == 3 * HOUR


@pytest.mark.parametrize("jump", [MINUTE, 3 * HOUR, 300 * DAY])
@pytest.mark.parametrize(
    ("subject", "tries"), [({"session_id": "session"}, 4), ({"number": "R1001"}, 6), ({"email": "ana@example.com"}, 6)]
)
def test_waits_end_although_the_clock_was_ahead_when_they_began(verifications, now, subject, tries, jump):
    refuse(verifications, tries, now + jump, MINUTE, **subject)
    assert hold_of(verifications, now, **asked(subject)) == (15, False)
    assert hold_of(verifications, now + 14 * SECOND, **asked(subject)) == (1, False)
    assert hold_of(verifications, now + 15 * SECOND, **asked(subject)) is None


def test_a_lock_ends_although_the_clock_was_ahead_when_it_began(verifications, now):
    refuse(verifications, 6, now + 300 * DAY, MINUTE, session_id="session")
    assert hold_of(verifications, now, "session") == (1800, True)
    assert hold_of(verifications, now + 30 * MINUTE, "session") is None


def test_a_clock_that_jumps_ahead_and_back_gives_no_more_tries(verifications, now):
    refuse(verifications, 5, now, number="R1001")
    refuse(verifications, 1, now + HOUR, number="R1001")
    assert hold_of(verifications, now + MINUTE) == (15, False)


def test_writing_a_number_differently_is_no_new_start(verifications, now):
    for number in ("R1001", "r1001", "R 1001", "R-1001", "Ｒ１００１"):
        refuse(verifications, 1, now, session_id=number, number=number)
    assert hold_of(verifications, now, number="r-10 01") == (5, False)


def test_while_a_number_waits_the_orders_own_number_and_the_shops_sign_in_still_work(verifications, now):
    refuse(verifications, 11, now - 40 * HOUR, 4 * HOUR, number="R1001")
    assert hold_of(verifications, now + HOUR) == (HOUR.total_seconds(), True)
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
