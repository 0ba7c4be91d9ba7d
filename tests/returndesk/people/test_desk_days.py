"""What days came to at the desk stays as counts when tickets, thumbs and conversations are deleted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from people_said import ANSWERED, NOW, say
from sqlalchemy import select

from actions.photos.photos import files_of
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.feedback import Feedback, Rating
from actions.store.tables.figures import DeskDayRow
from core.database.sessions import reading
from core.settings import load_settings
from returndesk.people.desk_days import THUMBS, TICKETS, DeskDays
from returndesk.people.disliked import Thumbs

DAY = timedelta(days=1)


@pytest.fixture
def days(services):
    services.conversations.create()
    return services.desk_days


@pytest.fixture
def answered(services, open_ticket, tickets):
    """Opens a ticket so many days ago, has it answered ten minutes later, and closes it after half an hour."""

    def make(ago, conversation, close=True):
        opened = NOW - ago * DAY
        number = open_ticket(conversation, minutes=ago * 24 * 60)
        tickets.claim(number, "mia", opened)
        tickets.answer(number, "mia", f"people-{conversation}", "Here it is.", opened + timedelta(minutes=10))
        if close:
            tickets.finish(number, "mia", opened + timedelta(minutes=30))
        return number

    return make


def rate(services, ago, conversation, value):
    at = NOW - ago * DAY
    say(services.conversations, conversation, "when is my money back", at, ANSWERED, message_id=f"m-{conversation}")
    Feedback(services.engine).keep(Rating(conversation, f"m-{conversation}.0", value, "utter_x", (), at))
    while services.turn_list.catch_up(NOW):
        pass


def purge_before(services, instant):
    found = outdated(services.engine, services.conversations, instant)
    purge(services.engine, services.conversations, found, NOW, files_of(load_settings()))


def test_tickets_and_thumbs_of_days_that_were_purged_are_still_in_the_figures(services, days, answered):
    answered(40, "web:old")
    answered(2, "web:new")
    rate(services, 40, "web:liked", "up")
    rate(services, 40, "web:bad", "down")
    rate(services, 2, "web:later", "down")
    days.keep(NOW, NOW)
    before = days.tickets(90, NOW), days.thumbs(90, NOW)
    assert [each.opened for each in before[0][0].values()] == [1, 1]
    assert before[1][0] == {"ask_refund_time": Thumbs(1, 2)}
    purge_before(services, NOW - 30 * DAY)
    assert len(services.tickets.listed(closed=True, most=9)) == 1
    assert (days.tickets(90, NOW), days.thumbs(90, NOW)) == before
    days.keep(NOW, NOW)
    assert (days.tickets(90, NOW), days.thumbs(90, NOW)) == before


def test_without_having_been_kept_they_would_be_gone(services, days, answered):
    answered(40, "web:old")
    rate(services, 40, "web:bad", "down")
    purge_before(services, NOW - 30 * DAY)
    assert days.tickets(90, NOW)[0] == {} and days.thumbs(90, NOW)[0] == {}


def test_a_ticket_that_is_closed_later_counts_as_that(services, days, answered, tickets):
    number = answered(3, "web:slow", close=False)
    days.keep(NOW, NOW)
    tickets.finish(number, "mia", NOW)
    days.keep(NOW, NOW)
    purge_before(services, NOW + DAY)
    (day,) = days.tickets(7, NOW)[0].values()
    assert (day.opened, day.answered, day.unanswered, day.waited) == (1, 1, 0, timedelta(minutes=10))
    assert day.lasted == 3 * DAY


def test_a_day_that_is_still_there_is_counted_as_it_is_now(services, days, answered, open_ticket):
    answered(1, "web:a")
    days.keep(NOW, NOW)
    open_ticket("web:b", minutes=24 * 60)
    assert [each.opened for each in days.tickets(7, NOW)[0].values()] == [2]


def test_days_before_those_that_are_asked_for_are_left_out(services, days, answered):
    answered(40, "web:old")
    days.keep(NOW, NOW)
    assert days.tickets(30, NOW)[0] == {}
    assert len(days.tickets(90, NOW)[0]) == 1


def test_who_is_forgotten_stays_in_counts_that_name_nobody(services, days, answered):
    number = answered(5, "web:her")
    rate(services, 5, "web:her", "down")
    days.keep(NOW, NOW)
    forget(
        services.engine, services.conversations, held_about(services.engine, services.conversations, "demo-ana"), None
    )
    with reading(services.engine) as session:
        rows = list(session.execute(select(DeskDayRow.kind, DeskDayRow.figures)))
    kept = {kind: json.loads(figures) for kind, figures in rows}
    assert kept[TICKETS] == {
        **{"opened": 1, "answered": 1, "unanswered": 0},
        **{"waited": 600.0, "longest": 600.0, "lasted": 1800.0},
    }
    assert kept[THUMBS] == {"ask_refund_time": [0, 1]}
    assert not any(word in str(rows) for word in (number, "mia", "demo-ana", "web:", "money"))


def test_a_day_that_was_read_in_part_is_not_kept(services, days, answered, monkeypatch):
    for ago, conversation in ((3, "web:a"), (3, "web:b"), (2, "web:c")):
        answered(ago, conversation)
    monkeypatch.setattr("returndesk.people.desk_days.MOST_KEPT", 2)
    days.keep(NOW, NOW)
    with reading(services.engine) as session:
        kept = list(session.execute(select(DeskDayRow.day)).scalars())
    assert kept == [(NOW - 2 * DAY).date()]


def test_it_is_counted_once_an_hour(services, days, answered):
    days.catch_up(NOW, NOW)
    answered(1, "web:a")
    days.catch_up(NOW, NOW + timedelta(minutes=59))
    assert DeskDays(services.conversations.engine, services.engine)._kept(TICKETS, (NOW - 9 * DAY).date()) == {}
    days.catch_up(NOW, NOW + timedelta(minutes=61))
    assert len(days._kept(TICKETS, (NOW - 9 * DAY).date())) == 1


async def test_the_page_has_what_was_kept(services, days, answered, visitor):
    answered(40, "web:old")
    rate(services, 40, "web:bad", "down")
    days.keep(NOW, NOW)
    purge_before(services, NOW - 30 * DAY)
    mia = await visitor("mia")
    rows = (await mia.page("/figures/tickets.csv?days=90")).splitlines()
    assert rows[1:] == [f"{(NOW - 40 * DAY).date()},1,1,0,10.0,10.0,30.0"]
    assert (await mia.page("/figures/disliked.csv?days=90")).splitlines()[1:] == ["refund time,0,1,100%"]
