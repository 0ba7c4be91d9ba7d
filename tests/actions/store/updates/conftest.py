"""Stores with nothing in them, as many as a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from databases import Databases, copied
from sqlalchemy.engine import Engine


@pytest.fixture
def fresh_store(
    databases: Databases, empty_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Engine]]:
    """Makes as many empty stores as a test wants."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(copied(databases, empty_template, tmp_path_factory.mktemp("fresh")))
