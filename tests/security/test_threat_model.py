"""docs/security.md names tests that are there, and each has something to say about."""

from __future__ import annotations

import re

import pytest
from security_desk import ROOT

_DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_the_threat_model_names_tests() -> None:
    assert len(_NAMED.findall(_DOCUMENT)) > 20


@pytest.mark.parametrize(("path", "name"), sorted(set(_NAMED.findall(_DOCUMENT))))
def test_a_test_that_the_threat_model_names_is_there(path: str, name: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"def {name}\b" if name else r"def test_", source)


def test_every_row_of_the_threat_model_names_its_test() -> None:
    table = _DOCUMENT.partition("## Threats")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    assert [row for row in rows if not _NAMED.search(row)] == []


def test_every_file_of_attacks_is_in_the_threat_model() -> None:
    files = {f"tests/security/{path.name}" for path in (ROOT / "tests" / "security").glob("test_*.py")}
    assert files - {path for path, _ in _NAMED.findall(_DOCUMENT)} == set()
