"""The rows of a spreadsheet, CSV or XLSX, within bounds: formulas are never evaluated, and nothing unpacks to a lot."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from returndesk.failure import Failure
from returndesk.spreadsheet.mapping import ColumnMapping, Table

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
#: In characters.
LONGEST_CELL: Final = 2_000
#: In bytes: of a file as it lies there, and of all that an XLSX unpacks to.
LARGEST_FILE: Final = 100_000_000
LARGEST_UNPACKED: Final = 300_000_000
_MOST_MEMBERS: Final = 1_000
_PIECE: Final = 2**16
#: What no spreadsheet needs, and entities are made with; in UTF-16 it would not be found, so that is not taken either.
_DOCTYPE: Final = b"<!DOCTYPE"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Stands uncompressed at the beginning of such an archive.
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_HEAD: Final = 200
#: What stands between cells besides commas, and how it is written in YAML.
_DELIMITERS: Final = {";": ";", "\t": "\\t", "|": "|"}
#: What openpyxl raises over files that are something else.
_UNREADABLE: Final = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError),
    *(LookupError, ValueError, TypeError, AttributeError, EOFError, OSError),
)


class Formula(NamedTuple):
    """A cell that holds a formula in place of a value."""

    text: str


class Row(NamedTuple):
    """A row: its number in the file, from 1, and its cells by heading."""

    number: int
    cells: Mapping[str, Any]


def rows_of(path: Path, table: Table, mapping: ColumnMapping) -> Iterator[Row]:
    """The rows of a table below its headings; empty ones are left out.

    Raises:
        Failure: The file can't be read, is too large, or lacks a sheet or a column that is mapped.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Failure(f"{path.name}: can't be read: {error.strerror}") from None
    if size > LARGEST_FILE:
        raise Failure(f"{path.name}: is larger than {LARGEST_FILE // 1_000_000} MB; split it, or write JSON")
    _refuse_other_kinds(path, mapping)
    lines = _xlsx(path, table) if zipfile.is_zipfile(path) else _csv(path, table, mapping)
    headings: Sequence[str] | None = None
    for number, cells in lines:
        if number > MOST_ROWS + table.heading_row:
            raise Failure(f"{path.name}: has more than {MOST_ROWS:,} rows; delete empty ones at its end, or split it")
        if number < table.heading_row:
            continue
        if headings is None:
            headings = _headings(path, table, mapping, cells)
        elif any(cell not in (None, "") for cell in cells):
            yield Row(number, dict(zip(headings, cells)))  # noqa: B905  # a row may be shorter, or have cells beyond
    if headings is None:
        raise Failure(f"{path.name}: has no row {table.heading_row} with headings")


def _headings(path: Path, table: Table, mapping: ColumnMapping, cells: Sequence[Any]) -> list[str]:
    name = path.name
    found = [str(cell or "").strip() for cell in cells]
    for rule in table.rules():
        if rule.column is None:
            continue
        if rule.column not in found:
            there = ", ".join(f'"{each[:40]}"' for each in found if each)
            hint = _other_delimiter(path, mapping) or _remedy(found, rule.column)
            raise Failure(
                f'{name}: has no column "{rule.column}", which {rule.where} names; '
                f"row {table.heading_row} has {there or 'none'}{hint}"
            )
        if found.count(rule.column) > 1:
            raise Failure(f'{name}: has several columns "{rule.column}", which {rule.where} names; rename all but one')
    return found


def _remedy(found: Sequence[str], wanted: str) -> str:
    """What is likely wrong about headings among which one is missing."""
    filled = [each for each in found if each]
    if len(filled) <= 1:
        return "; if the headings stand in another row, say heading_row in the mapping"
    alike = get_close_matches(wanted.casefold(), [each.casefold() for each in filled], n=1)
    nearest = next((each for each in filled if alike and each.casefold() == alike[0]), None)
    return f'; is it "{nearest[:40]}"?' if nearest else ""


