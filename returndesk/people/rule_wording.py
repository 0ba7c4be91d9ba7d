"""Which answers tell a fact, and in which words, by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from core.languages import english_name
from returndesk.project import Project

#: libyaml's safe loader takes a twentieth of the time.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def wording_of(project: Project, fact_id: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The answers in whose text a fact stands: by the answer's name, each language's name with the words.

    Reads the files that name the fact, and no others.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for language, folder in _folders(project):
        for file in sorted(folder.glob("*.yml")):
            text = file.read_text(encoding="utf-8")
            if f"{{{fact_id}." not in text:
                continue
            document = yaml.load(text, _LOADER)  # noqa: S506  # a safe one
            for name, variants in (document.get("responses") or {}).items():
                for variant in variants:
                    words = variant.get("text") if isinstance(variant, dict) else None
                    if words and f"{{{fact_id}." in words:
                        found.setdefault(str(name), []).append((language, " ".join(words.split())))
    return dict(sorted(found.items()))


def _folders(project: Project) -> list[tuple[str, Path]]:
    others = sorted(each for each in project.locales.glob("*") if each.is_dir())
    return [("English", project.domain), *((english_name(each.name.replace("_", "-")), each) for each in others)]
