"""Several parcels of a return: what is taken, how they change, and when their numbers go."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from contract_documents import example_document
from sqlalchemy import text

from actions.privacy.forgetting import forget, held_about
from actions.store.import_export.document import ImportFailed, records_in
from actions.store.import_export.exchange import export_document, export_text, import_document, update_records
from actions.store.tracked_parcels import TrackedParcels
from core.conversations.conversations import open_conversations

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
PARCELS = [{"tracking_number": "LP00124", "carrier": "Correos"}, {"tracking_number": "LP00125"}]


def with_parcels(parcels, **more):
    document = example_document()
    document["returns"][0] |= {"further_parcels": parcels, **more}
    return document


def parcels(engine):
    return [each.get("further_parcels") for each in export_document(engine)["returns"]]


def test_parcels_come_back_as_they_were(engine):
    import_document(engine, with_parcels(PARCELS))
    assert parcels(engine) == [PARCELS]
    assert "further_parcels" in export_text(engine)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (with_parcels(PARCELS, tracking_number=None), "further_parcels: come after the first"),
        (with_parcels([{"tracking_number": "lp-00123"}]), "further_parcels: two parcels of the return have the same"),
        (with_parcels([{"tracking_number": f"A{number}"} for number in range(10)]), "further_parcels: are more than 9"),
        (with_parcels([{"carrier": "Correos"}]), "further_parcels[0].tracking_number is missing"),
        (with_parcels("LP00124"), "further_parcels: is not a list"),
        (with_parcels([{**PARCELS[0], "weight": 3}]), "unknown field further_parcels[0].weight"),
    ],
)
def test_what_is_no_parcel_is_refused_with_its_field(engine, sent, reason):
    with pytest.raises(ImportFailed) as refused:
        import_document(engine, sent)
    assert f"returns[0] R1001: {reason}" in str(refused.value)


def test_they_change_with_an_update_and_go_with_one_without_them(engine):
    import_document(engine, example_document())
    for turn, sent in enumerate((PARCELS, PARCELS, PARCELS[:1], [])):
        update_records(engine, records_in(with_parcels(sent)), NOW + timedelta(minutes=turn))
        assert parcels(engine) == [sent or None]


def test_an_older_state_brings_none_back(engine):
    import_document(engine, example_document())
    update_records(engine, records_in(with_parcels(PARCELS[:1])), NOW)
    update_records(engine, records_in(with_parcels(PARCELS)), NOW - timedelta(hours=1))
    assert parcels(engine) == [PARCELS[:1]]


def test_whoever_is_forgotten_leaves_no_number(engine, new_database):
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    import_document(engine, with_parcels(PARCELS))
    tracked = TrackedParcels(engine)
    for number in ("LP00123", "LP00125", "LP99999"):
        assert tracked.may_ask(number, NOW, timedelta(minutes=30))

    forget(engine, conversations, held_about(engine, conversations, "C1"))

    assert parcels(engine) == [None]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM tracked_parcels")).scalars().all() == ["LP99999"]
    update_records(engine, records_in({"returns": with_parcels(PARCELS)["returns"]}), NOW + timedelta(days=1))
    assert parcels(engine) == [None]
