"""Spreadsheets and mappings that a test writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook
from plain_sheet import HEADINGS, PLAIN

from returndesk.spreadsheet.mapping import ColumnMapping, load_mapping
from returndesk.spreadsheet.records import Spreadsheet, read_spreadsheet


class Sheets:
    """Writes files, and reads them by a mapping."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mapping(self, said: Any = PLAIN) -> ColumnMapping:
        path = self.folder / "map.yml"
        path.write_text(said if isinstance(said, str) else yaml.safe_dump(said), encoding="utf-8")
        return load_mapping(path)

    def csv(self, *rows: Sequence[str], headings: Sequence[str] = HEADINGS, delimiter: str = ",") -> Path:
        path = self.folder / "sheet.csv"
        lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (headings, *rows)]
        path.write_text("\r\n".join(lines), encoding="utf-8")
        return path

    def xlsx(self, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, title: str = "Sheet") -> Path:
        book = Workbook()
        assert book.active is not None
        book.active.title = title
        for row in (headings, *rows):
            book.active.append(list(row))
        path = self.folder / "sheet.xlsx"
        book.save(path)
        return path

    def read(self, path: Path, said: Any = PLAIN) -> Spreadsheet:
        return read_spreadsheet(path, self.mapping(said))


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    return Sheets(tmp_path)


@pytest.fixture
def changed() -> Callable[..., Any]:
    """The plain mapping with other rules for some fields, by part."""

    def change(**parts: Mapping[str, Any]) -> Any:
        mapping = deepcopy(dict(PLAIN))
        for name, rules in parts.items():
            mapping["tables"][0][name].update(rules)
        return mapping

    return change
