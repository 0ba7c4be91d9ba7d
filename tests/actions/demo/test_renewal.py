"""Making a demo shop anew deletes what was agreed to, says what that is, and gives no number twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from actions.demo.demo_data import demo_document
from actions.demo.renewal import Loss, NotRenewed, loss, renew_demo
from actions.privacy.holdings import holdings
from actions.store.import_export.exchange import export_document, import_document

OTHER = {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}


@pytest.fixture
def later(now):
    return now + timedelta(days=1)


def left(engine):
    """The tables of what people said and did that are not empty."""
    with engine.connect() as connection:
        return [each.name for each in holdings() if connection.execute(select(each.table).limit(1)).first() is not None]


def test_what_goes_is_counted_by_kind(used, conversations, later):
    found = loss(used, conversations, later)
    assert (found.day, found.sender_ids) == (date(2026, 10, 16), ["web:ana"])
    assert (found.returns, found.events) == (1, 1)
    one_each = {"tickets", "drop_off_claims", "feedback", "verified_sessions", "conversation_links", "return_reasons"}
    assert {name: found.rows[name] for name in one_each} == dict.fromkeys(one_each, 1)
    assert found.rows["operations"] == 2


def test_counting_changes_nothing(used, conversations, later):
    before = export_document(used)
    loss(used, conversations, later)
    assert export_document(used) == before
    assert loss(used, conversations, later) == loss(used, conversations, later)


def test_afterwards_the_demo_shop_is_of_now_and_nothing_else_is_there(used, conversations, later):
    renew_demo(used, conversations, loss(used, conversations, later), later)
    assert export_document(used) == demo_document(later)
    assert left(used) == []
    assert conversations.sender_ids() == []


def test_the_numbers_of_tickets_and_returns_go_on(loaded_engine, conversations, visitor, later):
    before = visitor.opens_a_ticket(), visitor.starts_a_return()
    renew_demo(loaded_engine, conversations, loss(loaded_engine, conversations, later), later)
    after = visitor.opens_a_ticket(), visitor.starts_a_return()
    assert (before, after) == (("T1001", "R6007"), ("T1002", "R6008"))


def test_events_can_not_be_deleted_afterwards(used, conversations, later):
    renew_demo(used, conversations, loss(used, conversations, later), later)
    with pytest.raises(IntegrityError, match="append-only"), used.begin() as connection:
        connection.execute(text("DELETE FROM return_events"))


@pytest.mark.parametrize("deed", ["opens_a_ticket", "starts_a_return", "is_reported_on"])
def test_what_was_added_since_it_was_counted_is_not_deleted(loaded_engine, conversations, visitor, later, deed):
    visitor.says()
    agreed = loss(loaded_engine, conversations, later)
    getattr(visitor, deed)()
    before = export_document(loaded_engine), left(loaded_engine)
    with pytest.raises(NotRenewed, match="changed meanwhile"):
        renew_demo(loaded_engine, conversations, agreed, later)
    assert (export_document(loaded_engine), left(loaded_engine)) == before
    assert conversations.sender_ids() == ["web:ana"]


def test_a_store_with_customers_of_another_shop_is_refused(used, conversations, later):
    agreed = loss(used, conversations, later)
    import_document(used, {"customers": [OTHER]})
    before = export_document(used)
    for attempt in (loss, lambda *of: renew_demo(*of[:2], agreed, later)):
        with pytest.raises(NotRenewed, match="another shop"):
            attempt(used, conversations, later)
    assert export_document(used) == before
    assert conversations.sender_ids() == ["web:ana"]


def test_an_empty_store_loses_nothing_and_gets_the_demo_shop(engine, conversations, now):
    found = loss(engine, conversations, now)
    assert found == Loss(None, [], 0, 0, {})
    renew_demo(engine, conversations, found, now)
    assert export_document(engine) == demo_document(now)
