"""Changed files of a checkout as a commit on a branch of its own, made beside the working tree."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Optional

from policy.sentences import Sentence
from returndesk.failure import Failure

#: For how many seconds git is waited for: it reads and writes a few files.
_PATIENCE: Final = 30
_NEW: Final = "100644"
#: What git takes for a branch that is not to be there yet.
_NOTHING: Final = "0" * 40
#: By which a process says which repository is meant: here the folder does.
_OF_ANOTHER: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")


class NameTaken(Failure):
    """A branch can't have its name, because of another that is there.

    Args:
        words: Which one that is, and what to do.
        free: A name that it can have.
    """

    def __init__(self, words: Sentence, free: str) -> None:
        super().__init__(words)
        self.free = free


@dataclass(frozen=True)
class Author:
    """Who a commit is of. There is no address to write to: whoever reads it asks in the shop."""

    name: str

    @property
    def environment(self) -> Mapping[str, str]:
        """What git reads of it."""
        address = f"{self.name}@people.invalid"
        return {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", self.name), ("EMAIL", address))
        }


class Checkout:
    """A folder of a git checkout.

    Args:
        folder: The folder, in which the files lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_there(self) -> bool:
        """Whether the folder lies in a checkout, without asking git."""
        return any((each / ".git").exists() for each in (self._folder, *self._folder.parents))

    def keep(
        self, texts: Mapping[Path, str], branch: str, words: str, now: datetime, author: Optional[Author] = None
    ) -> str:
        """Commit files' new texts on a new branch, which begins where the checkout is.

        Working tree, index and the branch that is checked out stay as they are, and nothing is pushed.

        Args:
            texts: The new texts by file; a file that is not there yet is a new one.
            branch: The new branch's name.
            words: What the commit says.
            now: When, an aware instant.
            author: Who it is of; None for whom git itself knows to be here.

        Returns:
            The commit's id.

        Raises:
            Failure: Git is missing or refuses, or a file has changes that are not committed.
            NameTaken: The branch is there, or another one is where a folder of it has to be.
        """
        top = Path(self._git("rev-parse", "--show-toplevel"))
        names = {path.resolve().relative_to(top.resolve()).as_posix(): text for path, text in sorted(texts.items())}
        head = self._git("rev-parse", "--verify", "HEAD^{commit}")
        self._check_clean(top, list(names))
        self._check_name(branch)
        at = f"{int(now.timestamp())} +0000"
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        with TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._git("read-tree", head, more=index)
            for name, text in names.items():
                blob = self._git("hash-object", "-w", "--stdin", f"--path={name}", text=text, folder=top)
                place = f"{self._mode(head, name, top)},{blob},{name}"
                self._git("update-index", "--add", "--cacheinfo", place, more=index, folder=top)
            tree = self._git("write-tree", more=index)
        commit = self._git(
            "commit-tree", tree, "-p", head, text=words, more={**(author.environment if author else {}), **dates}
        )
        # Of two who are at it at once the second is refused.
        self._git("update-ref", f"refs/heads/{branch}", commit, _NOTHING)
        return commit

    def _check_clean(self, top: Path, names: list[str]) -> None:
        if changed := self._git("status", "--porcelain", "--untracked-files=all", "--", *names, folder=top):
            files = ", ".join(line[3:] for line in changed.splitlines())
            raise Failure(
                Sentence(
                    "the checkout has changes that are not committed in %(files)s; commit or undo them first",
                    files=files,
                )
            )

    def _check_name(self, branch: str) -> None:
        self._git("check-ref-format", "--branch", branch)
        there = frozenset(self._git("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/").splitlines())
        in_the_way = _in_the_way(branch, there)
        if in_the_way is None:
            return
        free = _free_name(branch, there)
        if in_the_way == branch:
            said = Sentence(
                "the branch %(branch)s is there already; merge, rename or delete it first; the name %(free)s is free",
                branch=branch,
                free=free,
            )
        else:
            said = Sentence(
                "git takes no branch %(branch)s beside one named %(other)s; the name %(free)s is free",
                branch=branch,
                other=in_the_way,
                free=free,
            )
        raise NameTaken(said, free)

    def _mode(self, head: str, name: str, top: Path) -> str:
        return self._git("ls-tree", head, "--", name, folder=top).partition(" ")[0] or _NEW

    def _git(
        self, *words: str, text: str = "", more: Optional[Mapping[str, str]] = None, folder: Optional[Path] = None
    ) -> str:
        program = shutil.which("git")
        if program is None:
            raise Failure(Sentence("git is not installed here; take the patch instead"))
        kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
        try:
            done = subprocess.run(  # noqa: S603  # words of this module, and names that git has checked
                [program, "--literal-pathspecs", "-c", "core.quotePath=false", *words],
                cwd=folder or self._folder,
                env={**kept, **(more or {}), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"},
                input=text.encode("utf-8"),
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            why = type(error).__name__
            raise Failure(Sentence("git can't be run here (%(why)s); take the patch instead", why=why)) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Failure(f"git {words[0]}: {said[-1] if said else f'ended with {done.returncode}'}")
        return done.stdout.decode("utf-8", "replace").strip("\n")


def _in_the_way(branch: str, there: frozenset[str]) -> Optional[str]:
    """The branch because of which there can't be one of a name: to git a name with a stroke is a file in a folder."""
    taken = {*_folders(branch), branch}
    return next((each for each in sorted(there) if each in taken or each.startswith(f"{branch}/")), None)


def _free_name(branch: str, there: frozenset[str]) -> str:
    """The next name that nothing is in the way of, without folders where a branch has the name of one."""
    stem = branch if there.isdisjoint(_folders(branch)) else branch.replace("/", "-")
    names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    return next(name for name in names if _in_the_way(name, there) is None)


def _folders(branch: str) -> list[str]:
    parts = branch.split("/")
    return ["/".join(parts[:many]) for many in range(1, len(parts))]
