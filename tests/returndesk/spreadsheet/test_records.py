"""What rows of common exports become: orders of several rows, returns with what happened, refusals by their row."""

from __future__ import annotations

from pathlib import Path

import pytest
from spreadsheet_exports import SHOPIFY, SHOPIFY_MAPPING, WOOCOMMERCE, WOOCOMMERCE_MAPPING

from returndesk.spreadsheet.mapping import load_mapping
from returndesk.spreadsheet.records import Refused, read_spreadsheet

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
LAMP = ["1001", "C1", "a@b.example", "ES", "01/10/2026", "05/10/2026 14:30", "I1", "Desk lamp", "12.50", "2"]
MUG = ["1001", "C1", "a@b.example", "ES", "01/10/2026", "05/10/2026 14:30", "I2", "Tea mug", "4", ""]
RETURNS = {
    "timezone": "Europe/Madrid",
    "dates": ["%d/%m/%Y"],
    "tables": [
        {
            "separator": ";",
            "return": {
                "number": "RMA",
                "order": "Order",
                "items": "SKUs",
                "quantity": "Pieces",
                "shipping": {"column": "Label", "values": {"free": "free_label", "own": "paid"}, "default": "paid"},
                "tracking_number": "Tracking",
                "carrier": {"value": "Correos"},
            },
            "refund": {"amount": "Refund", "currency": {"value": "EUR"}, "method": {"value": "card"}},
            "events": {"requested": "Asked", "warehouse_received": "Arrived", "refund_issued": "Paid"},
        }
    ],
}
OF_RETURNS = ["RMA", "Order", "SKUs", "Pieces", "Label", "Tracking", "Refund", "Asked", "Arrived", "Paid"]


def records(read, section):
    return [dict(each.record) for each in read.found[section]]


def test_the_rows_of_an_order_are_its_items(sheets):
    read = sheets.read(sheets.csv(LAMP, MUG))
    assert read.refused == []
    (order,) = records(read, "orders")
    assert (order["number"], order["customer"]) == ("1001", "C1")
    assert order["placed_at"] == "2026-10-01T10:00:00Z"
    assert order["received_at"] == "2026-10-05T12:30:00Z"
    assert [(item["id"], item["price"], item.get("quantity", 1)) for item in order["items"]] == [
        ("I1", "12.50", 2),
        ("I2", "4.00", 1),
    ]
    assert [each["id"] for each in records(read, "customers")] == ["C1"]


def test_an_export_whose_further_rows_name_only_the_item_is_understood(sheets):
    read = sheets.read(sheets.csv(*SHOPIFY[1:], headings=SHOPIFY[0]), SHOPIFY_MAPPING)
    assert read.refused == []
    first, second = records(read, "orders")
    assert [item["title"] for item in first["items"]] == ["Desk lamp - Black", "Tea mug"]
    assert {item["currency"] for item in first["items"]} == {"EUR"}
    assert first["placed_at"] == "2026-10-01T09:00:00Z"
    assert (first["received_at"], second["received_at"]) == ("2026-10-05T10:00:00Z", None)
    assert len(records(read, "customers")) == 2
    assert first["customer"] != second["customer"]


def test_an_export_with_a_row_an_item_and_commas_for_cents_is_understood(sheets):
    path = sheets.csv(*WOOCOMMERCE[1:], headings=WOOCOMMERCE[0], delimiter=";")
    read = sheets.read(path, WOOCOMMERCE_MAPPING)
    assert read.refused == []
    (order,) = records(read, "orders")
    assert [(item["id"], item["price"], item["quantity"]) for item in order["items"]] == [
        ("LAMP-1", "1234.50", 1),
        ("MUG-1", "4.00", 3),
    ]
    assert order["ship_to"] == "ES"


def test_a_customer_without_an_id_has_the_same_one_in_every_file_and_it_is_no_address(sheets, changed):
    mapping = changed()
    del mapping["tables"][0]["customer"]["id"]
    ids = [
        records(sheets.read(sheets.csv(row), mapping), "customers")[0]["id"]
        for row in (LAMP, [*LAMP[:2], "A@B.example", *LAMP[3:]], [*LAMP[:2], "c@b.example", *LAMP[3:]])
    ]
    assert ids[0] == ids[1] != ids[2]
    assert "@" not in ids[0]


