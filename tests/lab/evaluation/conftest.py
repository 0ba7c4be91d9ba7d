"""What the tests of an evaluation share."""

from __future__ import annotations

import io

import pytest
from rich.console import Console


@pytest.fixture
def console() -> Console:
    """A console that is no terminal; `console.file.getvalue()` is what was written."""
    return Console(file=io.StringIO(), width=200)
