"""Tables of words by language, which lie beside the modules that read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Optional, TypeVar

import yaml

#: "no" and "on" are words here, and no truth values.
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Words = TypeVar("_Words")


def read_words(path: Path) -> dict[str, dict[str, list[str]]]:
    """The rows of a table, by language and by name."""
    with path.open(encoding="utf-8") as file:
        read: dict[str, dict[str, list[str]]] = yaml.load(file, _LOADER)  # noqa: S506 - it makes texts alone
    return read


def of_language(table: Mapping[str, _Words], language: str | None) -> Optional[_Words]:
    """What a table has for a language, whichever country's it is; None where it has nothing."""
    return table.get((language or "").split("-")[0])
