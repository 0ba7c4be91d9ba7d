"""The worker: each reminder is said once, by day, to whoever asked for it, whatever the bot and other workers do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from reminder_shop import ASKED_AT, REMIND_AT, SHIP_BY_KEY
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from actions.store.proof.verifications import Verifications
from actions.store.reminders import LEASE, LONGEST_PAUSE
from actions.store.return_store import ReturnStore
from actions.store.tables.operations import DropOffClaimRow
from actions.store.tables.reminders import ReminderRow
from core.database.sessions import reading
from policy.model import EventType, ReturnEvent

CHAT = "telegram:77"
KNOWN = "label_issued:20261009T120000.000000Z"


@pytest.fixture
def asked(wishes):
    """Ana has asked for reminders about R1001."""
    wishes.turn_on(CHAT, "ana", [("R1001", KNOWN)], ASKED_AT)


@pytest.fixture
def happens(shop_engine):
    """Something happens to R1001."""

    def record(event, at):
        ReturnStore(shop_engine).append_event("R1001", ReturnEvent(EventType(event), at))

    return record


def test_nothing_is_said_before_a_date_is_near(worker, endpoint, asked):
    assert worker.remind() == 0
    assert endpoint.asked == []


def test_a_reminder_is_said_once_in_the_chat_that_it_was_asked_for_in(worker, endpoint, clock, asked):
    clock.instant = REMIND_AT
    assert worker.remind() == 1
    assert worker.remind() == 0
    assert endpoint.asked == [(CHAT, SHIP_BY_KEY)]


def test_nobody_who_did_not_ask_is_reminded(worker, endpoint, clock):
    clock.instant = REMIND_AT
    assert worker.remind() == 0
    assert endpoint.asked == []


def test_the_night_holds_a_reminder_back_until_the_morning(worker, endpoint, clock, asked):
    clock.instant = REMIND_AT + timedelta(hours=6)  # 21:00 in Madrid
    assert worker.remind() == 0
    clock.forward(timedelta(hours=10, minutes=59))
    assert worker.remind() == 0
    clock.forward(timedelta(minutes=1))
    assert worker.remind() == 1
    assert endpoint.keys == [SHIP_BY_KEY]


def test_a_restart_and_other_workers_change_nothing(new_worker, endpoint, clock, asked):
    clock.instant = REMIND_AT
    assert [new_worker().remind() for _ in range(3)] == [1, 0, 0]
    assert endpoint.keys == [SHIP_BY_KEY]


def test_a_bot_that_is_down_gets_the_reminder_later(worker, endpoint, clock, wall, asked):
    clock.instant, endpoint.status = REMIND_AT, 503
    assert worker.remind() == 0
    endpoint.status = 200
    assert worker.remind() == 0, "it waits a while after a failure"
    wall.forward(LONGEST_PAUSE)
    assert worker.remind() == 1
    assert endpoint.keys == [SHIP_BY_KEY, SHIP_BY_KEY]
    assert worker.remind() == 0


def test_what_could_not_be_said_in_time_is_not_said_any_more(worker, endpoint, clock, wall, asked):
    clock.instant, endpoint.status = REMIND_AT, 503
    worker.remind()
    endpoint.status = 200
    clock.forward(timedelta(days=1))  # the date is over
    wall.forward(timedelta(days=1))
    assert worker.remind() == 0


def test_what_lost_its_sense_while_the_bot_was_down_is_not_said(worker, endpoint, clock, wall, asked, happens):
    clock.instant, endpoint.status = REMIND_AT, 503
    worker.remind()
    happens("dropped_off", REMIND_AT)
    endpoint.status = 200
    clock.forward(timedelta(hours=1))
    wall.forward(timedelta(hours=1))
    assert worker.remind() == 1
    assert endpoint.keys[-1].startswith("status:R1001:dropped_off:")


def test_a_worker_that_died_keeps_nothing_back(new_worker, endpoint, clock, wall, asked, wishes, reminders):
    clock.instant = REMIND_AT

    class Died(Exception):
        pass

    dying = new_worker()
    dying._chat = type("Chat", (), {"tell": lambda self, taken: (_ for _ in ()).throw(Died)})()
    with pytest.raises(Died):
        dying.remind()
    assert new_worker().remind() == 0
    wall.forward(LEASE)
    assert new_worker().remind() == 1
    assert endpoint.keys == [SHIP_BY_KEY]


YEARS = timedelta(days=3650)


def test_a_clock_that_jumps_ahead_and_back_says_no_reminder_twice_and_keeps_none_back(
    worker, endpoint, clock, wall, asked
):
    clock.instant = REMIND_AT
    wall.forward(YEARS)
    endpoint.status = 503
    assert worker.remind() == 0
    endpoint.status = 200
    wall.forward(-YEARS)
    assert worker.remind() == 1
    wall.forward(YEARS)
    assert worker.remind() == 0
    wall.forward(-YEARS)
    assert worker.remind() == 0
    assert endpoint.keys == [SHIP_BY_KEY, SHIP_BY_KEY]  # the one that failed, and the one that was said


def test_the_shops_clock_may_jump_past_a_date_and_back_before_it(worker, endpoint, clock, asked):
    clock.instant = REMIND_AT - timedelta(days=30)
    assert worker.remind() == 0
    clock.instant = REMIND_AT
    assert worker.remind() == 1
    clock.instant = REMIND_AT - timedelta(days=1)
    assert worker.remind() == 0
    clock.instant = REMIND_AT
    assert worker.remind() == 0
    assert endpoint.keys == [SHIP_BY_KEY]


def test_a_worker_that_died_while_the_clock_was_ahead_keeps_nothing_back(new_worker, endpoint, clock, wall, asked):
    clock.instant = REMIND_AT
    wall.forward(YEARS)
    dying = new_worker()
    dying._chat = type("Chat", (), {"tell": lambda self, taken: 1 / 0})()
    with pytest.raises(ZeroDivisionError):
        dying.remind()
    wall.forward(-YEARS)
    assert new_worker().remind() == 1
    assert endpoint.keys == [SHIP_BY_KEY]


def test_a_changed_status_is_said_once_and_then_known(worker, endpoint, clock, asked, happens, shop_engine):
    clock.instant = REMIND_AT
    happens("carrier_scan", REMIND_AT - timedelta(hours=1))
    assert worker.remind() == 1
    assert endpoint.keys == ["status:R1001:in_transit:20261013T120000.000000Z"]
    with shop_engine.begin() as connection:  # as `returndesk purge` does with old rows
        connection.execute(ReminderRow.__table__.delete())
    assert worker.remind() == 0


def test_a_promised_date_that_passes_is_said(worker, endpoint, clock, asked, happens):
    happens("dropped_off", ASKED_AT + timedelta(hours=1))
    clock.instant = ASKED_AT + timedelta(hours=2)
    worker.remind()
    clock.instant = ASKED_AT + timedelta(days=4)  # Monday is a holiday, so Wednesday's end
    assert worker.remind() == 1
    assert endpoint.keys[-1] == "passed:R1001:drop_off_update:2026-10-14"


def test_who_told_of_a_hand_in_is_not_reminded_of_it_until_they_take_it_back(
    worker, endpoint, clock, asked, shop_engine
):
    clock.instant = REMIND_AT
    with Session(shop_engine, future=True) as session:
        claim = {"dropped_off_at": REMIND_AT - timedelta(hours=3), "at": REMIND_AT}
        session.execute(insert(DropOffClaimRow).values(return_key="R1001", customer_id="ana", **claim))
        session.commit()
    assert worker.remind() == 0
    with Session(shop_engine, future=True) as session:
        taken_back = {**claim, "withdrawn": True}
        session.execute(insert(DropOffClaimRow).values(return_key="R1001", customer_id="ana", **taken_back))
        session.commit()
    assert worker.remind() == 1
    assert endpoint.keys[-1].startswith("ship_by:R1001:")


def test_after_the_money_has_arrived_and_was_told_the_wish_is_over(worker, endpoint, clock, wishes, asked, happens):
    clock.instant = REMIND_AT
    happens("refund_settled", REMIND_AT)
    assert worker.remind() == 1
    assert wishes.are_on(CHAT, "R1001")
    assert worker.remind() == 0
    assert not wishes.are_on(CHAT, "R1001")


def test_a_chat_that_is_gone_is_left_alone_after_some_hours(worker, endpoint, clock, wall, wishes, asked):
    clock.instant, endpoint.status = REMIND_AT, 404
    for _ in range(30):
        worker.remind()
        wall.forward(LONGEST_PAUSE)
    assert len(endpoint.asked) == 20
    assert not wishes.are_on(CHAT, "R1001")


def test_a_bot_that_takes_another_secret_loses_nobodys_wish(worker, endpoint, clock, wall, wishes, asked):
    clock.instant, endpoint.status = REMIND_AT, 401
    for _ in range(30):
        worker.remind()
        wall.forward(LONGEST_PAUSE)
    endpoint.status = 200
    assert worker.remind() == 1


def test_a_bot_that_is_down_is_not_asked_for_everybody(worker, endpoint, clock, wishes):
    for count in range(10):
        wishes.turn_on(f"telegram:{count}", "ana", [("R1001", KNOWN)], ASKED_AT)
    clock.instant, endpoint.status = REMIND_AT, 500
    assert worker.remind() == 0
    assert len(endpoint.asked) == 3
    endpoint.status = 200
    assert worker.remind() == 7


def test_two_chats_of_a_customer_are_both_reminded(worker, endpoint, clock, wishes):
    for chat in ("telegram:1", "web:2"):
        wishes.turn_on(chat, "ana", [("R1001", KNOWN)], ASKED_AT)
    clock.instant = REMIND_AT
    assert worker.remind() == 2
    assert sorted(endpoint.asked) == [("telegram:1", SHIP_BY_KEY), ("web:2", SHIP_BY_KEY)]


def test_who_turned_reminders_off_hears_nothing_and_on_again_nothing_twice(worker, endpoint, clock, wishes, asked):
    clock.instant = REMIND_AT
    assert wishes.turn_off(CHAT) == 1
    assert worker.remind() == 0
    wishes.turn_on(CHAT, "ana", [("R1001", KNOWN)], ASKED_AT)
    assert worker.remind() == 1
    wishes.turn_off(CHAT)
    wishes.turn_on(CHAT, "ana", [("R1001", KNOWN)], ASKED_AT)
    assert worker.remind() == 0


def test_a_chat_that_somebody_else_has_taken_over_hears_nothing_of_ana(
    worker, endpoint, clock, wishes, asked, shop_engine
):
    clock.instant = REMIND_AT
    assert Verifications(shop_engine).prove(CHAT, "R2001", "ben@example.com", REMIND_AT).verified is not None
    assert worker.remind() == 0
    assert not wishes.are_on(CHAT, "R1001")


def test_a_chat_that_was_signed_out_hears_nothing(worker, endpoint, clock, wishes, asked, shop_engine):
    clock.instant = REMIND_AT
    Verifications(shop_engine).forget(CHAT)
    assert worker.remind() == 0
    assert not wishes.any_on(CHAT)


def test_a_return_of_somebody_else_is_never_reminded_of(worker, endpoint, clock, wishes):
    wishes.turn_on(CHAT, "ana", [("R2001", KNOWN)], ASKED_AT)
    clock.instant = REMIND_AT
    assert worker.remind() == 0


def test_a_wish_ends_by_itself(worker, clock, wishes, asked):
    clock.forward(timedelta(days=121))
    worker.remind()
    assert not wishes.any_on(CHAT)


def test_who_asks_twice_has_asked_since_the_first_time(wishes, asked):
    wishes.turn_on(CHAT, "ana", [("R1001", "other")], ASKED_AT + timedelta(days=1))
    (waiting,) = wishes.waiting()
    assert (waiting.wish.since, waiting.wish.mark) == (ASKED_AT, KNOWN)


def test_only_the_chat_that_a_reminder_is_for_is_told_what_it_is_about(
    worker, endpoint, clock, wishes, reminders, asked
):
    clock.instant, endpoint.status = REMIND_AT, 503
    worker.remind()
    (reminder_id,) = endpoint.ids
    found = reminders.to_tell(CHAT, reminder_id)
    assert (found.number, found.kind.value, found.customer.id) == ("R1001", "ship_by", "ana")
    assert reminders.to_tell("telegram:78", reminder_id) is None
    assert reminders.to_tell(CHAT, reminder_id + 1) is None
    wishes.turn_off(CHAT)
    assert reminders.to_tell(CHAT, reminder_id) is None


def test_more_wishes_than_are_read_at_a_time_are_all_looked_at(worker, endpoint, clock, wishes, shop_engine):
    for count in range(230):
        wishes.turn_on(f"telegram:{count}", "ana", [("R1001", KNOWN)], ASKED_AT)
    assert len({waiting.conversation for waiting in wishes.waiting()}) == 230


def test_no_row_holds_more_than_it_must(worker, clock, asked, shop_engine):
    clock.instant = REMIND_AT
    worker.remind()
    with reading(shop_engine) as session:
        (row,) = session.execute(select(ReminderRow)).scalars()
        values = {column.name: getattr(row, column.name) for column in ReminderRow.__table__.columns}
    assert (values["tries"], values["lease"], values["trouble"]) == (1, None, None)
    assert "ana@example.com" not in str(values)
