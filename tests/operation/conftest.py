"""The desk that the tests of its operation look at, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from operated_desk import OperatedDesk, operated_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OperatedDesk]:
    """A bot and an action server in production."""
    with operated_desk(tmp_path_factory.mktemp("operated")) as running:
        yield running
