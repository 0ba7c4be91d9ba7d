"""`python -m lab mendings`: takes what mended each finding out of a copy of the code, and runs its test there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Optional

import yaml

from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

MARK: Final = "<!-- tried by `python -m lab mendings`; do not edit by hand -->"
LIST: Final = Path(__file__).with_name("mendings.yml")
#: What git does not keep and tests need.
_BESIDE: Final = (".venv", "models")
#: For one test, in seconds: what never ends without its mending has failed too.
_PATIENCE: Final = 420
#: How pytest ends where tests have failed.
_FAILED: Final = 1


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
    """How the test of a mending ended without it: whether it failed, None where it did not come to its end otherwise."""

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
    """

    project: Project
    progress: Progress

    def run(self, numbers: Sequence[int] = ()) -> bool:
        """Try the mendings of some findings, or all, and then write docs/security.md.

        Returns:
            Whether each test failed without its mending.

        Raises:
            Failure: A mending is not in its file, or a test fails with it.
        """
        from lab.benchmark.document import replace_measured

        chosen = [each for each in mendings() if not numbers or each.number in numbers]
        tried = []
        with _copy(self.project.root) as copy:
            if trouble := _ended(copy, sorted({each.test for each in chosen})):
                raise Failure(f"the tests do not pass as the code is (pytest ended with {trouble})")
            for each in chosen:
                tried.append(Tried(each, _fails_without(copy, each)))
                tell = self.progress.done if tried[-1].failed else self.progress.warn
                tell(f"{each.number}: {each.test} {_SAID[tried[-1].failed]} without {each.mending.strip()}")
        if not numbers:
            replace_measured(self.project.root / "docs" / "security.md", tried_part(tried, date.today()), MARK)
        return all(each.failed for each in tried)


_SAID: Final = {True: "fails", False: "passes", None: "does not end as a test does"}


def tried_part(tried: Sequence[Tried], day: date) -> str:
    """The part of docs/security.md, in Markdown.

    Args:
        tried: What was tried, by number.
        day: When.
    """
    lines = [
        f"- **{number}** "
        + "; ".join(
            f"`{each.mending.file}` without `{' '.join(each.mending.mending.split())}`: {_SAID[each.failed]}"
            for each in found
        )
        for number, found in groupby(tried, key=lambda each: each.mending.number)
    ]
    return "\n".join((*lines, f"\nTried on {day.day} {day:%B %Y}."))


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


def _fails_without(copy: Path, mending: Mending) -> Optional[bool]:
    file = copy / mending.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(mending.taken_out(whole), encoding="utf-8")
    try:
        code = _ended(copy, [mending.test])
    finally:
        file.write_text(whole, encoding="utf-8")
    return True if code == _FAILED else False if code == 0 else None


def _ended(copy: Path, tests: Sequence[str]) -> int:
    """How pytest ended; as one that has failed where it goes on for too long."""
    # What was compiled a moment ago may be as old and as long as what stands there now.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", "-p", "no:cacheprovider", *tests]
    try:
        patience = _PATIENCE if len(tests) == 1 else None
        return subprocess.run(  # noqa: S603
            command, cwd=copy, env=environment, capture_output=True, timeout=patience, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return _FAILED
