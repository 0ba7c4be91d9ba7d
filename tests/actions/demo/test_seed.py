"""Seeding fills a store and moves an unused demo shop along; it never takes away what anybody wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from actions.demo.demo_data import demo_document
from actions.demo.seed import Seeding, seed_demo
from actions.demo.stored_demo import StoredDemo
from actions.help_desk.tickets import Tickets
from actions.privacy.forgetting import forget, held_about
from actions.store.import_export.exchange import export_document, import_document
from actions.store.tables.all_tables import shop
from core.database.sessions import writing_connection

TODAY = date(2026, 10, 16)
WRITTEN, CURRENT, KEPT = Seeding(written=True), Seeding(written=False), Seeding(written=False, kept_from=TODAY)
DEEDS = ["says", "proves", "is_refused", "notes_a_hand_in", "starts_a_return", "opens_a_ticket", "rates"]


def rows(engine):
    """All that a store holds, by table."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in shop.Base.metadata.sorted_tables
        }


def test_an_empty_store_is_filled_also_where_there_is_none_yet(new_store, now):
    assert seed_demo(new_store, now) == WRITTEN
    assert export_document(new_store) == demo_document(now)


def test_filling_again_at_the_same_instant_changes_nothing(loaded_engine, conversations, now):
    before = rows(loaded_engine)
    assert seed_demo(loaded_engine, now, conversations) == CURRENT
    assert rows(loaded_engine) == before


@pytest.mark.parametrize("passed", [timedelta(hours=2), timedelta(days=9), timedelta(days=-3)])
def test_a_demo_shop_that_nobody_has_used_gets_the_dates_of_now(loaded_engine, conversations, now, passed):
    assert seed_demo(loaded_engine, now + passed, conversations) == WRITTEN
    assert export_document(loaded_engine) == demo_document(now + passed)


@pytest.mark.parametrize("deed", [*DEEDS, "is_reported_on"])
def test_a_demo_shop_that_anybody_has_used_stays_as_it_is(loaded_engine, conversations, visitor, now, deed):
    getattr(visitor, deed)()
    before = rows(loaded_engine)
    assert seed_demo(loaded_engine, now + timedelta(days=9), conversations) == KEPT
    assert rows(loaded_engine) == before
    assert bool(conversations.sender_ids()) == (deed == "says")


def test_nothing_of_all_that_may_be_in_a_demo_shop_goes(used, conversations, now):
    before = rows(used)
    assert seed_demo(used, now + timedelta(days=1), conversations) == KEPT
    assert rows(used) == before
    assert before["drop_off_claims"]
    assert before["tickets"]
    assert before["feedback"]


def test_on_the_same_day_there_is_nothing_to_say_about_a_demo_shop_in_use(used, conversations, now):
    assert seed_demo(used, now + timedelta(hours=3), conversations) == CURRENT


@pytest.mark.parametrize("days", [1, 10, 200, 400])
def test_the_day_of_an_older_demo_shop_is_known_also_across_summer_time(used, conversations, now, days):
    assert seed_demo(used, now + timedelta(days=days), conversations) == KEPT


def test_a_demo_shop_whose_customer_was_forgotten_stays(loaded_engine, conversations, now):
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, "demo-ana"))
    before = rows(loaded_engine)
    assert seed_demo(loaded_engine, now + timedelta(days=9), conversations) == KEPT
    assert rows(loaded_engine) == before


def test_a_store_with_other_customers_is_left_alone(loaded_engine, now):
    other = {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
    import_document(loaded_engine, {"customers": [other]})
    before = rows(loaded_engine)
    assert seed_demo(loaded_engine, now + timedelta(days=9)) == CURRENT
    assert rows(loaded_engine) == before


def test_events_can_not_be_deleted_after_the_dates_have_moved(loaded_engine, now):
    seed_demo(loaded_engine, now + timedelta(days=9))
    for statement in ("DELETE FROM return_events", "UPDATE return_events SET type = 'approved'"):
        with pytest.raises(IntegrityError, match="append-only"), loaded_engine.begin() as connection:
            connection.execute(text(statement))


def test_a_refresh_that_fails_leaves_the_demo_shop_and_its_guard(loaded_engine, now):
    before = rows(loaded_engine)
    with pytest.raises(RuntimeError), writing_connection(loaded_engine) as connection:
        StoredDemo(connection, now + timedelta(days=9)).put_anew()
        raise RuntimeError
    assert rows(loaded_engine) == before
    with pytest.raises(IntegrityError, match="append-only"), loaded_engine.begin() as connection:
        connection.execute(text("DELETE FROM return_events"))


def test_numbers_go_on_after_everything_was_purged_and_the_dates_have_moved(loaded_engine, conversations, visitor, now):
    first = visitor.opens_a_ticket()
    with writing_connection(loaded_engine) as connection:
        connection.execute(delete(shop.Base.metadata.tables["tickets"]))
    assert seed_demo(loaded_engine, now + timedelta(days=1), conversations) == WRITTEN
    assert (first, visitor.opens_a_ticket()) == ("T1001", "T1002")
    assert Tickets(loaded_engine).get(first) is None
