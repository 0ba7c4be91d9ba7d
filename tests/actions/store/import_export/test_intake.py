"""A file that breaks the contract is refused with one line that names the record, and leaves no trace."""

from __future__ import annotations

import json

import pytest
from contract_documents import example_document

from actions.store.import_export.exchange import ImportFailed, export_document, import_document, import_file
from core.database.engine import open_engine

CUSTOMER, ORDER, RETURN = ("customers", 0), ("orders", 0), ("returns", 0)
ITEM, EVENT = (*ORDER, "items", 0), (*RETURN, "events", 0)

BROKEN_FIELDS = [
    ((*CUSTOMER, "id"), "C 1", 'customers[0] C 1: id: "C 1" holds a space'),
    ((*CUSTOMER, "id"), 7, "customers[0]: id: 7 is not text"),
    ((*CUSTOMER, "email"), "nobody", 'customers[0] C1: email: "nobody" is not an e-mail address'),
    ((*CUSTOMER, "email"), "a@b", 'customers[0] C1: email: "a@b" is not an e-mail address'),
    ((*CUSTOMER, "email"), "a@@b.example", 'customers[0] C1: email: "a@@b.example" is not an e-mail address'),
    ((*CUSTOMER, "country"), "Spain", 'customers[0] C1: country: "Spain" is not a country\'s code such as ES'),
    ((*CUSTOMER, "country"), "es", 'customers[0] C1: country: "es" is not a country\'s code such as ES'),
    ((*CUSTOMER, "country"), "EU", 'customers[0] C1: country: "EU" is not a country\'s code such as ES'),
    (
        (*CUSTOMER, "timezone"),
        "Europe/Nowhere",
        'customers[0] C1: timezone: "Europe/Nowhere" is not a time zone such as Europe/Madrid',
    ),
    ((*CUSTOMER, "timezone"), "Europe", 'customers[0] C1: timezone: "Europe" is not a time zone such as Europe/Madrid'),
    (
        (*CUSTOMER, "timezone"),
        "../etc/passwd",
        'customers[0] C1: timezone: "../etc/passwd" is not a time zone such as Europe/Madrid',
    ),
    ((*CUSTOMER, "locale"), "xx-yy", 'customers[0] C1: locale: "xx-yy" is not a language tag such as en or pt-BR'),
    ((*CUSTOMER, "phone"), "1", "customers[0] C1: unknown field phone"),
    ((*ORDER, "number"), "81%20", 'orders[0] 81%20: number: "81%20" is not a number of letters and digits'),
    ((*ORDER, "number"), 8120034500012345, "orders[0]: number: 8120034500012345 is not text"),
    ((*ORDER, "number"), "- -", 'orders[0] - -: number: "- -" is not a number of letters and digits'),
    ((*ORDER, "customer"), "C9", "orders[0] 8120034500012345: customer C9 is not in this file or in the store"),
    (
        (*ORDER, "placed_at"),
        "2026-02-30T00:00:00Z",
        'orders[0] 8120034500012345: placed_at: "2026-02-30T00:00:00Z" is not a date and time that exists',
    ),
    (
        (*ORDER, "placed_at"),
        "2026-10-01T09:00:00",
        'orders[0] 8120034500012345: placed_at: "2026-10-01T09:00:00" has no time zone; '
        "write it like 2026-10-16T08:00:00Z",
    ),
    (
        (*ORDER, "placed_at"),
        "1 October 2026",
        'orders[0] 8120034500012345: placed_at: "1 October 2026" is not an instant such as 2026-10-16T08:00:00Z',
    ),
    (
        (*ORDER, "placed_at"),
        1790845200,
        "orders[0] 8120034500012345: placed_at: 1790845200 is not an instant such as 2026-10-16T08:00:00Z",
    ),
    (
        (*ORDER, "placed_at"),
        "0001-01-01T00:00:00+14:00",
        'orders[0] 8120034500012345: placed_at: "0001-01-01T00:00:00+14:00" is not a date and time that exists',
    ),
    (
        (*ORDER, "placed_at"),
        "2026-10-01T09:00:00.0000001Z",
        'orders[0] 8120034500012345: placed_at: "2026-10-01T09:00:00.0000001Z" is not an instant such as '
        "2026-10-16T08:00:00Z",
    ),
    (
        (*ORDER, "received_at"),
        "",
        'orders[0] 8120034500012345: received_at: "" is not an instant such as 2026-10-16T08:00:00Z',
    ),
    ((*ORDER, "ship_to"), "XX", 'orders[0] 8120034500012345: ship_to: "XX" is not a country\'s code such as ES'),
    *(
        (
            (*ORDER, "ship_to_region"),
            region,
            f'orders[0] 8120034500012345: ship_to_region: "{region}" is not a region\'s code of that country, '
            "such as ES-MD",
        )
        for region in ("CT", "GB-SCT", "es-ct", "ES-", "ES-CTLA", "ES_CT")
    ),
    (
        (*CUSTOMER, "region"),
        "GB-SCT",
        'customers[0] C1: region: "GB-SCT" is not a region\'s code of that country, such as ES-MD',
    ),
    ((*ORDER, "items"), [], "orders[0] 8120034500012345: items: is empty"),
    ((*ORDER, "items"), {}, "orders[0] 8120034500012345: items: {} is not a list"),
    (ITEM, "lamp", "orders[0] 8120034500012345: items[0] is not an object"),
    ((*ITEM, "title"), " ", "orders[0] 8120034500012345: items[0].title: is empty"),
    (
        (*ITEM, "title"),
        "Desk\x00lamp",
        'orders[0] 8120034500012345: items[0].title: "Desk\\u0000lamp" holds a character that cannot be printed',
    ),
    (
        (*ITEM, "price"),
        12.5,
        'orders[0] 8120034500012345: items[0].price: 12.5 is not an amount written as text, such as "12.50"',
    ),
    (
        (*ITEM, "price"),
        "-1.00",
        'orders[0] 8120034500012345: items[0].price: "-1.00" is not an amount written as text, such as "12.50"',
    ),
    (
        (*ITEM, "price"),
        "12,50",
        'orders[0] 8120034500012345: items[0].price: "12,50" is not an amount written as text, such as "12.50"',
    ),
    (
        (*ITEM, "price"),
        "NaN",
        'orders[0] 8120034500012345: items[0].price: "NaN" is not an amount written as text, such as "12.50"',
    ),
    (
        (*ITEM, "price"),
        "١٢",
        'orders[0] 8120034500012345: items[0].price: "١٢" is not an amount written as text, such as "12.50"',
    ),
    (
        (*ITEM, "currency"),
        "EURO",
        'orders[0] 8120034500012345: items[0].currency: "EURO" is not a currency\'s code such as EUR',
    ),
    ((*ITEM, "free_returns"), 1, "orders[0] 8120034500012345: items[0].free_returns: 1 is not true or false"),
    (
        (*ITEM, "return_window_days"),
        14,
        "orders[0] 8120034500012345: items[0].return_window_days: 14 is not one of 7, 15, 30, null",
    ),
    (
        (*ITEM, "return_window_days"),
        15.0,
        "orders[0] 8120034500012345: items[0].return_window_days: 15.0 is not one of 7, 15, 30, null",
    ),
    ((*ITEM, "colour"), "red", "orders[0] 8120034500012345: unknown field items[0].colour"),
    (
        (*RETURN, "order"),
        "8120034500019999",
        "returns[0] R1001: order 8120034500019999 is not in this file or in the store",
    ),
    ((*RETURN, "items"), ["I9"], "returns[0] R1001: item I9 is not one of order 8120034500012345"),
    (
        (*RETURN, "items"),
        [{"id": "I1", "quantity": 2}],
        "returns[0] R1001: 2 pieces of item I1 are more than order 8120034500012345 holds",
    ),
    (
        (*ITEM, "quantity"),
        0,
        "orders[0] 8120034500012345: items[0].quantity: 0 is not a number of pieces from 1 to 9999",
    ),
    (
        (*ITEM, "quantity"),
        True,
        "orders[0] 8120034500012345: items[0].quantity: true is not a number of pieces from 1 to 9999",
    ),
    ((*RETURN, "items"), ["I1", "I1"], "returns[0] R1001: items[1]: item I1 stands twice"),
    ((*RETURN, "items"), [], "returns[0] R1001: items: is empty"),
    ((*RETURN, "items"), [1], "returns[0] R1001: items[0]: 1 is not text"),
    ((*RETURN, "shipping"), "drone", 'returns[0] R1001: shipping: "drone" is not one of free_label, free_qr, paid'),
    ((*RETURN, "refund"), None, "returns[0] R1001: refund is null"),
    ((*RETURN, "refund"), "12.50", "returns[0] R1001: refund is not an object"),
    ((*RETURN, "refund"), {}, "returns[0] R1001: refund.amount is missing"),
    ((*RETURN, "events"), None, "returns[0] R1001: events is null"),
    ((*RETURN, "status"), "approved", "returns[0] R1001: unknown field status"),
    (
        (*EVENT, "type"),
        "teleported",
        'returns[0] R1001: events[0].type: "teleported" is not one of requested, seller_responded, approved, '
        "rejected, label_issued, dropped_off, carrier_scan, warehouse_received, inspection_passed, inspection_failed, "
        "refund_issued, refund_settled, cancelled, escalated",
    ),
    (
        (*EVENT, "at"),
        "2026-10-16",
        'returns[0] R1001: events[0].at: "2026-10-16" is not an instant such as 2026-10-16T08:00:00Z',
    ),
    (CUSTOMER, "C1", 'customers[0]: "C1" is not an object'),
    (("customers",), {}, "customers is not a list"),
    (("refunds",), [], 'unknown section "refunds"; a document has customers, orders, returns'),
]

