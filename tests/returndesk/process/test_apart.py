"""Work in a process of its own: what it returns and raises comes back, what it imports and changes does not."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from core.database.errors import StoreUnavailable
from returndesk.failure import Failure
from returndesk.process.apart import apart


def imported(module: str) -> tuple[int, bool]:
    __import__(module)
    return os.getpid(), module in sys.modules


def fail(error: Exception) -> None:
    raise error


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_it_gives_its_result_and_leaves_no_module_behind(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    pid, there = apart(imported, "this")
    assert there and pid != os.getpid()
    assert "this" not in sys.modules


@pytest.mark.parametrize("error", [Failure("the port is taken"), StoreUnavailable("the store is away")])
def test_what_it_raises_is_raised_here(error):
    with pytest.raises(type(error), match=str(error)):
        apart(fail, error)


def test_one_that_is_ended_from_outside_is_a_failure():
    with pytest.raises(Failure, match="-9"):
        apart(end)
