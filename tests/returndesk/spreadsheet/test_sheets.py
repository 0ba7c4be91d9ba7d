"""Files within bounds: what unpacks to a lot, is endless, broken or a formula is refused with a sentence."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

import pytest
from pace import quiet_seconds
from plain_sheet import HEADINGS

from returndesk.failure import Failure
from returndesk.spreadsheet import sheets as reading
from returndesk.spreadsheet.records import Refused

# A spreadsheet knows no time zones.
BOUGHT = datetime(2026, 10, 1, 11, 30)  # noqa: DTZ001
ROW = ["1001", "C1", "a@b.example", "ES", BOUGHT, date(2026, 10, 5), "I1", "Desk lamp", 12.5, 2]
AS_TEXT = ["1001", "C1", "a@b.example", "ES", "01/10/2026", "", "I1", "Desk lamp", "12.50", "2"]


def without(cells, index, value):
    return [*cells[:index], value, *cells[index + 1 :]]


def test_the_cells_of_an_xlsx_are_what_they_mean(sheets):
    read = sheets.read(sheets.xlsx(ROW))
    assert read.refused == []
    order = read.found["orders"][0].record
    assert (order["placed_at"], order["received_at"]) == ("2026-10-01T09:30:00Z", "2026-10-05T10:00:00Z")
    assert (order["items"][0]["price"], order["items"][0]["quantity"]) == ("12.50", 2)


def test_a_number_is_read_as_it_is_shown(sheets):
    read = sheets.read(sheets.xlsx(without(ROW, 0, 1001)))
    assert read.found["orders"][0].record["number"] == "1001"


def test_a_number_that_a_spreadsheet_has_rounded_is_refused(sheets):
    read = sheets.read(sheets.xlsx(without(ROW, 0, 8120034500012345)))
    assert read.refused[0].row == 2
    assert "more than 15 digits, which spreadsheets round" in read.refused[0].reason


def test_a_formula_is_refused_and_never_evaluated(sheets):
    read = sheets.read(sheets.xlsx(ROW, without(without(ROW, 0, "1002"), 8, "=1+2")))
    assert read.refused == [Refused("", 3, 'column "Price" holds a formula; paste its value in place of it')]


def test_what_looks_like_a_formula_in_a_csv_is_text(sheets):
    read = sheets.read(sheets.csv(without(AS_TEXT, 7, "=cmd()")))
    assert read.found["orders"][0].record["items"][0]["title"] == "=cmd()"


def test_a_sheet_is_named_where_there_are_several(sheets, changed):
    mapping = changed()
    mapping["tables"][0]["sheet"] = "Orders"
    with pytest.raises(Failure, match=r'has no sheet "Orders"; it has "Sheet"'):
        sheets.read(sheets.xlsx(ROW), mapping)
    assert len(sheets.read(sheets.xlsx(ROW, title="Orders"), mapping).found["orders"]) == 1
    with pytest.raises(Failure, match=r'is a CSV file and has no sheet "Orders"'):
        sheets.read(sheets.csv(AS_TEXT), mapping)


def test_a_column_that_is_not_there_or_twice_is_named_with_those_that_are(sheets, changed):
    mapping = changed(order={"number": "Ordre"})
    with pytest.raises(Failure, match=r'no column "Ordre", which tables\[0\].order.number names; row 1 has "Order", '):
        sheets.read(sheets.csv(AS_TEXT), mapping)
    with pytest.raises(Failure, match=r'has several columns "Order"'):
        sheets.read(sheets.csv([*AS_TEXT, "x"], headings=[*HEADINGS, "Order"]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no row 1 with headings"),
        (b"\xff\xfe\x00", "is UTF-16; write encoding: utf-16 into the mapping"),
        (b"caf\xe9,b\n1,2", "is not UTF-8; name its encoding in the mapping, such as encoding: cp1252"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a file of an older Excel; save it as XLSX"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is an OpenDocument file; save it"),
        (b'"a,b\n1,2', "is not CSV"),
        (b"a,\x00b\n1,2", "is not CSV"),
        (b"PK\x03\x04 and no more", "has no column"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(sheets, tmp_path, content, reason):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(Failure, match=reason):
        sheets.read(path)


@pytest.mark.parametrize(("sign", "written"), [(";", '";"'), ("\t", '"\\t"'), ("|", '"|"')])
@pytest.mark.parametrize("quoted", [True, False])
def test_cells_that_another_character_stands_between_are_told_with_what_to_write(sheets, sign, written, quoted):
    path = sheets.csv(AS_TEXT, delimiter=sign)
    if not quoted:
        path.write_text(path.read_text(encoding="utf-8").replace('"', ""), encoding="utf-8")
    with pytest.raises(Failure) as refused:
        sheets.read(path)
    assert str(refused.value).endswith(f"Another character stands between its cells: write delimiter: {written}")


def test_a_file_in_utf_16_is_read_where_the_mapping_says_so(sheets, changed, tmp_path):
    path = sheets.csv(AS_TEXT)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    assert len(sheets.read(path, {**changed(), "encoding": "utf-16"}).found["orders"]) == 1


def archive(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_an_archive_that_unpacks_to_a_lot_is_refused_before_it_is_unpacked(sheets, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 20_000_000)
    path = archive(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert path.stat().st_size < 100_000

    def refused() -> None:
        with pytest.raises(Failure, match=r"unpacks to more than"):
            sheets.read(path)

    assert quiet_seconds(refused) < 1


def test_an_archive_of_very_many_members_is_refused(sheets, tmp_path):
    path = archive(tmp_path / "many.xlsx", {f"{number}.xml": b"" for number in range(1_100)})
    with pytest.raises(Failure, match=r"unpacks to more than"):
        sheets.read(path)


@pytest.mark.parametrize(
    "content", [b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<\x00"]
)
def test_an_archive_with_entities_is_refused(sheets, tmp_path, content):
    source = sheets.xlsx(ROW)
    with zipfile.ZipFile(source) as file:
        members = {name: file.read(name) for name in file.namelist()}
    path = archive(tmp_path / "entities.xlsx", {**members, "xl/sharedStrings.xml": content})
    with pytest.raises(Failure, match=r"holds a document type"):
        sheets.read(path)


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_an_archive_that_is_no_spreadsheet_is_refused(sheets, tmp_path, missing):
    with zipfile.ZipFile(sheets.xlsx(ROW)) as file:
        members = {name: file.read(name) for name in file.namelist() if name != missing}
    with pytest.raises(Failure, match=r"is not an XLSX file that can be read"):
        sheets.read(archive(tmp_path / "part.xlsx", members))


def test_a_cell_far_away_takes_neither_time_nor_memory(sheets, tmp_path):
    with zipfile.ZipFile(sheets.xlsx(ROW)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    path = archive(tmp_path / "far.xlsx", members)

    def refused() -> None:
        with pytest.raises(Failure, match=r"has more than 100,000 rows"):
            sheets.read(path)

    assert quiet_seconds(refused) < 20


def test_more_rows_than_are_read_are_refused(sheets, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    rows = [without(AS_TEXT, 0, f"{number}") for number in range(1001, 1005)]
    with pytest.raises(Failure, match=r"has more than 3 rows; delete empty ones at its end, or split it"):
        sheets.read(sheets.csv(*rows))
    with pytest.raises(Failure, match=r"has more than 3 rows"):
        sheets.read(sheets.xlsx(*rows))


def test_a_file_that_is_too_large_is_not_opened(sheets, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    with pytest.raises(Failure, match=r"is larger than"):
        sheets.read(sheets.csv(AS_TEXT))


def test_a_wrong_delimiter_is_told_from_a_wrong_heading_row(sheets):
    path = sheets.csv(delimiter=";")
    path.write_text(path.read_text().replace('"', ""))
    with pytest.raises(Failure, match='write delimiter: ";"'):
        sheets.read(path)
    path.write_text("\n" + path.read_text().replace(";", ","))
    with pytest.raises(Failure, match="say heading_row"):
        sheets.read(path)


def test_the_nearest_heading_is_named(sheets, changed):
    with pytest.raises(Failure, match='is it "Price"'):
        sheets.read(sheets.csv(), changed(item={"price": "Prise"}))