def _other_delimiter(path: Path, mapping: ColumnMapping) -> str:
    """What to write into the mapping where another character stands between a CSV file's cells."""
    if zipfile.is_zipfile(path):
        return ""
    with path.open(encoding=mapping.encoding, errors="replace") as file:
        beginning = file.read(_HEAD)
    used = next((sign for sign in _DELIMITERS if sign in beginning), None)
    if used is None or mapping.delimiter in beginning:
        return ""
    return f'. Another character stands between its cells: write delimiter: "{_DELIMITERS[used]}"'


def _refuse_other_kinds(path: Path, mapping: ColumnMapping) -> None:
    """Say of files that are no XLSX and no CSV as the mapping has it what they are.

    Raises:
        Failure: It is one of them.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_OLD_EXCEL):
        raise Failure(f"{path.name}: is a file of an older Excel; save it as XLSX")
    if _OPEN_DOCUMENT in head:
        raise Failure(f"{path.name}: is an OpenDocument file; save it as XLSX")
    if head.startswith(_UTF_16) and not mapping.encoding.lower().replace("_", "-").startswith("utf-16"):
        raise Failure(f"{path.name}: is UTF-16; write encoding: utf-16 into the mapping, or save it as CSV UTF-8")


def _csv(path: Path, table: Table, mapping: ColumnMapping) -> Iterator[tuple[int, Sequence[Any]]]:
    if table.sheet is not None:
        raise Failure(f'{path.name}: is a CSV file and has no sheet "{table.sheet}"; leave sheet out, or give the XLSX')
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=mapping.delimiter, strict=True)
            begins = 1
            for cells in reader:
                yield begins, cells[:MOST_COLUMNS]
                begins = reader.line_num + 1
    except UnicodeDecodeError:
        encoding = "UTF-8" if mapping.encoding == "utf-8-sig" else mapping.encoding
        remedy = "name its encoding in the mapping, such as encoding: cp1252, or save it as CSV UTF-8"
        raise Failure(f"{path.name}: is not {encoding}; {remedy}") from None
    except csv.Error as error:
        raise Failure(
            f"{path.name}: row {reader.line_num}: is not CSV: {error}{_other_delimiter(path, mapping)}"
        ) from None


def _xlsx(path: Path, table: Table) -> Iterator[tuple[int, Sequence[Any]]]:
    _check_archive(path)
    try:
        with closing(load_workbook(path, read_only=True, keep_links=False)) as book:
            names = [sheet.title for sheet in book.worksheets]
            if table.sheet is not None and table.sheet not in names:
                there = ", ".join(f'"{name}"' for name in names)
                raise Failure(f'{path.name}: has no sheet "{table.sheet}"; it has {there}')
            if table.sheet is None and len(names) > 1:
                raise Failure(f"{path.name}: has several sheets; name the one to read with sheet in the mapping")
            sheet = book[table.sheet] if table.sheet is not None else book.worksheets[0]
            last = MOST_ROWS + table.heading_row + 1
            for number, cells in enumerate(sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS), start=1):
                yield number, [Formula(cell.value) if cell.data_type == "f" else cell.value for cell in cells]
    except _UNREADABLE as error:
        raise Failure(f"{path.name}: is not an XLSX file that can be read ({type(error).__name__})") from None


def _check_archive(path: Path) -> None:
    """Look into an XLSX, which is a ZIP archive, before anything unpacks it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
                raise Failure(f"{path.name}: unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; split it")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(path, archive, member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Failure(f"{path.name}: is not an XLSX file that can be read ({type(error).__name__})") from None


def _check_xml(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as file:
        last = b""
        while piece := file.read(_PIECE):
            if (not last and piece.startswith(_UTF_16)) or _DOCTYPE in last + piece:
                raise Failure(f"{path.name}: holds a document type, as no spreadsheet does; save it anew as XLSX")
            last = piece[-len(_DOCTYPE) :]
