"""Which RETURNDESK_… variables there are, so that a manifest names none that nobody reads."""

from __future__ import annotations

import re
from functools import cache

from kustomized import ROOT

from core.settings import Settings

_READ = re.compile(r'"(RETURNDESK_[A-Z0-9_]+)"')


@cache
def known_variables() -> frozenset[str]:
    """Those of the settings, and those that the program names in its source; each also as `…_FILE`."""
    fields = {f"RETURNDESK_{name.upper()}" for name in Settings.__fields__}
    sources = [path for package in ("core", "actions", "bot", "returndesk") for path in (ROOT / package).rglob("*.py")]
    named = {name for path in sources for name in _READ.findall(path.read_text(encoding="utf-8"))}
    every = fields | named
    return frozenset(every | {f"{name}_FILE" for name in every if not name.endswith("_FILE")})
