"""A file is read piece by piece: what is cut in the middle reads the same, and memory does not grow with the file."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from contract_documents import example_document, valid_documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.store.import_export import document_file, staging
from actions.store.import_export.document import records_in
from actions.store.import_export.document_file import records_in_file
from actions.store.import_export.exchange import export_document, export_text, import_document, import_file
from actions.store.import_export.failure import ImportFailed

#: Imports a file and writes out what the store then holds; prints the most memory that took, in MB.
_IMPORTS_AND_EXPORTS = """
import resource, sys
from pathlib import Path
from core.database.engine import open_engine
from actions.store.import_export.exchange import export_parts, import_file
engine = open_engine(f"sqlite:///{sys.argv[2]}")
import_file(engine, Path(sys.argv[1]))
with open(sys.argv[3], "w", encoding="utf-8") as out:
    out.writelines(export_parts(engine))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def unheard(_):
    """Progress that nobody follows."""


def read(path):
    return list(records_in_file(path, unheard))


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "returns.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def pieces(monkeypatch):
    """Sets how many bytes are read at once."""
    return lambda size: monkeypatch.setattr(document_file, "_PIECE", size)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=valid_documents(), size=st.integers(1, 90), indent=st.sampled_from([None, 1]), ascii_=st.booleans())
def test_wherever_a_piece_ends_the_records_are_the_same(written, pieces, document, size, indent, ascii_):
    pieces(size)
    path = written(json.dumps(document, indent=indent, ensure_ascii=ascii_))
    assert read(path) == list(records_in(document))


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ('{"customers": [],\n "orders": [}', "orders[0]: parse error: unallowed token at this point in JSON text"),
        (
            '{"customers": []\n "orders": []}',
            "after customers: parse error: after key and value, inside map, I expect ',' or '}'",
        ),
        ('{"customers": [] }\n x', "after customers: parse error: trailing garbage"),
        ('{"customers" []}', "customers: parse error: object key and value must be separated by a colon (':')"),
        ("{customers: []}", "lexical error: invalid char in json text"),
        ('{"orders": [],}', "after orders: parse error: invalid object key (must be a string)"),
        ('{"orders": [', "orders[0]: parse error: premature EOF"),
        ('{"orders": []', "after orders: parse error: premature EOF"),
        ('{"orders": ', "orders: parse error: premature EOF"),
        ('{"orders": [{"number": nil}]}', "orders[0]: lexical error: invalid string in json text"),
        ('{"orders": [{"number": "81', "orders[0]: parse error: premature EOF"),
        ('{"orders": [{"a": 1, "a": 2}]}', 'orders[0]: field "a" stands twice in {"a": 1}'),
        ('{"orders": [{"a": [{"b": [], "b": 2}]}]}', 'orders[0]: field "b" stands twice in {"b": []}'),
        (b'\xef\xbb\xbf{"orders": ["\xff"]}', "is not UTF-8 text (byte 16)"),
        (b'{"orders": ["\xc3', "is not UTF-8 text (byte 13)"),
        (b'{"orders": ["\xed\xa0\x80"]}', "is not UTF-8 text (byte 13)"),
        (r'{"orders": ["\ud83d\u0041 and more"]}', "holds half of a character (byte 13)"),
        (
            r'{"orders": ["\udc00"]}',
            "orders[0]: 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
        ),
        ('{"orders": [' + "1" * 5_000 + "]}", "orders[0]: parse error: integer overflow"),
        ('{"orders": [1e400]}', "orders[0]: parse error: numeric (floating point) overflow"),
    ],
)
def test_wherever_a_piece_ends_an_error_names_the_same_place(written, pieces, text, size, trouble):
    pieces(size)
    with pytest.raises(ImportFailed) as failure:
        read(written(text))
    assert str(failure.value) == f"import: returns.json: {trouble}; nothing was imported"


@pytest.mark.parametrize("text", ["[]", '"text"', "7", "null"])
def test_a_document_that_is_no_object_is_refused(written, text):
    with pytest.raises(ImportFailed, match="the document is not an object with customers, orders, returns"):
        read(written(text))


def test_a_section_that_is_no_list_is_refused(written):
    with pytest.raises(ImportFailed, match=r"^import: orders is not a list; nothing was imported$"):
        read(written('{"orders": {"number": 1}}'))


def test_a_record_without_an_end_is_refused_before_it_fills_the_memory(written, pieces, monkeypatch):
    pieces(100)
    monkeypatch.setattr(document_file, "LONGEST_RECORD", 1_000)
    with pytest.raises(ImportFailed, match=r"customers\[0\]: has more than 1000 bytes"):
        read(written('{"customers":\n["' + "x" * 10_000 + '"]}'))


@pytest.mark.parametrize("sections", [("returns", "orders", "customers"), ("orders", "returns", "customers")])
def test_sections_may_stand_in_any_order(engine, written, sections):
    document = example_document()
    import_file(engine, written(json.dumps({section: document[section] for section in sections})))
    assert export_document(engine) == document


def test_a_number_that_stands_twice_far_apart_is_named_with_both_records(engine, written, monkeypatch):
    monkeypatch.setattr(staging, "_MOST_UNWRITTEN", 7)
    document = example_document()
    document["returns"] = [{**document["returns"][0], "number": f"R{number}"} for number in range(1000, 2500)]
    document["returns"][1400]["number"] = "r-1003"
    with pytest.raises(ImportFailed, match=r"returns\[1400\] r-1003: number is already that of returns\[3\] R1003"):
        import_file(engine, written(json.dumps(document)))
    assert not any(export_document(engine).values())


def test_more_records_than_a_page_come_out_as_they_went_in(engine, tmp_path, written):
    document = example_document()
    (order,), (record,) = document["orders"], document["returns"]
    numbers = [f"{(number * 7_919) % 10_007:05d}" for number in range(1_201)]
    document["orders"] = [{**order, "number": number} for number in numbers]
    document["returns"] = [{**record, "number": f"R{number}", "order": number} for number in reversed(numbers)]
    import_document(engine, document)
    assert export_document(engine) == document
    assert export_text(engine) == json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def test_progress_is_told(engine, written):
    said = []
    import_file(engine, written(json.dumps(example_document())), said.append)
    assert said[0] == "reading: 100%"
    assert "checking returns: 0 of 1" in said
    assert said[-1] == "adding returns: 0 of 1"


def test_ten_times_the_file_takes_no_more_memory(tmp_path):
    def memory(returns):
        file, out = tmp_path / f"{returns}.json", tmp_path / f"{returns}.out.json"
        file.write_text(json.dumps(many(returns), ensure_ascii=False, indent=2) + "\n", "utf-8")
        arguments = [file, tmp_path / f"{returns}.db", out]
        command = [sys.executable, "-c", _IMPORTS_AND_EXPORTS, *map(str, arguments)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        assert out.read_bytes() == file.read_bytes()
        return int(done.stdout)

    assert memory(20_000) - memory(2_000) < 50


def many(returns):
    """A document with so many returns of as many orders."""
    document = example_document()
    (order,), (record,) = document["orders"], document["returns"]
    numbers = [f"81{number:010d}" for number in range(returns)]
    document["orders"] = [{**order, "number": number} for number in numbers]
    document["returns"] = [{**record, "number": f"R{number}", "order": number} for number in numbers]
    return document
