"""A mapping that nobody can follow is refused before a row is read, by its place and with a remedy."""

from __future__ import annotations

from copy import deepcopy

import pytest
from plain_sheet import PLAIN

from returndesk.failure import Failure
from returndesk.spreadsheet.mapping import load_mapping


def said(*path, value):
    mapping = deepcopy(dict(PLAIN))
    at = mapping
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return mapping


TABLE = ("tables", 0)


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("tables: [", "is not YAML (line 1)"),
        ("- 1", "the file is not an object with"),
        (said("colour", value="red"), "colour is not one of"),
        ({"tables": PLAIN["tables"]}, "timezone is missing; write the zone of dates that name none"),
        (said("timezone", value="Mars/Base"), "timezone is not a time zone such as Europe/Madrid"),
        (said("dates", value=["day"]), 'dates is not a list of forms such as "%d/%m/%Y %H:%M"'),
        (said("decimal_sign", value="'"), 'decimal_sign is neither "." nor ","'),
        (said("delimiter", value=";;"), "delimiter is not one character"),
        (said("encoding", value="klingon"), "encoding is no encoding such as utf-8 or cp1252"),
        (said("tables", value=[]), "tables is not a list of sheets to read"),
        (said(*TABLE, "heading_row", value=0), "tables[0].heading_row is not the number of a row"),
        (said(*TABLE, "order", "colour", value="Red"), "tables[0].order.colour is not one of"),
        (said(*TABLE, "order", value={"number": "Order"}), "tables[0].order placed_at is not mapped"),
        (said(*TABLE, "order", "number", value=7), "tables[0].order.number is not an object with"),
        (
            said(*TABLE, "order", "number", value={"column": "A", "value": 1}),
            "tables[0].order.number is not a column's",
        ),
        (
            said(*TABLE, "order", "number", value={"column": "A", "values": 1}),
            "tables[0].order.number.values is not an",
        ),
        (said(*TABLE, "events", value={}), "tables[0].events are those of a return, which is not mapped"),
        (said(*TABLE, "leave_out", value=["Mail"]), "tables[0].leave_out is not an object of columns and the cells"),
        (said(*TABLE, "leave_out", value={"Mail": []}), "tables[0].leave_out.Mail is neither a cell"),
        (said(*TABLE, "leave_out", value={"Mail": None}), "tables[0].leave_out.Mail is neither a cell"),
        (said("tables", value=[{"sheet": "Orders"}]), "tables[0] maps neither order nor return nor customer"),
        (said(*TABLE, "refund", value={"amount": "A", "currency": "B", "method": "C"}), "maps refund and not return"),
    ],
)
def test_a_mistake_is_named_with_its_place(sheets, mapping, reason):
    with pytest.raises(Failure) as failure:
        sheets.mapping(mapping)
    assert str(failure.value).startswith("map.yml: ")
    assert reason in str(failure.value)


def test_an_order_needs_a_customer_beside_it_or_by_id(sheets):
    mapping = deepcopy(dict(PLAIN))
    del mapping["tables"][0]["customer"]
    with pytest.raises(Failure, match=r"tables\[0\].order customer is not mapped"):
        sheets.mapping(mapping)


def test_no_is_a_country_and_yes_a_word(sheets):
    mapping = sheets.mapping(
        "timezone: UTC\ntables:\n- return: {number: A, order: B, items: C, shipping: {value: NO}}\n"
        "  refund: {amount: D, currency: {value: EUR}, method: {column: E, values: {yes: card, no: original}}}\n"
    )
    (table,) = mapping.tables
    assert table.parts["return"]["shipping"].value == "NO"
    assert table.parts["refund"]["method"].values == {"yes": "card", "no": "original"}


def test_an_event_that_there_is_not_is_named(sheets):
    with pytest.raises(Failure, match=r"events.eaten is not one of approved, cancelled"):
        sheets.mapping(
            "timezone: UTC\ntables:\n- return: {number: A, order: B, items: C, shipping: D}\n"
            "  refund: {amount: D, currency: E, method: F}\n  events: {eaten: G}\n"
        )


def test_a_mapping_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Failure, match=r"^gone.yml: can't be read: No such file or directory$"):
        load_mapping(tmp_path / "gone.yml")
