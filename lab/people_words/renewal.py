"""Brings the catalogues of the pages up to date with the code: what is new is empty, what is gone is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from returndesk.people.page_languages import CATALOGUES, read_catalogue


def renew(found: Catalog, folder: Path = CATALOGUES, new: str = "") -> dict[str, int]:
    """Write each catalogue anew.

    Args:
        found: All messages.
        folder: Where the catalogues are.
        new: The tag of a language that there is to be a catalogue for; "" for none.

    Returns:
        How many messages each has no translation of, by its tag.
    """
    if new and not (folder / f"{new}.po").exists():
        _write(folder / f"{new}.po", Catalog(locale=new.replace("-", "_"), fuzzy=False))
    missing = {}
    for file in sorted(folder.glob("*.po")):
        catalogue = read_catalogue(file)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        _write(file, catalogue)
        missing[file.stem] = sum(1 for each in catalogue if each.id and not has_translation(each.string))
    return missing


def has_translation(string: str | Sequence[str] | None) -> bool:
    """Whether all of a message's forms are translated."""
    return bool(string) if isinstance(string, str) or string is None else all(string)


def _write(file: Path, catalogue: Catalog) -> None:
    with file.open("wb") as opened:
        write_po(opened, catalogue, width=120, include_lineno=False, sort_output=True, omit_header=True)
