"""Changed files of a checkout as a patch that `git apply` takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

_NO_END = "\n\\ No newline at end of file\n"


def as_patch(root: Path, texts: Mapping[Path, str]) -> str:
    """What changes with files' new texts.

    Args:
        root: The checkout's top folder.
        texts: The new texts by file; a file that is not there yet is a new one.
    """
    parts = []
    for path, text in sorted(texts.items()):
        name = path.relative_to(root).as_posix()
        before = path.read_bytes().decode("utf-8") if path.exists() else None
        lines = list(
            difflib.unified_diff(
                _lines(before or ""), _lines(text), "/dev/null" if before is None else f"a/{name}", f"b/{name}"
            )
        )
        if lines:
            parts.append(f"diff --git a/{name} b/{name}\n")
            parts += ["new file mode 100644\n"] if before is None else []
            parts += [line if line.endswith("\n") else line + _NO_END for line in lines]
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """Lines as git counts them: a line ends with a line feed, whatever else is in it."""
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]
