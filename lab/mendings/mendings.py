"""`python -m lab mendings`: takes what mended each finding out of a copy of the code, and runs its test there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from xml.etree import ElementTree

import psutil  # type: ignore[import-untyped]
import yaml

from lab.benchmark.document import replace_measured
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

MARK: Final = "<!-- tried by `python -m lab mendings`; do not edit by hand -->"
LIST: Final = Path(__file__).with_name("mendings.yml")
#: What git does not keep and tests need.
_LIBRARIES: Final = ".venv"
_MODELS: Final = "models"
#: In seconds. All of them together take a minute or two, and one of them without its mending may never end.
_LONGEST: Final = 600.0
_LONGEST_WITHOUT: Final = 600.0


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


class Ending(Enum):
    """How a test ended, in the words of the table."""

    FAILS = "fails"
    NOT_AT_ALL = "does not end"
    PASSES = "passes"
    NOT_RUN = "does not run"


@dataclass(frozen=True)
class Tried:
    """How the test of a mending ended without it."""

    mending: Mending
    ending: Ending

    @property
    def is_noticed(self) -> bool:
        """Whether somebody who runs the test sees that the mending is gone."""
        return self.ending in (Ending.FAILS, Ending.NOT_AT_ALL)


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
            if wrong := [
                each.mending.test for each in _tests(copy, chosen, _LONGEST) if each.ending is not Ending.PASSES
            ]:
                raise Failure(f"{wrong[0]} does not pass as the code is")
            for each in chosen:
                result = _test_without(copy, each)
                (self.progress.done if result.is_noticed else self.progress.warn)(_line(result))
                tried.append(result)
        if not numbers:
            replace_measured(
                self.project.root / "docs" / "security.md", tried_part(tried, datetime.now(timezone.utc).date()), MARK
            )
        return all(each.is_noticed for each in tried)


def _line(tried: Tried) -> str:
    without = " ".join(tried.mending.mending.split())
    return f"{tried.mending.number}: {tried.mending.test} {tried.ending.value} without {without}"


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
            each.ending.value,
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
            if (root / _LIBRARIES).exists():
                (copy / _LIBRARIES).symlink_to((root / _LIBRARIES).resolve())
            # The checkout's own stay as they are, should a test train.
            if (root / _MODELS).exists():
                shutil.copytree(root / _MODELS, copy / _MODELS)
            yield copy
        finally:
            _git(root, "worktree", "remove", "--force", str(copy))


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)  # noqa: S603,S607


def _test_without(copy: Path, mending: Mending) -> Tried:
    """Take it out, run its test, and put it back."""
    file = copy / mending.file
    whole = file.read_text(encoding="utf-8")
    try:
        file.write_text(mending.taken_out(whole), encoding="utf-8")
        return _tests(copy, [mending], _LONGEST_WITHOUT)[0]
    finally:
        file.write_text(whole, encoding="utf-8")


def _tests(copy: Path, some: Sequence[Mending], longest: float) -> Sequence[Tried]:
    """How the tests of some mendings end, ended themselves after so many seconds."""
    report = copy.parent / "report.xml"
    report.unlink(missing_ok=True)
    # What was compiled a moment ago may be as old and as long as what stands there now.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    options = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, *sorted({each.test for each in some})]
    run = psutil.Popen(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(longest)
    except psutil.TimeoutExpired:
        _end(run)
        return [Tried(each, Ending.NOT_AT_ALL) for each in some]
    # The report is our own program's.
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []  # noqa: S314
    return [Tried(each, _ending(each, cases)) for each in some]


def _end(run: psutil.Process) -> None:
    """End the tests and the servers that they started."""
    started = [run, *run.children(recursive=True)]
    for each in started:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(started)


def _ending(mending: Mending, cases: Sequence[ElementTree.Element]) -> Ending:
    file, _, name = mending.test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    own = [each for each in cases if each.get("classname") == module]
    own = [each for each in own if not name or str(each.get("name")).partition("[")[0] == name]
    ran = [each for each in own if each.find("skipped") is None and each.find("error") is None]
    if not ran:
        return Ending.NOT_RUN
    return Ending.FAILS if any(each.find("failure") is not None for each in ran) else Ending.PASSES
