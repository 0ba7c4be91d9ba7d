"""Whether a trained model is still what training would make of the files as they are now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from returndesk.project import Project

_AT_A_TIME = 1024 * 1024


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; it is never in memory as a whole."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(_AT_A_TIME):
            digest.update(part)
    return digest.hexdigest()


Fingerprint = Mapping[str, Mapping[str, str]]

# What a model is pickled with: another version may not load it.
_LIBRARIES = ("rasa", "scikit-learn", "numpy", "spacy")

# Rasa's cache of trained parts knows its components by their class, not by the modules and files behind it.
UNKNOWN_TO_RASAS_CACHE = frozenset({"components", "artefacts", "libraries"})

_FILES_NAMED = 2


def take(project: Project) -> Fingerprint:
    """Everything that a model is made from: for each group, a digest of each file or the version of each library."""
    return {
        "training data": _digests(project, project.training_data()),
        "domain": _digests(project, [project.domain]),
        "configuration": _digests(project, [project.config]),
        "components": _digests(project, _components(project)),
        "artefacts": _digests(project, [project.root / "bot" / "nlu" / "artefacts"]),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def changed_groups(former: Fingerprint, current: Fingerprint) -> Mapping[str, str]:
    """What differs, by group, in words such as "domain (bot/domain/fees.yml and 2 more)"."""
    groups = sorted({*former, *current})
    return {
        group: f"{group} ({_listed(changed)})"
        for group in groups
        if (changed := _changed(former.get(group, {}), current.get(group, {})))
    }


def read(path: Path) -> Fingerprint | None:
    """The fingerprint that was stored beside a model; None where there is none that can be read."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    well_formed = isinstance(stored, dict) and all(isinstance(group, dict) for group in stored.values())
    return stored if well_formed else None


def write(path: Path, fingerprint: Fingerprint) -> None:
    """Store a fingerprint beside its model."""
    path.write_text(json.dumps(fingerprint, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _components(project: Project) -> list[Path]:
    """The pipeline's own parts, without their artefacts and without the processes that run a trained model.

    The grammar of numbers is one of them: what a number is is hidden from the classifier.
    """
    beside = {"artefacts", "workers", "__pycache__"}
    parts = sorted(path for path in (project.root / "bot" / "nlu").iterdir() if path.name not in beside)
    return [*parts, project.root / "core" / "identifiers"]


def _digests(project: Project, places: Iterable[Path]) -> Mapping[str, str]:
    return {
        project.shown(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in places
        for path in sorted([place, *place.rglob("*")])
        if path.is_file() and "__pycache__" not in path.parts
    }


def _changed(former: Mapping[str, str], current: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*former, *current} if former.get(name) != current.get(name))


def _listed(names: list[str]) -> str:
    more = len(names) - _FILES_NAMED
    return ", ".join(names[:_FILES_NAMED]) + (f" and {more} more" if more > 0 else "")
