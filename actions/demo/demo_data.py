"""The demo shop's customers, orders, returns and carrier scans, dated relative to a given instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def demo_document(now: datetime) -> dict[str, Any]:
    """The demo shop in the store contract's format, as if all of it had happened up to `now` (aware)."""
    raise NotImplementedError


def demo_scans(now: datetime) -> dict[str, list[dict[str, str]]]:
    """What the demo carrier knows at `now` (aware): the scans of each tracking number, oldest first."""
    raise NotImplementedError
