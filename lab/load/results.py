"""Keeps what runs found, so that a page can be written from the latest of each kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from core.clock import format_instant
from lab.benchmark.machine import machine
from returndesk.admin.store import replace_file


def keep(folder: Path, name: str, begun: datetime, found: Any) -> None:
    """Keep what a run found, in the place of the former one of that name.

    Args:
        folder: Where results are kept.
        name: What kind of run it was.
        begun: When it began, aware.
        found: What it found, in a form that JSON can hold.
    """
    content = {"begun": format_instant(begun), "machine": dict(machine()), "found": found}
    replace_file(folder / f"{name}.json", json.dumps(content, indent=1))


def read(folder: Path, name: str) -> Optional[Mapping[str, Any]]:
    """What the last run of that name kept: `begun`, `machine` and `found`; None where there was none."""
    try:
        content: Mapping[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return content
