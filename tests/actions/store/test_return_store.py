"""The store finds what belongs to a customer, nothing of anyone else's, and by index."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from contract_documents import example_document
from signed_in import records_of
from sqlalchemy import event

from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import export_document, import_document, update_records
from actions.store.tables.identity import RefusedTryRow, VerifiedSessionRow
from actions.store.tables.shop import CustomerRow, EventRow, ItemRow, OrderRow, ReturnItemRow, ReturnRow
from actions.store.wishes_to_forget import WishesToForget
from core.database.errors import UnknownReturn
from core.database.remembered_reads import remembering
from policy.model import Customer, EventType, Item, Money, RefundTerms, ReturnEvent, Shipping


def test_a_session_that_has_proven_a_customer_finds_that_one(records):
    assert records("demo-ana").customer() == Customer("demo-ana", "ana@example.com", "ES", "Europe/Madrid", "en")


def test_a_session_that_claims_an_unknown_customer_finds_nothing(records):
    assert records("demo-zoe").customer() is None
    assert records("demo-zoe").orders() == ()
    assert records("demo-zoe").returns() == ()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Kettle, 20% off at kettle-deals.shop/now", "Kettle, 20% off at"),
        ("Kettle \u2066red\u2069", "Kettle red"),
        ("https://kettle.example", "…"),
        ("Kettle " * 60, "Kettle Kettle Kettle Kettle Kettle Kettle Kettle Kettle Kettle Kettle Kettle…"),
        ("Kettle [red](big) _new_ <i>", "Kettle [red](big) _new_ <i>"),
    ],
    ids=["address", "turned", "address alone", "long", "markup"],
)
def test_a_title_is_a_short_name_and_leads_nowhere(engine, now, title, shown):
    document = example_document()
    document["orders"][0]["items"][0]["title"] = title
    document["returns"][0]["carrier"] = title[:100]
    import_document(engine, document)
    found = records_of(engine, "C1", now).return_request("R1001")
    assert [item.title for item in found.items] == [shown]
    assert found.carrier == ("" if shown == "…" else shown)
    assert records_of(engine, "C1", now).order("8120034500012345").items[0].title == shown


def test_a_return_comes_with_its_order_its_items_and_its_events(engine, now):
    import_document(engine, example_document())
    found = records_of(engine, "C1", now).return_request("R1001")
    lamp = Item("I1", "Desk lamp", "Home & Garden", Money(Decimal("12.50"), "EUR"), True, 15)
    assert found is not None
    assert found.number == "R1001"
    assert found.order.number == "8120034500012345"
    assert found.order.customer_id == "C1"
    assert found.order.placed_at == datetime(2026, 10, 1, 9, tzinfo=timezone.utc)
    assert found.order.received_at == datetime(2026, 10, 15, 12, tzinfo=timezone.utc)
    assert (found.order.ship_from, found.order.ship_to) == ("CN", "ES")
    assert found.order.items == found.items == (lamp,)
    assert found.shipping is Shipping.FREE_LABEL
    assert (found.tracking_number, found.carrier) == ("LP00123", "Correos")
    assert found.refund == RefundTerms(Money(Decimal("12.50"), "EUR"), "card")
    assert found.events == (ReturnEvent(EventType.REQUESTED, datetime(2026, 10, 16, 8, tzinfo=timezone.utc)),)


def test_returned_items_keep_the_order_in_which_they_were_named(engine, now):
    document = example_document()
    line = document["orders"][0]["items"][0]
    document["orders"][0]["items"] = [{**line, "id": name} for name in ("I1", "I2", "I3")]
    document["returns"][0]["items"] = ["I3", "I1"]
    import_document(engine, document)
    found = records_of(engine, "C1", now).return_request("R1001")
    assert [item.id for item in found.items] == ["I3", "I1"]
    assert [item.id for item in found.order.items] == ["I1", "I2", "I3"]


@pytest.mark.parametrize(
    "written", ["8120034500012345", "8120 0345 0001 2345", "8120-0345–0001—2345", " 81200345 00012345 "]
)
def test_an_order_is_found_however_its_number_is_written(records, written):
    assert records("demo-ana").order(written).number == "8120034500012345"
    assert [found.number for found in records("demo-ana").returns_of_order(written)] == ["R1001"]


@pytest.mark.parametrize("written", ["R1001", "r1001", "R 1001", "r-10-01", "Ｒ１００１"])
def test_a_return_is_found_however_its_number_is_written(records, written):
    assert records("demo-ana").return_request(written).number == "R1001"


@pytest.mark.parametrize(
    "written", ["", "R", "R1001x", "R1001'", "R1001\x00", "\ud800", "R1001" * 10_000, "%", "R100_"]
)
def test_what_is_no_number_of_the_customers_finds_nothing(records, written):
    assert records("demo-ana").return_request(written) is None
    assert records("demo-ana").order(written) is None
    assert records("demo-ana").returns_of_order(written) == ()


def test_another_customers_records_are_not_found(records):
    assert records("demo-ben").return_request("R1001") is None
    assert records("demo-ben").order("8120034500012345") is None
    assert records("demo-ben").returns_of_order("8120034500012345") == ()


def test_orders_come_newest_first(records):
    placed = [order.placed_at for order in records("demo-ana").orders()]
    assert len(placed) == 6
    assert placed == sorted(placed, reverse=True)


def test_returns_come_newest_first_by_their_first_event(records):
    assert [found.number for found in records("demo-ana").returns()] == ["R1003", "R1001", "R1002"]


def test_a_return_whose_events_arrived_out_of_order_is_dated_by_its_earliest(store, records, now):
    store.append_event("R1003", ReturnEvent(EventType.CARRIER_SCAN, now - timedelta(days=100)))
    assert [found.number for found in records("demo-ana").returns()] == ["R1001", "R1002", "R1003"]


def test_a_return_without_events_is_as_old_as_its_order(engine, now):
    document = example_document()
    first = document["returns"][0]
    document["returns"] = [{**first, "number": "R1", "events": []}, first]
    import_document(engine, document)
    assert [found.number for found in records_of(engine, "C1", now).returns()] == ["R1001", "R1"]


def test_returns_of_the_same_instant_come_latest_record_first(engine, now):
    document = example_document()
    document["returns"] += [{**document["returns"][0], "number": number} for number in ("R1002", "R1003")]
    import_document(engine, document)
    assert [found.number for found in records_of(engine, "C1", now).returns()] == ["R1003", "R1002", "R1001"]


@pytest.mark.parametrize("customer", ["demo-ana", "demo-ben"])
def test_what_one_message_has_read_answers_each_look_up_as_a_statement_would(loaded_engine, records, customer):
    mine = records(customer)
    numbers = [found.number for found in mine.returns()], [found.number for found in mine.orders()]
    numbers = [*numbers[0], *numbers[1], "R3001", "nothing"]

    def look_up(number):
        return mine.return_request(number), mine.order(number), mine.returns_of_order(number)

    alone = [look_up(f" {number.lower()}") for number in numbers]
    all_alone = (mine.orders(), mine.returns())
    asked = []
    event.listen(loaded_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with remembering():
        all_of_them = (mine.orders(), mine.returns())
        assert all_of_them == all_alone
        assert asked
        asked.clear()
        assert [look_up(f" {number.lower()}") for number in numbers] == alone
        assert (mine.orders(), mine.returns()) == all_of_them
        assert asked == []


def test_a_message_finds_what_it_has_added_itself(records, now):
    mine = records("demo-ana")
    with remembering():
        before = mine.return_request("R1001")
        mine.append_event("R1001", ReturnEvent(EventType.DROPPED_OFF, now))
        assert mine.return_request("R1001").events == (*before.events, ReturnEvent(EventType.DROPPED_OFF, now))


def test_an_appended_event_comes_last_with_its_microseconds(store, records, now):
    appended = ReturnEvent(EventType.CARRIER_SCAN, now + timedelta(microseconds=1))
    before = records("demo-ana").return_request("R1001").events
    store.append_event("r 1001", appended)
    assert records("demo-ana").return_request("R1001").events == (*before, appended)


def test_an_event_reported_twice_is_recorded_twice(store, records, now):
    before = records("demo-ana").return_request("R1001").events
    for _ in range(2):
        store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    assert len(records("demo-ana").return_request("R1001").events) == len(before) + 2


def test_an_events_instant_is_read_back_in_utc_whatever_zone_it_came_in(store, records):
    tokyo = timezone(timedelta(hours=9))
    store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, datetime(2026, 10, 17, 1, tzinfo=tokyo)))
    stored = records("demo-ana").return_request("R1001").events[-1].at
    assert stored.isoformat() == "2026-10-16T16:00:00+00:00"


def test_an_event_of_an_unknown_return_is_refused_by_its_number(store, now):
    with pytest.raises(UnknownReturn, match="return R9999 is not in the store"):
        store.append_event("R9999", ReturnEvent(EventType.CARRIER_SCAN, now))


def test_an_event_without_a_time_zone_is_refused(store):
    with pytest.raises(ValueError, match="has no time zone"):
        store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, datetime(2026, 10, 16)))  # noqa: DTZ001


@pytest.mark.embedded("these are SQLite's plans; PostgreSQL's depend on how much is in the store")
def test_every_look_up_is_served_by_an_index(loaded_engine, store, records, verifications, now):
    plans, document = [], export_document(loaded_engine)

    def explain(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            values = parameters[0] if executemany else parameters
            plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend((statement, row[-1]) for row in plan)

    event.listen(loaded_engine, "before_cursor_execute", explain)
    records("demo-ana").customer()
    records("demo-ana").order("8120034500012345")
    records("demo-ana").orders()
    records("demo-ana").return_request("R1001")
    records("demo-ana").returns()
    records("demo-ana").returns_of_order("8120034500012345")
    store.append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    records("demo-ana").append_event("R1001", ReturnEvent(EventType.CARRIER_SCAN, now))
    verifications.prove("session", "R1001", "ana@example.com", now)
    verifications.prove("session", "R1001", "ben@example.com", now, "client")
    verifications.verified("session", now)
    verifications.verified("session", now + timedelta(minutes=5))
    verifications.sign_in("session", "demo-ana", None, now, now)
    verifications.forget("session")
    verifications.purge(now)
    update_records(loaded_engine, records_in(document), now)
    WishesToForget(loaded_engine).asked()

    assert len({statement for statement, _ in plans}) >= 14
    # The schema's version is a table of one row.
    scans = [(statement, step) for statement, step in plans if step.startswith("SCAN") and "alembic" not in step]
    assert scans == []
    # SQLite gives the indexes of primary keys and unique columns names of its own.
    used = {word for _, step in plans for word in step.split() if word.startswith("ix_")}
    looked_up = (CustomerRow, OrderRow, ItemRow, ReturnRow, ReturnItemRow, EventRow, VerifiedSessionRow, RefusedTryRow)
    named = {index.name for row in looked_up for index in row.__table__.indexes}
    # The database alone uses it, for the foreign key, when an item is taken out of an order; no plan tells that.
    assert used >= named - {"ix_return_items_item"}
