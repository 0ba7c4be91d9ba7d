"""Sees which tests reach a database, so that none is left out by mistake where the suite runs on real servers."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from typing import Any, Final

import pytest

#: What a test of the suite asks for, itself or through another fixture, to get a database.
FIXTURE: Final = "databases"
#: What a test bears that reaches a database and can't do so on any but SQLite, with the reason.
MARKER: Final = "embedded"
#: What a test bears that starts servers of its own, and so runs on real ones alone.
SERVICES: Final = "services"
_PACKAGES: Final = ("lab", "returndesk", "bot", "actions", "core")


class LeftOut(UserWarning):
    """A test reaches a database, and is not run again on real servers.

    Args:
        test: Its id.
        found: What it did.
    """

    def __init__(self, test: str, found: list[str]) -> None:
        super().__init__(
            f"{test} is left out on real servers, although {'; '.join(found)}. Take the database from the fixture "
            f"`{FIXTURE}` (`new_database` gives one), or say with @pytest.mark.{MARKER}(reason) why not."
        )


class StorageWatch:
    """Notes what reaches a database without having said so."""

    def __init__(self) -> None:
        """Watches from now on; this can't be undone."""
        self._found: list[str] | None = None
        sys.addaudithook(self._see)

    def begin(self, item: pytest.Item) -> None:
        """A test begins."""
        self._found = None if says_where_it_stores(item) else []

    def end(self) -> list[str]:
        """A test ends; what it did that it should have said."""
        found, self._found = self._found or [], None
        return found

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._found is None:
            return
        if event == "sqlite3.connect" and _is_kept(os.fsdecode(arguments[0])):
            self._found.append(f"it opened {os.fsdecode(arguments[0])}")
        elif event == "subprocess.Popen" and _is_ours(arguments[1]):
            self._found.append(f"it started {' '.join(map(str, arguments[1]))}")


def says_where_it_stores(item: pytest.Item) -> bool:
    """Whether a test gets its database from the suite, starts a server for it, or says why it needs SQLite."""
    marked = any(item.get_closest_marker(name) is not None for name in (MARKER, SERVICES))
    return marked or FIXTURE in getattr(item, "fixturenames", ())


def runs_on_services(item: pytest.Item) -> bool:
    """Whether a test is run, or run again, on real servers."""
    if item.get_closest_marker(SERVICES) is not None:
        return True
    return FIXTURE in getattr(item, "fixturenames", ()) and item.get_closest_marker(MARKER) is None


def _is_kept(file: str) -> bool:
    """Whether what is written to an SQLite file can be found there afterwards."""
    # Without a name it is for one connection. Nothing can be kept below the null device: that is how a store is away.
    return file not in ("", ":memory:") and not file.startswith("/dev/null/")


def _is_ours(command: Any) -> bool:
    """Whether a command runs the program or one of its processes, each of which opens a database unless it trains."""
    if not isinstance(command, (list, tuple)):
        return False
    words = [str(word) for word in command]
    if "--help" in words or "train" in words:
        return False
    return any(option == "-m" and module.partition(".")[0] in _PACKAGES for option, module in pairwise(words))
