"""What keeps records from being imported; by itself, for programs that only have to tell a person about it."""

from __future__ import annotations


class ImportFailed(Exception):
    """Nothing was imported. The message is one line that names the section, the record and the reason."""

    def __init__(self, reason: str) -> None:
        line = "".join(sign if sign.isprintable() else "?" for sign in reason)
        super().__init__(f"import: {line}; nothing was imported")
