"""What the shop's systems tell is forgotten and purged as all else, and brings nobody back who was forgotten."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.import_export.document import parsed, records_in
from actions.store.import_export.exchange import ImportFailed, export_document, update_records
from actions.store.import_export.rows import rows_of
from actions.store.tables.changes import WaitingChangeRow
from actions.store.updates.candidates import Candidate, Result
from actions.store.updates.deliveries import Change, Deliveries
from core.database.sessions import snapshot

ANA = "demo-ana"
MONTH = timedelta(days=30)


@pytest.fixture
def deliver(loaded_engine, now):
    """Delivers a record, and gives what came of it."""
    sent = []

    def run(section, record, at=now):
        rows = rows_of(parsed(section, record))
        body = json.loads(json.dumps(rows.body, default=str))
        sent.append(section)
        changes = [Change(section, Candidate(rows.key, rows.refers, body, at))]
        return Deliveries(loaded_engine).take(f"d{len(sent)}", "digest", changes, at).answer["results"][0]

    return run


@pytest.fixture
def forgotten(loaded_engine, conversations):
    """Ana's records as they were, once she was forgotten."""
    before = export_document(loaded_engine, ANA)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, ANA))
    return before


def test_an_order_of_somebody_who_was_forgotten_is_not_changed_and_the_reason_names_nobody(forgotten, deliver):
    answer = deliver("orders", forgotten["orders"][0])
    assert answer["result"] == Result.REFUSED.value
    assert answer["reason"] == "customer: whoever placed this order was forgotten; leave the order out"


def test_a_file_that_still_has_them_brings_them_back_in_no_part(forgotten, loaded_engine, now):
    held = export_document(loaded_engine)
    with pytest.raises(ImportFailed, match="was forgotten; leave the order out"):
        update_records(loaded_engine, records_in(forgotten), now)
    assert export_document(loaded_engine) == held


def test_their_returns_go_on_without_a_tracking_number(forgotten, deliver, loaded_engine):
    known = next(each for each in forgotten["returns"] if each["tracking_number"])
    refunded = {"type": "refund_settled", "at": "2026-10-16T08:00:00Z"}
    assert deliver("returns", {**known, "events": [refunded]})["result"] == Result.UPDATED.value
    (found,) = [each for each in export_document(loaded_engine)["returns"] if each["number"] == known["number"]]
    assert (found["tracking_number"], found["events"][-1]) == (None, refunded)


def test_an_order_that_waits_for_its_customer_is_forgotten_with_them(deliver, loaded_engine, conversations):
    order = export_document(loaded_engine)["orders"][0]
    waits = deliver("orders", {**order, "number": "8120034500099999", "customer": "demo-zoe"})
    assert waits["result"] == Result.WAITS.value
    held = held_about(loaded_engine, conversations, "demo-zoe")
    assert held.rows == {"waiting_changes": 1}
    forget(loaded_engine, conversations, held)
    assert held_about(loaded_engine, conversations, "demo-zoe").rows == {}


def test_a_return_that_waits_for_such_an_order_goes_with_it_whichever_came_first(deliver, loaded_engine, conversations):
    document = export_document(loaded_engine)
    order = {**document["orders"][0], "number": "8120034500099999", "customer": "demo-zoe"}
    for number, waits_for in (("R90001", order), ("R90002", {**order, "number": "8120034500099998"})):
        request = {**document["returns"][0], "number": number, "order": waits_for["number"]}
        assert deliver("returns", request)["result"] == Result.WAITS.value
    assert deliver("orders", order)["result"] == Result.WAITS.value
    another = {**document["returns"][0], "number": "R90003", "order": order["number"]}
    assert deliver("returns", another)["result"] == Result.WAITS.value
    held = held_about(loaded_engine, conversations, "demo-zoe")
    assert held.rows == {"waiting_changes": 3}
    forget(loaded_engine, conversations, held)
    assert held_about(loaded_engine, conversations, "demo-zoe").rows == {}
    with snapshot(loaded_engine) as connection:
        # Whose that is nobody knows before its order comes.
        assert connection.execute(select(WaitingChangeRow.key)).scalars().all() == ["R90002"]


def test_deliveries_and_what_waits_are_purged_by_their_age(deliver, loaded_engine, conversations, now):
    order = export_document(loaded_engine)["orders"][0]
    for number, at in enumerate((now - 2 * MONTH, now)):
        deliver("orders", {**order, "number": f"812003450009999{number}", "customer": "demo-zoe"}, at)
    found = outdated(loaded_engine, conversations, now - MONTH)
    assert found.rows == {"change_deliveries": 1, "waiting_changes": 1}
    purge(loaded_engine, conversations, found, now)
    assert outdated(loaded_engine, conversations, now - MONTH).rows == {}
    rows = outdated(loaded_engine, conversations, now + MONTH).rows
    assert (rows["change_deliveries"], rows["waiting_changes"]) == (1, 1)
