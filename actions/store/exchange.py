"""Loads return data from a file and writes it back, in the store contract's format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine


class ImportFailed(Exception):
    """Nothing was imported. The message is one line that names the section, the record and the reason."""


@dataclass(frozen=True)
class ImportSummary:
    """How many records of each kind an import added."""

    customers: int
    orders: int
    returns: int
    events: int


def import_file(engine: Engine, path: Path) -> ImportSummary:
    """Adds a file's customers, orders and returns to the store; a database that does not exist is created.

    All of the file is added or nothing. Orders and returns may refer to records of earlier imports.

    Raises:
        ImportFailed: The file cannot be read, breaks the contract or clashes with what the store holds.
        StoreUnavailable: The database did not answer.
    """
    raise NotImplementedError


def import_document(engine: Engine, document: Mapping[str, Any]) -> ImportSummary:
    """Adds the records of a document that is already in memory; otherwise the same as `import_file`."""
    raise NotImplementedError


def export_text(engine: Engine) -> str:
    """The whole store in the contract's format, in its canonical layout.

    Records keep the order in which they were imported, amounts keep their digits and instants are written in UTC, so
    importing the text into an empty store and exporting again gives the same bytes.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    raise NotImplementedError