REQUIRED_FIELDS = [
    *((*CUSTOMER, name) for name in ("id", "email", "country", "timezone", "locale")),
    *((*ORDER, name) for name in ("number", "customer", "placed_at", "ship_from", "ship_to", "items")),
    *((*ITEM, name) for name in ("id", "title", "category", "price", "currency", "free_returns", "return_window_days")),
    *((*RETURN, name) for name in ("number", "order", "items", "shipping", "refund", "events")),
    *((*RETURN, "refund", name) for name in ("amount", "currency", "method")),
    *((*EVENT, name) for name in ("type", "at")),
]

BROKEN_FILES = [
    (b"", "returns.json: parse error: premature EOF"),
    (
        b'{"customers": [],\n "orders": [}',
        "returns.json: orders[0]: parse error: unallowed token at this point in JSON text",
    ),
    (b'{"customers": ["\xe9"]}', "returns.json: is not UTF-8 text (byte 16)"),
    (b"[]", "the document is not an object with customers, orders, returns"),
    (b'{"orders": [], "orders": []}', 'returns.json: section "orders" stands twice'),
    (b'{"orders": [NaN]}', "returns.json: orders[0]: lexical error: invalid char in json text"),
    (b"[" * 100_000, "the document is not an object with customers, orders, returns"),
    (b'{"orders": [{}, ' + b"[" * 100_000, "orders[0]: number is missing"),
    (b'{"orders": [' + b'{"a":' * 100_000, "returns.json: orders[0]: is nested too deeply"),
]


