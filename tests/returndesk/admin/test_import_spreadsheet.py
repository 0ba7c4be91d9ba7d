"""`returndesk import --mapping` at a terminal, with the example that comes with the documentation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Optional

import pytest
from openpyxl import load_workbook
from sqlalchemy.engine import Engine

from actions.store.engine import migrate
from actions.store.import_export.exchange import export_document
from core.database.engine import open_engine
from returndesk.cli.command import main

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


class Terminal:
    """Runs the command on a store, in this process."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.engine = engine
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, file: Path, *options: object, mapping: Optional[Path] = EXAMPLES / "shop.yml") -> tuple[int, str]:
        url = self.engine.url.render_as_string(hide_password=False)
        by = ["--mapping", mapping] if mapping is not None else []
        command = ["returndesk", "import", *by, file, *options, "--database-url", url]
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", [str(part) for part in command])
            patch.setenv("NO_COLOR", "1")
            patch.setenv("COLUMNS", "200")
            code = 0
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        written = self._capsys.readouterr()
        return code, written.out + written.err


@pytest.fixture
def terminal(new_database, monkeypatch, capsys):
    engine = open_engine(new_database())
    migrate(engine)
    yield Terminal(engine, monkeypatch, capsys)
    engine.dispose()


@pytest.fixture
def edited(tmp_path):
    """The example with some cells changed, each by its sheet and its place there."""

    def edit(**cells):
        book = load_workbook(EXAMPLES / "shop.xlsx")
        for place, value in cells.items():
            sheet, _, cell = place.partition("_")
            book[sheet][cell] = value
        path = tmp_path / "shop.xlsx"
        book.save(path)
        return path

    return edit


def test_the_example_is_imported_and_again_changes_nothing(terminal):
    code, said = terminal.run(EXAMPLES / "shop.xlsx")
    assert code == 0
    assert "Imported 10 customers, 20 orders, 8 returns and 36 events" in said
    held = export_document(terminal.engine)
    assert terminal.run(EXAMPLES / "shop.xlsx", "--update")[0] == 0
    assert export_document(terminal.engine) == held


def test_numbers_that_no_customer_could_name_are_told_until_their_shape_is_set(terminal, monkeypatch):
    _, said = terminal.run(EXAMPLES / "shop.xlsx", "--dry-run")
    assert "20 order numbers, such as #5001, don't look like 1234567890123456" in said
    monkeypatch.setenv("RETURNDESK_NUMBERS", str(EXAMPLES / "numbers.yml"))
    code, said = terminal.run(EXAMPLES / "shop.xlsx", "--dry-run")
    assert (code, "don't look like" in said) == (0, False)


def test_a_dry_run_shows_the_first_rows_as_they_would_be_stored_and_stores_nothing(terminal):
    code, said = terminal.run(EXAMPLES / "shop.xlsx", "--dry-run")
    assert code == 0
    assert 'Returns, row 2, return: {"number": "R20451", "order": "#5001"' in said
    assert "… and 17 more orders" in said
    assert not any(export_document(terminal.engine).values())


def test_a_dry_run_names_every_row_that_would_be_refused(terminal, edited):
    path = edited(Orders_K2="yesterday", Orders_S6="Belgium", Returns_N3="a lot")
    code, said = terminal.run(path, "--dry-run", "--update")
    assert code == 1
    assert 'Orders, row 2 is refused: column "Created at" is not a date such as 2026-10-16' in said
    assert (
        'Orders, row 6 is refused: column "Shipping Country" holds a value that tables[0].customer.timezone.values'
        in said
    )
    assert 'Returns, row 3 is refused: column "Refund" is not an amount' in said
    # The order of the return above it is among the refused ones.
    assert "Returns, row 2 is refused: return: order: #5001 is not in the store" in said


def test_a_row_that_is_refused_refuses_the_file(terminal, edited):
    code, said = terminal.run(edited(Orders_K2="yesterday"))
    assert code == 1
    assert "1 refused; nothing was imported" in said
    assert "Orders, row 2: column" in said
    assert not any(export_document(terminal.engine).values())


def test_an_update_brings_what_was_written_into_the_sheet_meanwhile(terminal, edited):
    terminal.run(EXAMPLES / "shop.xlsx")
    code, said = terminal.run(edited(Returns_M7="2026-10-12T10:00:00Z"), "--update")
    assert (code, "1 new events" in said) == (0, True)
    (found,) = [each for each in export_document(terminal.engine)["returns"] if each["number"] == "R20456"]
    assert found["events"][-1] == {"type": "refund_issued", "at": "2026-10-12T10:00:00Z"}


def test_what_contradicts_the_store_is_named_by_its_row(terminal, edited):
    terminal.run(EXAMPLES / "shop.xlsx")
    code, said = terminal.run(edited(Returns_H2="2026-09-06T10:00:00Z"), "--update")
    assert code == 1
    assert "Returns, row 2: return R20451: events[0].at: the return was requested at" in said


def test_a_window_that_counts_for_nothing_is_warned_of(terminal, tmp_path):
    mapping = (EXAMPLES / "shop.yml").read_text()
    assert "free_returns: {value: true}" in mapping
    path = tmp_path / "paid.yml"
    path.write_text(mapping.replace("free_returns: {value: true}", "free_returns: {value: false}"))
    code, said = terminal.run(EXAMPLES / "shop.xlsx", "--dry-run", mapping=path)
    assert code == 0
    assert "have return_window_days and free_returns: false" in " ".join(said.split())
    _, usual = terminal.run(EXAMPLES / "shop.xlsx", "--dry-run")
    assert "free_returns: false" not in usual


def test_a_spreadsheet_without_a_mapping_is_told_what_it_needs(terminal):
    code, said = terminal.run(EXAMPLES / "shop.xlsx", mapping=None)
    assert code == 1
    assert "say with --mapping what its columns are" in " ".join(said.split())


def test_orders_whose_dates_can_not_be_right_are_told_and_taken(terminal, edited, monkeypatch):
    monkeypatch.setenv("RETURNDESK_NOW", "2026-10-20T10:00:00Z")
    path = edited(Orders_K2="2026-12-01 10:00:00 +0100", Orders_K5="2026-10-10 10:00:00 +0200")
    code, said = terminal.run(path, "--dry-run")
    assert code == 0
    assert "orders that are placed in the future: 1, such as #5001" in said
    assert "are day and month taken for each other?" in said
    assert "orders that arrived before they were placed: 2, such as #5001" in said
    assert "taken for each other" not in terminal.run(EXAMPLES / "shop.xlsx", "--dry-run")[1]
