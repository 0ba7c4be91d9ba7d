"""What a link to a label opens."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from actions.labels.code_picture import code_picture
from actions.labels.labels import Labels
from actions.labels.links import LabelLinks, LinkOver, Part
from actions.privacy.forgetting import forget, held_about
from actions.store.import_export.document import records_in
from actions.store.import_export.exchange import export_document, import_document, update_records
from actions.store.labels import StoredLabels
from core.clock import FrozenClock
from core.conversations.conversations import open_conversations
from core.identifiers import number_key

NOW = datetime(2026, 10, 20, 12, tzinfo=timezone.utc)
PDF = base64.b64encode(b"%PDF-1.7\n<script>alert(1)</script>").decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


@pytest.fixture
def labelled(engine):
    """A function that gives the contract's example this label and returns what opens it."""

    def labelled(label, number="R1001", at=NOW):
        document = {
            "customers": [
                {"id": "C1", "email": "a@b.example", "country": "ES", "timezone": "Europe/Madrid", "locale": "en"}
            ],
            "orders": [
                {
                    "number": "8120034500012345",
                    "customer": "C1",
                    "placed_at": "2026-10-01T09:00:00Z",
                    "received_at": None,
                    "ship_from": "CN",
                    "ship_to": "ES",
                    "items": [
                        {
                            "id": "I1",
                            "title": "Lamp",
                            "category": "Home",
                            "price": "1.00",
                            "currency": "EUR",
                            "free_returns": True,
                            "return_window_days": 15,
                        }
                    ],
                }
            ],
            "returns": [
                {
                    "number": number,
                    "order": "8120034500012345",
                    "items": ["I1"],
                    "shipping": "free_label",
                    "tracking_number": None,
                    "carrier": None,
                    "refund": {"amount": "1.00", "currency": "EUR", "method": "card"},
                    "label": label,
                    "events": [],
                }
            ],
        }
        import_document(engine, document)
        links = LabelLinks("x" * 40, "https://bot.example", FrozenClock(at))
        return Labels(links, StoredLabels(engine), FrozenClock(at))

    return labelled


def token(labels, owner="C1", key="R1001"):
    return parse_qs(urlsplit(labels.links.link(Part.FILE, key, owner)).query)["t"][0]


@pytest.mark.parametrize(("file", "kind", "ending"), [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png")])
def test_a_file_is_what_its_first_bytes_say_under_a_name_of_ours(labelled, file, kind, ending):
    labels = labelled({"file": file})
    assert labels.open(token(labels), Part.FILE) == {
        "content": file,
        "media_type": kind,
        "name": f"label-R1001.{ending}",
    }


@pytest.mark.parametrize("number", ["R–10 01", "ＲＡ/1", "8"])
def test_whatever_a_return_is_called_the_files_name_is_plain(labelled, number):
    labels = labelled({"file": PDF}, number)
    name = labels.open(token(labels, key=number_key(number)), Part.FILE)["name"]
    assert name.isascii()
    assert name.replace("-", "").replace(".", "").isalnum()


def test_an_address_is_handed_on(labelled):
    labels = labelled({"address": "https://carrier.example/1"})
    assert labels.open(token(labels), Part.FILE) == {"address": "https://carrier.example/1"}


def test_a_code_is_a_picture_with_room_around_it(labelled):
    labels = labelled({"qr": "RETURN:R1001"})
    opened = labels.open(token(labels), Part.CODE)
    picture = base64.b64decode(opened["content"])
    assert picture == code_picture("RETURN:R1001")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == height == 8 * (21 + 2 * 4)
    assert opened["media_type"] == "image/png"


def test_what_stands_in_the_code_decides_how_it_looks():
    assert code_picture("R1001") == code_picture("R1001") != code_picture("R1002")
    # The first row is the quiet zone: white throughout.
    picture = code_picture("R1001")
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    rows = zlib.decompress(picture[start + 4 : start + 4 + length])
    assert set(rows[1 : (8 * 29) // 8]) in ({255}, {0})


def test_the_longest_text_still_makes_a_code():
    assert code_picture("ж" * 500).startswith(b"\x89PNG")


@pytest.mark.parametrize(("label", "part"), [({"qr": "code"}, Part.FILE), ({"file": PDF}, Part.CODE)])
def test_what_a_label_does_not_have_is_not_opened(labelled, label, part):
    labels = labelled(label)
    with pytest.raises(LinkOver):
        labels.open(token(labels), part)


def test_a_link_for_another_customer_opens_nothing(labelled):
    labels = labelled({"file": PDF})
    with pytest.raises(LinkOver):
        labels.open(token(labels, owner="C2"), Part.FILE)


def test_a_link_to_a_return_without_a_label_opens_nothing(labelled):
    labels = labelled({"file": PDF})
    with pytest.raises(LinkOver):
        labels.open(token(labels, key="R9999"), Part.FILE)


def test_a_label_that_has_run_out_is_not_opened(labelled):
    labels = labelled({"file": PDF, "expires_at": "2026-10-20T12:00:00Z"})
    with pytest.raises(LinkOver):
        labels.open(token(labels), Part.FILE)
    earlier = labelled_at(labels, NOW - timedelta(seconds=1))
    assert earlier.open(token(earlier), Part.FILE)["name"] == "label-R1001.pdf"


def labelled_at(labels, at):
    return Labels(LabelLinks("x" * 40, "https://bot.example", FrozenClock(at)), labels._stored, FrozenClock(at))


def test_a_link_ends_with_the_label_and_with_its_customer(labelled, engine, new_database):
    labels = labelled({"file": PDF})
    known = token(labels)
    document = export_document(engine)
    del document["returns"][0]["label"]
    update_records(engine, records_in(document), NOW)
    with pytest.raises(LinkOver):
        labels.open(known, Part.FILE)
    document["returns"][0]["label"] = {"file": PNG}
    update_records(engine, records_in(document), NOW)
    assert labels.open(known, Part.FILE)["media_type"] == "image/png"
    conversations = open_conversations(new_database("conversations.db"))
    conversations.create()
    forget(engine, conversations, held_about(engine, conversations, "C1"))
    with pytest.raises(LinkOver):
        labels.open(known, Part.FILE)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM return_labels")).scalar() == 0