def holder(document, path):
    """The object or list that holds what a path leads to."""
    for step in path[:-1]:
        document = document[step]
    return document


@pytest.mark.parametrize(("path", "value", "reason"), BROKEN_FIELDS)
def test_a_broken_field_is_named_with_its_record_and_nothing_is_imported(engine, path, value, reason):
    document = example_document()
    holder(document, path)[path[-1]] = value
    with pytest.raises(ImportFailed) as failure:
        import_document(engine, document)
    assert str(failure.value) == f"import: {reason}; nothing was imported"
    assert not any(export_document(engine).values())


@pytest.mark.parametrize("path", REQUIRED_FIELDS, ids=lambda path: ".".join(map(str, path)))
def test_a_missing_field_is_named(engine, path):
    document = example_document()
    del holder(document, path)[path[-1]]
    with pytest.raises(ImportFailed, match=rf"^import: {path[0]}\[0\].*{path[-1]} is missing; nothing was imported$"):
        import_document(engine, document)


@pytest.mark.parametrize(("content", "reason"), BROKEN_FILES)
def test_a_broken_file_is_refused_in_one_line(engine, tmp_path, content, reason):
    file = tmp_path / "returns.json"
    file.write_bytes(content)
    with pytest.raises(ImportFailed) as failure:
        import_file(engine, file)
    assert str(failure.value) == f"import: {reason}; nothing was imported"