def test_of_a_customer_with_several_orders_what_stands_beside_the_latest_counts(sheets):
    later = ["1002", "C1", "new@b.example", "PT", "04/10/2026", "", *LAMP[6:]]
    for rows in ((LAMP, later), (later, LAMP)):
        (customer,) = records(sheets.read(sheets.csv(*rows)), "customers")
        assert (customer["email"], customer["country"]) == ("new@b.example", "PT")


def test_the_same_item_in_two_rows_is_more_pieces_of_it(sheets):
    (order,) = records(sheets.read(sheets.csv(LAMP, LAMP)), "orders")
    assert [item["quantity"] for item in order["items"]] == [4]


def test_a_row_that_stands_there_again_apart_from_the_first_is_named_and_counts_no_pieces(sheets):
    other = ["1002", "C2", "c@b.example", *LAMP[3:]]
    read = sheets.read(sheets.csv(LAMP, other, LAMP))
    reason = "it is row 2 again, with others between; take it out, or put the two side by side"
    assert read.refused == [Refused("", 4, reason)]
    assert [item["quantity"] for order in records(read, "orders") for item in order["items"]] == [2, 2]


def test_an_order_without_an_address_names_the_column_that_is_empty(sheets, changed):
    mapping = changed()
    del mapping["tables"][0]["customer"]["id"]
    nobodys = [*LAMP[:2], "", *LAMP[3:]]
    assert sheets.read(sheets.csv(nobodys), mapping).refused == [Refused("", 2, 'column "Mail" is empty')]


@pytest.mark.parametrize("nobodys", ["", " "])
def test_records_that_the_mapping_leaves_out_are_counted_and_not_refused(sheets, changed, nobodys):
    mapping = changed()
    mapping["tables"][0]["leave_out"] = {"Mail": "", "Land": ["pt", "SE"]}
    counter = ["1002", "C2", nobodys, *LAMP[3:]]
    elsewhere = ["1003", "C3", "d@b.example", "PT", *LAMP[4:]]
    # What a further row of an order leaves empty says nothing of the order.
    further = [LAMP[0], "", "", "", "", "", "I9", "Shade", "4.00", "1"]
    read = sheets.read(sheets.csv(LAMP, further, counter, elsewhere), mapping)
    assert (read.refused, read.left_out) == ([], 2)
    assert [order["number"] for order in records(read, "orders")] == [LAMP[0]]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-10-01", "2026-10-01T10:00:00Z"),
        ("2026-10-01T09:30", "2026-10-01T07:30:00Z"),
        ("2026-10-01 09:30:15", "2026-10-01T07:30:15Z"),
        ("2026-10-01 09:30:15 -0400", "2026-10-01T13:30:15Z"),
        ("2026-10-01T09:30:15Z", "2026-10-01T09:30:15Z"),
    ],
)
def test_a_date_in_iso_8601_is_read_whatever_forms_are_named(sheets, written, at):
    (order,) = records(sheets.read(sheets.csv([*LAMP[:4], written, "", *LAMP[6:]])), "orders")
    assert order["placed_at"] == at


def test_an_export_of_orders_and_a_list_of_returns_as_others_have_them_are_understood():
    """The columns are those of a shop's export and of a returns app's list; docs/connect.md leads through them."""
    orders, returns = (
        read_spreadsheet(EXAMPLES / f"{name}-export.csv", load_mapping(EXAMPLES / f"{name}-export.yml"))
        for name in ("orders", "returns")
    )
    assert orders.refused == returns.refused == []
    assert (len(records(orders, "orders")), orders.left_out) == (17, 3)
    assert len(records(returns, "returns")) == 8
    gift = next(each for each in records(orders, "orders") if each["number"] == "#7015")
    assert [item["id"] for item in gift["items"]] == ["1", "WP-2"]


def test_a_return_has_its_items_and_what_happened_to_it(sheets):
    row = ["R2001", "1001", "I1; I2", "", "Free", "LP1", "16.50", "06/10/2026", "12/10/2026", ""]
    read = sheets.read(sheets.csv(row, headings=OF_RETURNS), RETURNS)
    assert read.refused == []
    (found,) = records(read, "returns")
    assert (found["items"], found["shipping"]) == (["I1", "I2"], "free_label")
    assert found["refund"] == {"amount": "16.50", "currency": "EUR", "method": "card"}
    assert found["events"] == [
        {"type": "requested", "at": "2026-10-06T10:00:00Z"},
        {"type": "warehouse_received", "at": "2026-10-12T10:00:00Z"},
    ]


