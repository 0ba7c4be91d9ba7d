"""`python -m lab mendings`: takes what mended each finding out of a copy of the code, and runs its test there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Optional
from xml.etree import ElementTree

import yaml

from lab.benchmark.document import replace_measured
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

MARK: Final = "<!-- tried by `python -m lab mendings`; do not edit by hand -->"
LIST: Final = Path(__file__).with_name("mendings.yml")
#: What git does not keep and tests need.
_BESIDE: Final = (".venv", "models")


@dataclass(frozen=True)
class Mending:
    """A place in the code that mends a finding.

    Args:
        number: The finding's number in docs/security.md.
        file: Where it is, from the checkout's folder.
        mending: The text that mends, which stands there once.
        without: What takes it out in its place.
        test: The test that has to fail then: a file, or a file and the name of a test, as pytest has it.
        also: A second text of the file that goes with it.
        becomes: What stands in its place.
    """

    number: int
    file: str
    mending: str
    without: str
    test: str
    also: str = ""
    becomes: str = ""

    def taken_out(self, source: str) -> str:
        """The file's text without it.

        Raises:
            Failure: The text that mends does not stand there, or more than once.
        """
        for text in filter(None, (self.mending, self.also)):
            if source.count(text) != 1:
                raise Failure(f"{text.strip()!r} stands {source.count(text)} times in {self.file}, once is wanted")
        without = source.replace(self.mending, self.without)
        return without.replace(self.also, self.becomes) if self.also else without


@dataclass(frozen=True)
class Tried:
    """How the test of a mending ended without it: whether it failed, None where it did not run."""

    mending: Mending
    failed: Optional[bool]


def mendings(path: Path = LIST) -> Sequence[Mending]:
    """The list."""
    return [Mending(**each) for each in yaml.safe_load(path.read_text(encoding="utf-8"))]


@dataclass
class Taking:
    """One run, in a copy of the last commit.

    Args:
        project: The checkout.
        progress: Who is told how far it is.
        path: The list of mendings.
    """

    project: Project
    progress: Progress
    path: Path = LIST

    def run(self, numbers: Sequence[int] = ()) -> bool:
        """Try the mendings of some findings, or all, and then write docs/security.md.

        Returns:
            Whether each test failed without its mending.

        Raises:
            Failure: A mending is not in its file, or a test fails with it.
        """
        chosen = [each for each in mendings(self.path) if not numbers or each.number in numbers]
        tried = []
        with _copy(self.project.root) as copy:
            if wrong := [each.mending.test for each in _tests(copy, chosen) if each.failed is not False]:
                raise Failure(f"{wrong[0]} does not pass as the code is")
            for some in rounds(chosen):
                for each in _tests_without(copy, some):
                    (self.progress.done if each.failed else self.progress.warn)(_line(each))
                    tried.append(each)
        tried.sort(key=lambda each: chosen.index(each.mending))
        if not numbers:
            replace_measured(
                self.project.root / "docs" / "security.md", tried_part(tried, datetime.now(timezone.utc).date()), MARK
            )
        return all(each.failed for each in tried)


def rounds(chosen: Sequence[Mending]) -> Sequence[Sequence[Mending]]:
    """The mendings in rounds, each of such as share neither a file nor a test's file nor a part of the actions.

    Starting the tests takes longer than most of them.
    """
    found: list[list[Mending]] = []
    for each in chosen:
        some = next((some for some in found if not any(_touches(each) & _touches(other) for other in some)), None)
        if some is None:
            found.append([each])
        else:
            some.append(each)
    return found


def _touches(mending: Mending) -> set[str]:
    touched = {mending.file, mending.test.partition("::")[0]}
    return touched | ({str(Path(mending.file).parent)} if mending.file.startswith("actions/") else set())


_SAID: Final = {True: "fails", False: "passes", None: "does not run"}


def _line(tried: Tried) -> str:
    without = " ".join(tried.mending.mending.split())
    return f"{tried.mending.number}: {tried.mending.test} {_SAID[tried.failed]} without {without}"


def tried_part(tried: Sequence[Tried], day: date) -> str:
    """The part of docs/security.md, in Markdown.

    Args:
        tried: What was tried, by number.
        day: When.
    """
    rows = [
        (
            str(each.mending.number),
            f"`{' '.join(each.mending.mending.split())}`".replace("|", "\\|"),
            f"`{each.mending.file}`",
            f"`{each.mending.test}`",
            _SAID[each.failed],
        )
        for each in tried
    ]
    lines = [f"| {' | '.join(cells)} |" for cells in (_HEADER, ("---:", "---", "---", "---", "---"), *rows)]
    return "\n".join((*lines, f"\nTried on {day.day} {day:%B %Y}."))


_HEADER: Final = ("", "Without", "of", "the test", "")


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _git(root, "worktree", "add", "--detach", str(copy), "HEAD")
        try:
            for name in _BESIDE:
                if (root / name).exists():
                    (copy / name).symlink_to((root / name).resolve())
            yield copy
        finally:
            _git(root, "worktree", "remove", "--force", str(copy))


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)  # noqa: S603,S607


def _tests_without(copy: Path, some: Sequence[Mending]) -> Sequence[Tried]:
    """Take them out, run their tests, and put them back."""
    whole = {copy / each.file: (copy / each.file).read_text(encoding="utf-8") for each in some}
    try:
        for each in some:
            file = copy / each.file
            file.write_text(each.taken_out(whole[file]), encoding="utf-8")
        return _tests(copy, some)
    finally:
        for file, text in whole.items():
            file.write_text(text, encoding="utf-8")


def _tests(copy: Path, some: Sequence[Mending]) -> Sequence[Tried]:
    """How the tests of some mendings end."""
    report = copy.parent / "report.xml"
    report.unlink(missing_ok=True)
    # What was compiled a moment ago may be as old and as long as what stands there now.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    options = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, *sorted({each.test for each in some})]
    subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)  # noqa: S603
    # The report is our own program's.
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []  # noqa: S314
    return [Tried(each, _has_failed(each, cases)) for each in some]


def _has_failed(mending: Mending, cases: Sequence[ElementTree.Element]) -> Optional[bool]:
    file, _, name = mending.test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    own = [each for each in cases if each.get("classname") == module]
    own = [each for each in own if not name or str(each.get("name")).partition("[")[0] == name]
    ran = [each for each in own if each.find("skipped") is None]
    return any(each.find("failure") is not None for each in ran) if ran else None
