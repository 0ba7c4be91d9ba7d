"""What goes into the store comes out of it, to the byte."""

from __future__ import annotations

import json
from contextlib import ExitStack
from decimal import Decimal

import pytest
from contract_documents import example_document, in_another_zone, valid_documents
from databases import copied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signed_in import NOW, records_of

from actions.store.import_export.exchange import (
    ImportSummary,
    export_document,
    export_text,
    import_document,
    import_file,
)
from core.database.engine import open_engine

many_files = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def fresh_store(databases, empty_template, tmp_path_factory):
    """Makes as many empty stores as a test wants."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(copied(databases, empty_template, tmp_path_factory.mktemp("round_trip")))


@many_files
@given(document=valid_documents())
def test_any_valid_document_comes_back_with_equal_values_in_the_same_order(fresh_store, document):
    engine = fresh_store()
    import_document(engine, document)
    assert export_document(engine) == document


@many_files
@given(document=valid_documents())
def test_export_import_export_gives_the_same_bytes(fresh_store, tmp_path, document):
    first, second = fresh_store(), fresh_store()
    import_document(first, document)
    text = export_text(first)
    file = tmp_path / "export.json"
    file.write_text(text, "utf-8")
    import_file(second, file)
    assert export_text(second).encode() == text.encode()
    assert json.loads(text) == document


@many_files
@given(document=valid_documents(), hours=st.integers(-12, 14))
def test_the_zone_an_instant_is_written_in_makes_no_difference(fresh_store, document, hours):
    engine = fresh_store()
    import_document(engine, in_another_zone(document, hours))
    assert export_document(engine) == document


@many_files
@given(document=valid_documents())
def test_the_rules_see_the_values_that_the_file_holds(fresh_store, document):
    engine = fresh_store()
    import_document(engine, document)
    owner = {order["number"]: order["customer"] for order in document["orders"]}
    for record in document["returns"]:
        found = records_of(engine, owner[record["order"]], NOW).return_request(record["number"])
        assert found is not None
        assert found.order.number == record["order"]
        sent = [(each["id"], each["quantity"]) if isinstance(each, dict) else (each, 1) for each in record["items"]]
        assert [(item.id, item.quantity) for item in found.items] == sent
        assert str(found.refund.total.amount) == record["refund"]["amount"]
        assert [event.type.value for event in found.events] == [event["type"] for event in record["events"]]


@pytest.mark.embedded("other databases are made by their server's owner")
def test_a_file_makes_the_database_it_is_imported_into(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'not' / 'there' / 'yet.db'}")
    file = tmp_path / "returns.json"
    file.write_text(json.dumps(example_document()), "utf-8")
    assert import_file(engine, file) == ImportSummary(customers=1, orders=1, returns=1, events=1)
    assert (tmp_path / "not" / "there" / "yet.db").is_file()
    engine.dispose()


def test_a_file_with_a_byte_order_mark_is_read(engine, tmp_path):
    file = tmp_path / "returns.json"
    file.write_text(json.dumps(example_document()), "utf-8-sig")
    assert import_file(engine, file).returns == 1


def test_amounts_keep_their_digits(engine):
    document = example_document()
    document["orders"][0]["items"][0]["price"] = "12.50"
    document["returns"][0]["refund"]["amount"] = "0.1000"
    import_document(engine, document)
    assert '"price": "12.50"' in export_text(engine)
    assert '"amount": "0.1000"' in export_text(engine)
    assert records_of(engine, "C1", NOW).returns()[0].refund.total.amount == Decimal("0.1000")


def test_fractions_of_a_second_are_kept(engine):
    document = example_document()
    document["returns"][0]["events"][0]["at"] = "2026-10-16T08:00:00.000001Z"
    import_document(engine, document)
    assert records_of(engine, "C1", NOW).returns()[0].events[0].at.microsecond == 1
    assert '"at": "2026-10-16T08:00:00.000001Z"' in export_text(engine)


def test_an_export_shows_letters_of_every_script_as_they_are(engine):
    document = example_document()
    document["orders"][0]["items"][0]["title"] = "Настольная лампа — 台灯 🛋️"
    import_document(engine, document)
    assert "Настольная лампа — 台灯 🛋️" in export_text(engine)


def test_fields_that_may_be_null_may_be_missing(engine):
    document = example_document()
    del document["orders"][0]["received_at"], document["returns"][0]["tracking_number"]
    del document["returns"][0]["carrier"]
    import_document(engine, document)
    exported = export_document(engine)
    assert exported["orders"][0]["received_at"] is None
    assert exported["returns"][0]["tracking_number"] is None
    assert exported["returns"][0]["carrier"] is None


def test_a_later_file_may_refer_to_records_of_an_earlier_one(engine):
    first, second = example_document(), example_document()
    first["returns"] = []
    second["customers"], second["orders"] = [], []
    second["returns"][0]["order"] = "8120-0345 0001 2345"
    import_document(engine, first)
    import_document(engine, second)
    assert export_document(engine) == example_document()


def test_a_later_order_may_belong_to_a_customer_of_an_earlier_file(engine):
    first, second = example_document(), example_document()
    first["orders"], first["returns"] = [], []
    del second["customers"]
    import_document(engine, first)
    import_document(engine, second)
    assert export_document(engine) == example_document()


def test_more_records_than_one_statement_may_name_are_imported(engine):
    document = example_document()
    order = document["orders"][0]
    document["orders"] = [{**order, "number": f"81{number:06d}"} for number in range(1300)]
    document["returns"] = [
        {**document["returns"][0], "number": f"R{number}", "order": f"81{number:06d}"} for number in range(1300)
    ]
    returns = document.pop("returns")
    import_document(engine, document)
    import_document(engine, {"returns": returns})
    assert len(records_of(engine, "C1", NOW).returns()) == 1300


def test_an_empty_store_exports_its_three_sections(engine):
    assert json.loads(export_text(engine)) == {"customers": [], "orders": [], "returns": []}
