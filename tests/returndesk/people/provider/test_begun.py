"""Sign-ins that are under way: each is good once, in its browser, for ten minutes, and a network has so many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from people_said import NOW
from sqlalchemy import text

from core.database.sessions import reading
from returndesk.people.provider import begun
from returndesk.people.provider.begun import LASTS, BegunSignIns
from returndesk.people.tries import TryLater


@pytest.fixture
def under_way(services):
    return BegunSignIns(services.engine)


def test_of_many_who_come_back_at_once_with_the_same_one_is_taken(under_way):
    sent = under_way.begin("/people/log", "192.0.2.1", NOW)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: under_way.take(sent.state, sent.browser, NOW), range(8)))
    (taken,) = [each for each in found if each is not None]
    assert (taken.nonce, taken.verifier, taken.after) == (sent.nonce, sent.verifier, "/people/log")


def test_what_is_over_goes_and_who_reads_the_database_finds_neither_state_nor_cookie(under_way, services):
    first = under_way.begin("", "192.0.2.1", NOW)
    second = under_way.begin("", "192.0.2.1", NOW + LASTS)
    with reading(services.engine) as session:
        held = session.execute(text("SELECT * FROM people_sign_ins")).all()
    assert len(held) == 1
    assert not any(secret in str(held) for secret in (second.state, second.browser))
    assert under_way.take(first.state, first.browser, NOW) is None


def test_a_network_begins_so_many_and_others_are_let_in(under_way, monkeypatch):
    monkeypatch.setattr(begun, "MOST_OF_A_NETWORK", 3)
    sent = [under_way.begin("", "192.0.2.1", NOW) for _ in range(3)]
    with pytest.raises(TryLater):
        under_way.begin("", "192.0.2.1", NOW)
    under_way.begin("", "192.0.2.2", NOW)
    under_way.take(sent[0].state, sent[0].browser, NOW)
    under_way.begin("", "192.0.2.1", NOW)
    with pytest.raises(TryLater):
        under_way.begin("", "192.0.2.1", NOW + LASTS - timedelta(seconds=1))
    under_way.begin("", "192.0.2.1", NOW + LASTS)


async def test_who_begins_too_often_is_told_when_to_go_on(visitor, monkeypatch):
    monkeypatch.setattr(begun, "MOST_OF_A_NETWORK", 0)
    response = await (await visitor()).see("/sign-in/provider")
    assert (response.status, response.headers["Retry-After"]) == (429, "60")
