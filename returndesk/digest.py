"""What a file holds, in one short word."""

from __future__ import annotations

import hashlib
from pathlib import Path

_AT_A_TIME = 1024 * 1024


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; it is never in memory as a whole."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(_AT_A_TIME):
            digest.update(part)
    return digest.hexdigest()
