"""The label of a return: what is taken for one, how it changes, and when it goes."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone

import pytest
from contract_documents import example_document

from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.store.import_export.document import ImportFailed, records_in
from actions.store.import_export.exchange import export_document, import_document, update_records
from core.conversations.conversations import open_conversations

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PDF = base64.b64encode(b"%PDF-1.7\n").decode()
FILE = {"file": PDF, "qr": "RETURN:1", "expires_at": "2026-10-30T22:00:00Z"}
ADDRESS = {"address": "https://carrier.example/labels/1?size=a6"}


def with_label(label):
    document = example_document()
    document["returns"][0]["label"] = label
    return document


@pytest.fixture
def conversations(new_database):
    """A conversation store in which nothing was said."""
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


def labels(engine):
    return [each.get("label") for each in export_document(engine)["returns"]]


@pytest.mark.parametrize(
    "label", [FILE, ADDRESS, {"qr": "code"}, {"file": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()}]
)
def test_a_label_comes_back_as_it_was(engine, label):
    import_document(engine, with_label(label))
    assert labels(engine) == [label]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ({}, "label: holds neither file nor address nor qr"),
        ({**FILE, **ADDRESS}, "label: holds a file and an address"),
        ({"file": base64.b64encode(b"<svg onload=alert(1)>").decode()}, "label.file: is neither a PDF nor a PNG"),
        ({"file": base64.b64encode(b"GIF89a%PDF-").decode()}, "label.file: is neither a PDF nor a PNG"),
        ({"file": ""}, "label.file: is neither a PDF nor a PNG"),
        ({"file": "../../etc/passwd"}, "label.file: is not base64"),
        ({"file": PDF[:-1] + "\n="}, "label.file: is not base64"),
        ({"file": PDF + "A" * 800_000}, "label.file: has more than 500 kB"),
        ({"file": PDF, "name": "../label.pdf"}, "unknown field label.name"),
        ({"file": PDF, "expires_at": "tomorrow"}, "label.expires_at: "),
        ({"qr": "x" * 501}, "label.qr: "),
        ({"qr": "a\u0000b"}, "label.qr: "),
        ("https://carrier.example", "label is not an object"),
    ],
)
def test_what_is_no_label_is_refused_with_its_field(engine, label, reason):
    with pytest.raises(ImportFailed) as refused:
        import_document(engine, with_label(label))
    assert f"returns[0] R1001: {reason}" in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://carrier.example/1",
        "javascript:alert(1)",
        "data:application/pdf;base64,JVBERi0=",
        "file:///etc/passwd",
        "//carrier.example/1",
        "https://user:word@carrier.example/1",
        "https://carrier.example@evil.example/1",
        "https://carrier.example\\@evil.example/1",
        "https://127.0.0.1/label",
        "https://2130706433/label",
        "https://[::1]/label",
        "https://localhost/label",
        "https://carrier.example:8443/label",
        "https://carrier.example/a b",
        "https://carrier.example/\r\nSet-Cookie: a=b",
        "https://cаrrier.example/1",
        "https:///label",
        "https://",
    ],
)
def test_an_address_where_no_customer_should_be_sent_is_refused(engine, address):
    with pytest.raises(ImportFailed, match=r"R1001: label\.address: "):
        import_document(engine, with_label({"address": address}))


def update(engine, document, as_of=NOW):
    return update_records(engine, records_in(document), as_of)


def test_a_label_that_comes_later_is_added_and_one_that_is_left_out_goes(engine):
    import_document(engine, example_document())
    assert update(engine, with_label(FILE)).examples == ["returns[0] R1001: label"]
    assert labels(engine) == [FILE]
    assert not update(engine, with_label(FILE), NOW + DAY).updated
    assert update(engine, with_label(ADDRESS), NOW + 2 * DAY).updated == {"returns": 1}
    assert labels(engine) == [ADDRESS]
    update(engine, example_document(), NOW + 3 * DAY)
    assert labels(engine) == [None]


def test_an_older_state_brings_no_old_label_back(engine):
    import_document(engine, example_document())
    update(engine, with_label(ADDRESS))
    update(engine, with_label(FILE), NOW - DAY)
    assert labels(engine) == [ADDRESS]


def test_an_update_may_bring_a_return_that_is_new_with_its_label(engine):
    update(engine, with_label(FILE))
    assert labels(engine) == [FILE]


def test_a_label_is_forgotten_with_its_customer_and_does_not_come_back(engine, conversations):
    import_document(engine, with_label(FILE))
    forget(engine, conversations, held_about(engine, conversations, "C1"))
    assert labels(engine) == [None]
    document = with_label(FILE)
    update(engine, {"returns": document["returns"]})
    assert labels(engine) == [None]


@pytest.mark.parametrize(
    ("label", "last", "goes"),
    [
        (FILE, "2026-10-16T08:00:00Z", False),
        ({**FILE, "expires_at": "2026-09-01T00:00:00Z"}, "2026-10-16T08:00:00Z", True),
        (ADDRESS, "2026-10-16T08:00:00Z", False),
        (ADDRESS, "2026-09-02T08:00:00Z", True),
    ],
)
def test_a_label_that_is_of_no_use_any_more_is_purged(engine, conversations, label, last, goes):
    document = with_label(label)
    document["returns"][0]["events"] = [{"type": "requested", "at": last}]
    document["orders"][0]["placed_at"] = "2026-09-01T09:00:00Z"
    import_document(engine, document)
    found = outdated(engine, conversations, NOW - 30 * DAY)
    assert found.rows == ({"return_labels": 1} if goes else {})
    purge(engine, conversations, found, NOW)
    assert labels(engine) == [None if goes else label]
