"""The demo shop shows every case there is, whatever day it is opened on."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_in import records_of

from actions.demo.demo_data import demo_document, demo_scans
from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import export_document, import_document
from core.clock import parse_instant
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.facts import load_facts
from policy.fees import FeeKind, next_return_fee
from policy.model import CarrierScan, ScanKind
from policy.model import EventType as Kind
from policy.status import Status, return_state
from policy.window import WindowKind, return_window

CUSTOMERS = [f"demo-{name}" for name in ("ana", "ben", "chloe", "dmitri", "emma", "felix")]

any_now = given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2060, 12, 31), timezones=st.just(timezone.utc))  # noqa: DTZ001
)
# The first minutes of months, years and summer time, in Rome and far from it.
awkward_nows = pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 10, 31, 23, 0, tzinfo=timezone.utc),
        datetime(2026, 10, 31, 23, 0, 1, tzinfo=timezone.utc),
        datetime(2026, 12, 31, 22, 59, 59, 999_999, tzinfo=timezone.utc),
        datetime(2027, 3, 28, 0, 59, tzinfo=timezone.utc),
        datetime(2027, 3, 28, 1, 0, tzinfo=timezone.utc),
        datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc),
        datetime(2028, 2, 29, 12, 0, tzinfo=timezone(timedelta(hours=14))),
        datetime(2028, 3, 1, 0, 0, tzinfo=timezone(timedelta(hours=-12))),
    ],
)


def scans_of(tracking_number, now):
    return tuple(
        CarrierScan(ScanKind(scan["kind"]), parse_instant(scan["at"]), scan["place"])
        for scan in demo_scans(now).get(tracking_number, [])
    )


def instants(value):
    """Every instant that stands anywhere in a document."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in {"at", "placed_at", "received_at"} and part is not None:
                yield parse_instant(part)
            else:
                yield from instants(part)
    elif isinstance(value, list):
        for part in value:
            yield from instants(part)


def test_a_return_stands_in_every_status_there_is(records, now):
    stand = {
        return_state(found.events, now).status: found.number for name in CUSTOMERS for found in records(name).returns()
    }
    assert set(stand) == set(Status)


def test_events_of_every_type_have_happened(now):
    happened = {event["type"] for found in demo_document(now)["returns"] for event in found["events"]}
    assert happened == {kind.value for kind in Kind}


@settings(deadline=None)
@any_now
def test_whatever_the_day_nothing_has_happened_yet_that_lies_ahead(now):
    assert max(instants(demo_document(now))) <= now
    assert max(instants(demo_scans(now))) <= now


@settings(deadline=None, max_examples=30)
@any_now
def test_whatever_the_day_every_event_follows_the_one_before_and_the_order_it_is_about(now):
    document = demo_document(now)
    orders = {order["number"]: order for order in document["orders"]}
    for found in document["returns"]:
        order = orders[found["order"]]
        moments = [parse_instant(event["at"]) for event in found["events"]]
        assert moments == sorted(moments)
        assert parse_instant(order["placed_at"]) < parse_instant(order["received_at"]) < moments[0]


@settings(deadline=None, max_examples=30)
@any_now
def test_whatever_the_day_the_document_is_valid_and_in_its_canonical_form(now):
    sections = Counter(section for section, _, _ in records_in(demo_document(now)))
    assert (sections["customers"], sections["returns"]) == (6, 19)


@awkward_nows
def test_at_awkward_hours_the_demo_is_imported_as_it_is(engine, now):
    import_document(engine, demo_document(now))
    assert export_document(engine) == demo_document(now)


@awkward_nows
def test_at_awkward_hours_emma_has_used_her_five_free_returns_of_the_month(engine, now):
    import_document(engine, demo_document(now))
    emmas = records_of(engine, "demo-emma", now)
    fee = next_return_fee(emmas.returns(), emmas.order("8120034500050006"), now, load_facts(), "Europe/Rome")
    assert (fee.kind, fee.used_this_month, fee.used_on_order) == (FeeKind.MONTH_USED, 5, 0)


@awkward_nows
def test_at_awkward_hours_anas_parcel_was_dropped_off_yesterday(engine, now):
    import_document(engine, demo_document(now))
    dropped_off = records_of(engine, "demo-ana", now).return_request("R1001").events[-1]
    madrid = ZoneInfo("Europe/Madrid")
    assert dropped_off.type is Kind.DROPPED_OFF
    assert dropped_off.at.astimezone(madrid).date() == now.astimezone(madrid).date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("customer_id", "number", "kind"),
    [
        ("demo-ana", "R1001", DropOffKind.WAIT),
        ("demo-ana", "R1003", DropOffKind.NO_DROP_OFF),
        ("demo-ben", "R2001", DropOffKind.LATE),
        ("demo-dmitri", "R4001", DropOffKind.LOST),
        ("demo-felix", "R6001", DropOffKind.DELIVERED),
        ("demo-felix", "R6002", DropOffKind.RECEIVED),
        ("demo-chloe", "R3003", DropOffKind.CLOSED),
    ],
)
def test_the_drop_off_page_has_something_to_say_about_each_case(records, now, customer_id, number, kind):
    found = records(customer_id).return_request(number)
    outlook = drop_off_outlook(
        found, records(customer_id).customer(), scans_of(found.tracking_number, now), now, load_facts()
    )
    assert outlook.kind is kind


def test_anas_page_should_change_by_monday(records, now):
    found = records("demo-ana").return_request("R1001")
    outlook = drop_off_outlook(
        found, records("demo-ana").customer(), scans_of(found.tracking_number, now), now, load_facts()
    )
    # Dropped off on Thursday 15 October 2026: Friday and Monday are the two working days.
    assert outlook.due.astimezone(ZoneInfo("Europe/Madrid")).date() == date(2026, 10, 19)


def test_ana_has_an_item_for_every_kind_of_window(records, now):
    kinds = {
        return_window(order, item, now, load_facts(), "Europe/Madrid").kind
        for order in records("demo-ana").orders()
        for item in order.items
    }
    assert kinds == set(WindowKind)


def test_the_free_label_of_one_of_anas_orders_is_used_while_items_remain(records, now):
    order = records("demo-ana").order("8120034500012347")
    fee = next_return_fee(records("demo-ana").returns(), order, now, load_facts(), "Europe/Madrid")
    assert (fee.kind, fee.first_return_number) == (FeeKind.ORDER_USED, "R1003")
    assert len(order.items) == 3


def test_every_window_length_is_for_sale(now):
    windows = {item["return_window_days"] for order in demo_document(now)["orders"] for item in order["items"]}
    assert windows == {7, 15, 30, None}


def test_order_numbers_have_sixteen_digits_and_return_numbers_a_letter(now):
    document = demo_document(now)
    assert all(len(order["number"]) == 16 and order["number"].isdigit() for order in document["orders"])
    assert all(found["number"][0] == "R" and found["number"][1:].isdigit() for found in document["returns"])


def test_every_scanned_parcel_belongs_to_a_return(now):
    assert set(demo_scans(now)) <= {found["tracking_number"] for found in demo_document(now)["returns"]}


def test_a_now_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        demo_document(datetime(2026, 10, 16))  # noqa: DTZ001
