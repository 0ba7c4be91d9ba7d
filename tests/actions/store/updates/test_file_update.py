"""A file whose records are there already brings them up to date, or is refused as a whole."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta, timezone
from itertools import permutations

import pytest
from contract_documents import example_document
from sqlalchemy.orm import Session

from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import ImportFailed, export_document, import_document, update_records
from actions.store.return_numbers import next_return_number

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
APPROVED = {"type": "approved", "at": "2026-10-17T08:00:00Z"}
SCANNED = {"type": "carrier_scan", "at": "2026-10-19T18:30:00Z"}
REFUNDED = {"type": "refund_issued", "at": "2026-10-20T09:00:00Z"}


def updated(engine, document, as_of=NOW, **options):
    return update_records(engine, records_in(document), as_of, **options)


def changed(path, value):
    """The example with one thing said otherwise."""
    document = example_document()
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


@pytest.fixture
def shop(engine):
    """A store that holds the example."""
    import_document(engine, example_document())
    return engine


def test_the_same_file_again_changes_nothing(shop):
    summary = updated(shop, example_document())
    assert (summary.unchanged, summary.events) == (3, 0)
    assert not summary.added
    assert not summary.updated
    assert export_document(shop) == example_document()


def test_an_empty_store_takes_all_of_a_file(engine):
    summary = updated(engine, example_document())
    assert dict(summary.added) == {"customers": 1, "orders": 1, "returns": 1}
    assert export_document(engine) == example_document()


def test_new_events_are_appended_to_those_that_are_there(shop):
    document = example_document()
    document["returns"][0]["events"] = [SCANNED, *document["returns"][0]["events"], APPROVED]
    assert updated(shop, document).events == 2
    held = export_document(shop)["returns"][0]["events"]
    assert held == [*example_document()["returns"][0]["events"], SCANNED, APPROVED]


def test_an_event_that_a_file_leaves_out_stays(shop):
    document = example_document()
    document["returns"][0]["events"] = [APPROVED]
    updated(shop, document)
    assert len(export_document(shop)["returns"][0]["events"]) == 2


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("customers", 0, "email"), "new@b.example"),
        (("customers", 0, "region"), "ES-MD"),
        (("customers", 0, "locale"), "es"),
        (("orders", 0, "received_at"), None),
        (("orders", 0, "placed_at"), "2026-10-01T09:12:33Z"),
        (("orders", 0, "ship_to"), "PT"),
        (("orders", 0, "items", 0, "price"), "11.00"),
        (("orders", 0, "items", 0, "quantity"), 3),
        (("returns", 0, "tracking_number"), "LP00999"),
        (("returns", 0, "carrier"), None),
        (("returns", 0, "refund", "amount"), "10.00"),
    ],
)
def test_what_may_change_is_changed_and_named_without_its_value(shop, path, value):
    document = changed(path, value)
    summary = updated(shop, document)
    assert export_document(shop) == document
    assert summary.updated.total() == 1
    assert summary.examples[0].startswith(f"{path[0]}[0] ")
    assert f"{value}" not in summary.examples[0].partition(": ")[2]


def test_an_order_gets_another_item_and_loses_one_that_no_return_sends_back(shop):
    document = example_document()
    mug = {**document["orders"][0]["items"][0], "id": "I2", "title": "Tea mug"}
    document["orders"][0]["items"].append(mug)
    updated(shop, document)
    assert export_document(shop)["orders"][0]["items"][1] == mug
    updated(shop, example_document())
    assert export_document(shop) == example_document()


def with_another_customer():
    document = changed(("orders", 0, "customer"), "C2")
    document["customers"].append({**document["customers"][0], "id": "C2"})
    return document


def with_another_order():
    document = example_document()
    document["orders"].append({**document["orders"][0], "number": "8120034500019999"})
    document["returns"][0]["order"] = "8120034500019999"
    return document


def with_other_items():
    document = example_document()
    document["orders"][0]["items"].append({**document["orders"][0]["items"][0], "id": "I2"})
    document["returns"][0]["items"] = ["I2"]
    return document


def without_the_item_sent_back():
    document = example_document()
    document["orders"][0]["items"][0]["id"] = "I2"
    del document["returns"]
    return document


CONTRADICTIONS = [
    (
        with_another_customer(),
        "orders[0] 8120034500012345: customer: the order is another customer's in the store and stays so; "
        "send it with their id",
    ),
    (
        with_another_order(),
        "returns[0] R1001: order: the return is one of another order in the store; give this one another number",
    ),
    (
        with_other_items(),
        "returns[0] R1001: items: are others than recorded, and what a return sends back does not change; "
        "send those that are recorded, or cancel it and send another return",
    ),
    (
        without_the_item_sent_back(),
        "orders[0] 8120034500012345: items: item I1 is left out, and a return sends it back; send the order with it",
    ),
    (
        changed(("returns", 0, "events"), [{"type": "requested", "at": "2026-10-16T09:00:00Z"}]),
        "returns[0] R1001: events[0].at: the return was requested at 2026-10-16T08:00:00Z, and recorded events never "
        "change; send that time, or leave the event out",
    ),
    (
        changed(("returns", 0, "events"), [APPROVED, {"type": "dropped_off", "at": "2026-09-30T10:00:00Z"}]),
        "returns[0] R1001: events[1].at: dropped_off is before the order was placed; "
        "send the time at which it happened",
    ),
    (
        changed(("returns", 0, "events"), [APPROVED, {**APPROVED, "type": "rejected"}]),
        "returns[0] R1001: events[1].type: rejected contradicts approved, which is recorded at the same time; "
        "send the time of each",
    ),
    (
        changed(("returns", 0, "order"), "8120034500019999"),
        "returns[0] R1001: order: the return is one of another order in the store; give this one another number",
    ),
]


@pytest.mark.parametrize(("document", "reason"), CONTRADICTIONS)
def test_a_contradiction_is_named_with_its_field_and_remedy_and_nothing_is_written(shop, document, reason):
    document = deepcopy(document)
    document["customers"].append({**document["customers"][0], "id": "C7"})
    with pytest.raises(ImportFailed) as failure:
        updated(shop, document)
    assert str(failure.value) == f"import: {reason}; nothing was imported"
    assert export_document(shop) == example_document()


def test_a_new_return_of_an_order_that_nobody_knows_refuses_the_file(engine):
    document = example_document()
    del document["orders"]
    with pytest.raises(ImportFailed, match=r"returns\[0\] R1001: order: 8120034500012345 is not in the store; send"):
        updated(engine, document)
    assert not any(export_document(engine).values())


def test_a_dry_run_says_the_same_and_writes_nothing(shop):
    document = changed(("returns", 0, "events"), [APPROVED, SCANNED])
    summary = updated(shop, document, dry_run=True)
    assert summary.examples == ["returns[0] R1001: 2 more events"]
    assert export_document(shop) == example_document()


def test_an_older_state_brings_its_events_and_changes_nothing_else(shop):
    newer = changed(("orders", 0, "received_at"), "2026-10-14T12:00:00Z")
    updated(shop, newer, as_of=NOW)
    older = changed(("returns", 0, "events"), [APPROVED])
    older["orders"][0]["received_at"] = None
    updated(shop, older, as_of=NOW - timedelta(hours=1))
    held = export_document(shop)
    assert held["orders"] == newer["orders"]
    assert APPROVED in held["returns"][0]["events"]


def test_states_come_to_the_same_in_whatever_order_they_arrive(shop, fresh_store):
    states = []
    for hour, (event, carrier) in enumerate([(APPROVED, "Correos"), (SCANNED, "SEUR"), (REFUNDED, "MRW")]):
        document = changed(("returns", 0, "events"), [event])
        document["returns"][0]["carrier"] = carrier
        document["orders"][0]["ship_from"] = ["CN", "DE", "PL"][hour]
        states.append((document, NOW + timedelta(hours=hour)))
    ends = []
    for order in permutations(states):
        engine = fresh_store()
        for document, as_of in order:
            updated(engine, document, as_of=as_of)
        held = export_document(engine)
        held["returns"][0]["events"].sort(key=lambda event: event["at"])
        ends.append(held)
    assert all(end == ends[0] for end in ends)
    assert ends[0]["returns"][0]["carrier"] == "MRW"
    assert ends[0]["orders"][0]["ship_from"] == "PL"
    assert ends[0]["returns"][0]["events"] == [APPROVED, SCANNED, REFUNDED]


def test_the_number_after_those_of_new_returns_is_given_next(shop):

    document = example_document()
    document["returns"] = [{**document["returns"][0], "number": "R20455"}]
    updated(shop, document)
    with Session(shop, future=True) as session:
        assert next_return_number(session) == "R20456"
