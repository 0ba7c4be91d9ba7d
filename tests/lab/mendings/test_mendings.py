"""The list of mendings is of the code as it is, and what is taken out is found out by its test."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from lab.mendings import mendings as module
from lab.mendings.mendings import Ending, Mending, Taking, Tried, mendings, tried_part
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project, this_project

_ROOT = this_project().root
_ADDING = Mending(1, "sums.py", "one + other", "one", "test_sums.py::test_a_sum")


@pytest.mark.parametrize("mending", mendings(), ids=lambda each: f"{each.number} {each.mending.strip()[:40]}")
def test_what_mends_stands_once_in_its_file_and_its_test_is_there(mending: Mending) -> None:
    source = (_ROOT / mending.file).read_text(encoding="utf-8")
    assert mending.taken_out(source) != source
    file, _, name = mending.test.partition("::")
    assert re.search(rf"def {name}\b" if name else r"def test_", (_ROOT / file).read_text(encoding="utf-8"))


def test_every_finding_has_one() -> None:
    page = (_ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    found = page.partition("## What an attack from outside found")[2].partition("\n## ")[0]
    numbers = {int(number) for number in re.findall(r"^\| (\d+) \|", found, re.MULTILINE)}
    assert {each.number for each in mendings()} == numbers == set(range(1, 27))


def test_what_does_not_stand_there_once_is_named() -> None:
    with pytest.raises(Failure, match=r"'one \+ other' stands 2 times in sums\.py"):
        _ADDING.taken_out("one + other, one + other")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with a sum in it and its tests."""
    (tmp_path / "sums.py").write_text("def added(one, other):\n    return one + other\n")
    (tmp_path / "test_sums.py").write_text(
        "from sums import added\n\n\ndef test_a_sum():\n    assert added(1, 2) == 3\n\n\n"
        "def test_nothing():\n    assert added(1, 0) == 1\n\n\n"
        "def test_for_ever():\n    while added(1, 2) != 3:\n        pass\n"
    )
    names = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (["init", "-q"], ["add", "."], [*names, "commit", "-qm", "Add"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    return Project(tmp_path)


def test_a_test_that_passes_without_the_mending_is_told(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "list.yml"
    blind = replace(_ADDING, number=2, test="test_sums.py::test_nothing")
    path.write_text(yaml.safe_dump([asdict(_ADDING), asdict(blind)]))
    taking = Taking(project, Progress(Console(file=io.StringIO())), path)
    assert taking.run([1])
    assert not taking.run([2])
    assert "one + other" in (project.root / "sums.py").read_text()


def test_a_test_that_never_ends_without_it_is_ended(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_WITHOUT", 10.0)
    path = tmp_path / "list.yml"
    path.write_text(yaml.safe_dump([asdict(replace(_ADDING, test="test_sums.py::test_for_ever"))]))
    told = io.StringIO()
    assert Taking(project, Progress(Console(file=told, width=200)), path).run([1])
    assert "test_for_ever does not end without one + other" in told.getvalue()


def test_the_table_says_how_each_ended() -> None:
    page = tried_part([Tried(_ADDING, Ending.FAILS)], date(2026, 11, 29))
    assert "| 1 | `one + other` | `sums.py` | `test_sums.py::test_a_sum` | fails |" in page
    assert page.endswith("Tried on 29 November 2026.")
