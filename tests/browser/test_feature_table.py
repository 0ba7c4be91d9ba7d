"""The table of docs/widget.md that compares the widget with others': each "yes" of ours is held by a test here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded("reads files of the checkout only")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMED = re.compile(r"`(test_\w+)::(test_\w+)`")
#: What stands in a cell where nothing was found.
NOT_FOUND = "–"


def rows() -> list[list[str]]:
    """The table's rows, each as its cells: what, ours, others'."""
    text = ROOT.joinpath("docs", "widget.md").read_text(encoding="utf-8")
    table = text.partition("## What others have")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_what_we_have_is_tried_in_a_browser_and_what_we_lack_says_why(row):
    what, ours, *others = row
    if ours.startswith("yes"):
        found = NAMED.findall(ours)
        assert found, f"{what}: names no test as `file::name`"
        for file, name in found:
            source = HERE.joinpath(f"{file}.py").read_text(encoding="utf-8")
            assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{what}: {file}.py has no {name}"
    else:
        assert ours.startswith("**no**"), what
        argued = ours.removeprefix("**no**").strip(": ")
        assert argued or all(each == NOT_FOUND for each in others), f"{what}: others have it, and nothing says why not"
