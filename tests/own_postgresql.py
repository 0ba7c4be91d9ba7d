"""A PostgreSQL server for tests, where its programs are installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab.testbed import postgresql
from lab.testbed.programs import MissingServer


@contextmanager
def own_postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of the suite's own on loopback; without its programs the test is skipped.

    Args:
        folder: Where its files go.
    """
    try:
        with postgresql.own_postgresql(folder) as server:
            yield server.url
    except MissingServer as missing:
        pytest.skip(str(missing))