def test_the_rows_of_a_return_are_what_it_sends_back(sheets):
    first = ["R2001", "1001", "I1", "2", "", "", "16.50", "06/10/2026", "", ""]
    second = ["R2001", "1001", "I2", "", "", "", "", "", "", ""]
    (found,) = records(sheets.read(sheets.csv(first, second, headings=OF_RETURNS), RETURNS), "returns")
    assert (found["items"], found["shipping"]) == ([{"id": "I1", "quantity": 2}, "I2"], "paid")


def test_a_status_with_its_date_is_an_event(sheets):
    status = {"column": "Paid", "values": {"accepted": "approved", "got it": "warehouse_received"}}
    mapping = {**RETURNS, "tables": [{**RETURNS["tables"][0], "events": [{"type": status, "at": "Asked"}]}]}
    row = ["R2001", "1001", "I1", "", "", "", "16.50", "06/10/2026", "", "Got It"]
    (found,) = records(sheets.read(sheets.csv(row, headings=OF_RETURNS), mapping), "returns")
    assert found["events"] == [{"type": "warehouse_received", "at": "2026-10-06T10:00:00Z"}]


def test_a_row_without_a_number_belongs_to_the_one_above_where_the_mapping_says_so(sheets, changed):
    rows = (LAMP, ["", "", "", "", "", "", "I2", "Tea mug", "4.00", "1"])
    assert sheets.read(sheets.csv(*rows)).refused == [Refused("", 3, 'column "Order" is empty')]
    mapping = changed()
    mapping["tables"][0]["continued_rows"] = True
    (order,) = records(sheets.read(sheets.csv(*rows), mapping), "orders")
    assert [item["id"] for item in order["items"]] == ["I1", "I2"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (2, "nobody", 'customer: email: "nobody" is not an e-mail address'),
        (3, "Spain", 'customer: country: "Spain" is not a country\'s code such as ES'),
        (4, "", "order: placed_at is missing"),
        (
            4,
            "10/13/2026",
            'column "Bought" is not a date such as 2026-10-16, nor in one of the forms that dates names '
            "(%d/%m/%Y, %d/%m/%Y %H:%M)",
        ),
        (7, "x" * 3_000, 'column "Thing" holds more than 2,000 characters'),
        (8, "free", 'column "Price" is not an amount such as 12.50'),
        (9, "two", 'column "Pieces" is not a whole number'),
        (9, "0", "order: items[0].quantity: 0 is not a number of pieces from 1 to 9999"),
    ],
)
def test_a_row_that_can_not_be_taken_is_named_with_its_reason_and_the_others_are_read(sheets, column, cell, reason):
    wrong = ["1002", "C2", *LAMP[2:]]
    wrong[column] = cell
    read = sheets.read(sheets.csv(LAMP, wrong))
    assert read.refused == [Refused("", 3, reason)]
    assert len(read.found["orders"]) == 1


def test_rows_of_one_order_that_contradict_each_other_are_refused(sheets):
    read = sheets.read(sheets.csv(LAMP, [*MUG[:4], "02/10/2026", *MUG[5:]]))
    assert read.refused == [Refused("", 3, 'column "Bought" says otherwise than row 2')]


def test_rows_are_counted_by_the_lines_of_the_file_also_after_a_cell_of_several_lines(sheets):
    read = sheets.read(sheets.csv([*LAMP[:7], "Desk\nlamp", *LAMP[8:]], ["1002", *LAMP[1:4], "x", *LAMP[5:]]))
    assert [each.row for each in read.refused] == [2, 4]


PARCELS_AND_LABELS = {
    **RETURNS,
    "tables": [{**RETURNS["tables"][0], "label": {"address": "Label address", "qr": "QR", "expires_at": "Good until"}}],
}
WITH_LABELS = [*OF_RETURNS, "Label address", "QR", "Good until"]


