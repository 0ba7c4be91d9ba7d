"""Deliveries that come at once, or whose process ends on the way: each is taken in once, and as a whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from contract_documents import example_document
from sqlalchemy import event

from actions.store.import_export.document import parsed
from actions.store.import_export.exchange import export_document
from actions.store.import_export.rows import rows_of
from actions.store.updates.candidates import Candidate
from actions.store.updates.deliveries import Change, Deliveries
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable


def changes(now, **of_return):
    """The example's records, with what is said of the return."""
    document = example_document()
    document["returns"][0].update(of_return)
    return [
        Change(section, Candidate(rows.key, rows.refers, json.loads(json.dumps(rows.body, default=str)), now))
        for section, records in document.items()
        for rows in [rows_of(parsed(section, records[0]))]
    ]


def scan(index):
    return {"type": "carrier_scan", "at": f"2026-10-16T09:{index:02}:00Z"}


@pytest.fixture
def engine_of(shared_url):
    """An engine of its own for each process or thread, on one store."""
    engines = []

    def made():
        engines.append(open_engine(shared_url))
        return engines[-1]

    yield made
    for each in engines:
        each.dispose()


def test_a_delivery_that_is_sent_eight_times_at_once_is_taken_in_once(engine_of, now):
    with ThreadPoolExecutor(8) as threads:
        deliveries = [Deliveries(engine_of()) for _ in range(8)]
        taken = list(threads.map(lambda each: each.take("d1", "digest", changes(now), now), deliveries))
    assert sorted(each.repeated for each in taken) == [False] + [True] * 7
    assert all(each.answer == taken[0].answer for each in taken)
    assert export_document(engine_of()) == example_document()


def test_of_states_that_come_at_once_the_latest_counts_and_every_event_is_there_once(engine_of, now):
    def send(index):
        state = changes(now + timedelta(minutes=index % 8), carrier=f"Carrier {index % 8}", events=[scan(index % 8)])
        return Deliveries(engine_of()).take(f"d{index}", "digest", state, now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(16)))
    (held,) = export_document(engine_of())["returns"]
    assert held["carrier"] == "Carrier 7"
    assert sorted(each["at"] for each in held["events"]) == [scan(index)["at"] for index in range(8)]


def test_what_ends_before_its_commit_has_written_nothing_and_is_taken_in_when_it_comes_again(engine_of, now):
    engine = engine_of()

    def fails(_connection):
        raise StoreUnavailable("gone")

    event.listen(engine, "commit", fails)
    with pytest.raises(StoreUnavailable):
        Deliveries(engine).take("d1", "digest", changes(now), now)
    event.remove(engine, "commit", fails)
    assert not any(export_document(engine).values())
    assert not Deliveries(engine).take("d1", "digest", changes(now), now).repeated
    assert export_document(engine) == example_document()


def test_more_records_than_a_statement_takes_are_taken_in(engine_of, now):
    record = example_document()["customers"][0]
    rows = [rows_of(parsed("customers", {**record, "id": f"C{number}"})) for number in range(1_200)]
    many = [Change("customers", Candidate(each.key, None, each.body, now)) for each in rows]
    taken = Deliveries(engine_of()).take("d1", "digest", many, now)
    assert taken.counts() == {"added": 1_200}
    assert len(export_document(engine_of())["customers"]) == 1_200