def test_a_missing_file_is_named(engine, tmp_path):
    with pytest.raises(ImportFailed, match=r"^import: gone.json: there is no such file; nothing was imported$"):
        import_file(engine, tmp_path / "gone.json")


def test_a_folder_is_not_a_file(engine, tmp_path):
    with pytest.raises(ImportFailed, match=r"cannot be read: Is a directory; nothing was imported$"):
        import_file(engine, tmp_path)


@pytest.mark.embedded("other databases are made by their server's owner")
def test_a_file_that_is_refused_makes_no_database(tmp_path):
    with pytest.raises(ImportFailed):
        import_file(open_engine(f"sqlite:///{tmp_path / 'new.db'}"), tmp_path / "gone.json")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("section", "change", "reason"),
    [
        ("customers", {"id": "C1"}, "customers[1] C1: id is already that of customers[0] C1"),
        (
            "orders",
            {"number": "8120-0345 0001 2345"},
            "orders[1] 8120-0345 0001 2345: number is already that of orders[0] 8120034500012345",
        ),
        ("returns", {"number": "r-1001"}, "returns[1] r-1001: number is already that of returns[0] R1001"),
    ],
)
def test_a_number_that_stands_twice_in_a_file_is_named_with_both_records(engine, section, change, reason):
    document = example_document()
    document[section].append({**document[section][0], **change})
    with pytest.raises(ImportFailed) as failure:
        import_document(engine, document)
    assert str(failure.value) == f"import: {reason}; nothing was imported"


@pytest.mark.parametrize(
    ("sections", "reason"),
    [
        (("customers", "orders", "returns"), "customers[0] C1: id is already in the store"),
        (("orders",), "orders[0] 8120034500012345: number is already in the store"),
        (("returns",), "returns[0] R1001: number is already in the store"),
    ],
)
def test_a_record_that_the_store_holds_already_is_refused(engine, sections, reason):
    import_document(engine, example_document())
    with pytest.raises(ImportFailed) as failure:
        import_document(engine, {section: example_document()[section] for section in sections})
    assert str(failure.value) == f"import: {reason}; nothing was imported"
    assert export_document(engine) == example_document()


def test_an_item_that_stands_twice_in_an_order_is_refused(engine):
    document = example_document()
    document["orders"][0]["items"] *= 2
    with pytest.raises(ImportFailed, match=r"orders\[0\] 8120034500012345: items\[1\]: item I1 stands twice"):
        import_document(engine, document)


def test_a_returned_item_must_be_of_the_order_also_when_the_order_came_earlier(engine):
    document = example_document()
    returns = document.pop("returns")
    import_document(engine, document)
    returns[0]["items"] = ["I2"]
    with pytest.raises(ImportFailed, match=r"returns\[0\] R1001: item I2 is not one of order 8120034500012345"):
        import_document(engine, {"returns": returns})


def test_the_last_record_of_a_long_file_is_checked_before_the_first_is_written(engine):
    document = example_document()
    document["returns"] += [{**document["returns"][0], "number": f"R{number}"} for number in range(2000, 2200)]
    document["returns"][-1]["order"] = "1"
    with pytest.raises(ImportFailed, match=r"returns\[200\] R2199: order 1 is not in this file"):
        import_document(engine, document)
    assert not any(export_document(engine).values())


def test_an_error_stays_one_readable_line_whatever_the_file_holds(engine, tmp_path):
    document = example_document()
    document["returns"][0]["a\nb" * 500] = 1
    file = tmp_path / "returns.json"
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ImportFailed) as failure:
        import_file(engine, file)
    assert "\n" not in str(failure.value)
    assert len(str(failure.value)) < 200