@pytest.mark.parametrize(
    "rows", [[["I1;I2", "LP1; LP2"]], [["I1", "LP1"], ["I2", "LP2"]], [["I1", "LP1;LP2"], ["I2", "LP2"]]]
)
def test_several_tracking_numbers_are_several_parcels(sheets, rows):
    cells = [["R1", "1001", items, "", "free", number, "20", "01/10/2026", "", ""] for items, number in rows]
    read = sheets.read(sheets.csv(*cells, headings=OF_RETURNS), RETURNS)
    assert read.refused == []
    (found,) = records(read, "returns")
    assert (found["items"], found["tracking_number"], found["carrier"]) == (["I1", "I2"], "LP1", "Correos")
    assert found["further_parcels"] == [{"tracking_number": "LP2", "carrier": "Correos"}]


@pytest.mark.parametrize(
    ("until", "expires_at"),
    [("30/10/2026", "2026-10-30T23:00:00Z"), ("2026-10-30T12:00:00+01:00", "2026-10-30T11:00:00Z"), ("", None)],
)
def test_a_label_stands_in_columns(sheets, until, expires_at):
    row = ["R1", "1001", "I1", "", "free", "LP1", "20", "01/10/2026", "", "", "https://carrier.example/1", "LP1", until]
    read = sheets.read(sheets.csv(row, headings=WITH_LABELS), PARCELS_AND_LABELS)
    assert read.refused == []
    (found,) = records(read, "returns")
    label = {"address": "https://carrier.example/1", "qr": "LP1"}
    assert found["label"] == ({**label, "expires_at": expires_at} if expires_at else label)


def test_without_address_and_code_there_is_no_label(sheets):
    row = ["R1", "1001", "I1", "", "free", "LP1", "20", "01/10/2026", "", "", "", "", "30/10/2026"]
    read = sheets.read(sheets.csv(row, headings=WITH_LABELS), PARCELS_AND_LABELS)
    assert "label" not in records(read, "returns")[0]


def test_a_label_that_breaks_the_contract_refuses_its_row(sheets):
    row = ["R1", "1001", "I1", "", "free", "LP1", "20", "01/10/2026", "", "", "http://carrier.example/1", "", ""]
    read = sheets.read(sheets.csv(row, headings=WITH_LABELS), PARCELS_AND_LABELS)
    assert [each.reason[:23] for each in read.refused] == ["return: label.address: "]


def test_dates_with_months_in_another_language_are_read_where_the_mapping_says_which(sheets, changed):
    mapping = changed()
    mapping["dates"] = ["%d. %B %Y"]
    row = [*LAMP[:4], "1. Oktober 2026", "", *LAMP[6:]]
    (refused,) = sheets.read(sheets.csv(row), mapping).refused
    assert "months: de" in refused.reason
    (order,) = records(sheets.read(sheets.csv(row), {**mapping, "months": "de"}), "orders")
    assert order["placed_at"] == "2026-10-01T10:00:00Z"


def test_an_amount_in_the_sign_of_another_currency_refuses_its_row(sheets):
    pounds = [*LAMP[:8], "£12.50", "2"]
    (refused,) = sheets.read(sheets.csv(LAMP, [*pounds[:6], "I2", *pounds[7:]])).refused
    assert refused == Refused("", 3, 'column "Price" has the sign "£", and its currency is EUR')


def test_cents_behind_the_other_sign_refuse_their_row_and_name_the_setting(sheets):
    (refused,) = sheets.read(sheets.csv([*LAMP[:8], "12,50", "2"])).refused
    assert (refused.row, 'decimal_sign: ","' in refused.reason) == (2, True)


def test_totals_and_notes_below_a_list_are_left_out_where_the_mapping_says_so(sheets, changed):
    mapping = changed()
    total = ["", "", "", "", "", "", "", "Sum", "12.50", ""]
    assert len(sheets.read(sheets.csv(LAMP, total), mapping).refused) == 1
    mapping["tables"][0]["leave_out"] = {"Mail": ""}
    read = sheets.read(sheets.csv(LAMP, total), mapping)
    assert (read.refused, read.left_out, len(read.found["orders"])) == ([], 1, 1)


def test_a_return_that_says_not_what_goes_back_is_refused_with_the_column_and_the_remedy(sheets):
    row = ["R1", "1001", "", "", "free", "LP1", "4.00", "06/10/2026", "", ""]
    (refused,) = sheets.read(sheets.csv(row, headings=OF_RETURNS), RETURNS).refused
    assert refused.reason.startswith('column "SKUs" is empty; write the id of an item')
