"""How a session is remembered."""

from __future__ import annotations

import hashlib
from typing import Final

#: What the conversations of web pages begin with; no other channel makes one that does.
WEB: Final = "web:"


def session_key(session_id: str) -> str:
    """The SHA-256 digest under which a session is remembered."""
    return hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()
