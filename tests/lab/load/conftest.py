"""What several tests of load and faults need."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest


@pytest.fixture
def frozen() -> datetime:
    """An instant at which synthetic customers have their returns."""
    return datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
