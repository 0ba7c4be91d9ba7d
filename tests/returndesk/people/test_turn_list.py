"""Every message of a customer is listed once, whoever lists it, and goes with its conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from people_said import ANSWERED, GREETED, NOW, UNCLEAR, say
from sqlalchemy import select, text

from core.conversations.tables import listed_turns
from core.database.sessions import reading
from returndesk.people import turn_list

EARLIER = NOW - timedelta(days=1)


@pytest.fixture
def conversations(services):
    services.conversations.create()
    return services.conversations


@pytest.fixture
def listed(services):
    """Lists all that there is and gives it, the earliest first."""

    def rows(now=NOW):
        while services.turn_list.catch_up(now):
            pass
        with reading(services.conversations.engine) as session:
            return session.execute(select(listed_turns).order_by(listed_turns.c.event)).all()

    return rows


def test_a_message_is_listed_with_what_came_of_it_and_without_who_wrote_it(conversations, listed):
    say(conversations, "web:a", "I am ana@example.com, order 8120034500012345", EARLIER, UNCLEAR, language="de")
    (row,) = listed()
    assert (row.topic, row.outcome, row.channel, row.language) == ("nlu_fallback", "unclear", "web", "de")
    assert "[e-mail]" in row.words and "ana" not in row.words and "8120034500012345" not in row.words


def test_what_is_listed_already_is_not_listed_again_and_what_comes_later_is(conversations, listed):
    say(conversations, "web:a", "one", NOW)
    assert [row.words for row in listed()] == ["one"]
    say(conversations, "web:b", "two", NOW + timedelta(seconds=1), GREETED)
    assert [(row.words, row.outcome) for row in listed()] == [("one", "answered"), ("two", "")]


def test_a_turn_is_listed_once_it_is_over_or_will_never_be(conversations, listed):
    say(conversations, "web:a", "wait", NOW, ends=False)
    assert listed(NOW + timedelta(minutes=1)) == []
    assert [row.words for row in listed(NOW + timedelta(minutes=20))] == ["wait"]


@pytest.mark.parametrize("events", [2, 3, 4, 5, 7])
def test_parts_that_end_within_a_turn_lose_nothing(conversations, listed, monkeypatch, events):
    monkeypatch.setattr(turn_list, "BATCH", events)
    for number in range(9):
        say(conversations, f"web:{number % 2}", f"words {'abcdefghi'[number]}", EARLIER + timedelta(minutes=number))
    assert [row.words for row in listed()] == [f"words {each}" for each in "abcdefghi"]


def test_whatever_is_forgotten_leaves_the_list_and_its_numbers_are_listed_anew(conversations, listed):
    say(conversations, "web:a", "first", EARLIER)
    say(conversations, "web:b", "second", EARLIER)
    assert len(listed()) == 2
    conversations.forget(["web:b"])
    assert [row.words for row in listed()] == ["first"]
    for number in range(3):
        say(conversations, f"web:c{number}", f"third {'xyz'[number]}", EARLIER + timedelta(hours=1))
    assert [row.words for row in listed()] == ["first", "third x", "third y", "third z"]


def test_two_processes_list_the_same_without_harm(conversations, services, listed):
    say(conversations, "web:a", "one", EARLIER)
    other = turn_list.TurnList(services.conversations.engine, services.turn_list._masker)
    assert len(listed()) == 1
    with services.conversations.engine.begin() as connection:
        connection.execute(text("UPDATE event_streams SET position = 0"))
    other.catch_up(NOW)
    assert len(listed()) == 1


def test_a_conversation_store_of_an_older_version_gets_the_list(services, listed):
    services.conversations.create()
    with services.conversations.engine.begin() as connection:
        connection.execute(text("DROP TABLE listed_turns"))
    say(services.conversations, "web:a", "one", EARLIER, ANSWERED)
    assert len(listed()) == 1
