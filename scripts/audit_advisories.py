"""Holds what pip-audit finds against the advisories that were looked at; see scripts/audit.

pip-audit ends well and says "No known vulnerabilities found" also where the service knows no package at all, so what it
skipped counts as not asked here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

import yaml

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"
LOOKED_AT = ROOT / "requirements" / "advisories.yml"
PIP_AUDIT = ROOT / ".venv-audit" / "bin" / "pip-audit"

FINE, TROUBLE, NOT_ASKED = 0, 1, 3
_SECONDS = 600
_FIELDS = frozenset({"id", "package", "fixed_in", "source", "looked_at", "why"})
#: An entry that nobody has read for so long may have become wrong.
_LOOK_AGAIN_AFTER = timedelta(days=182)


@dataclass(frozen=True)
class Verdict:
    """How an audit ended.

    Args:
        code: The exit code.
        lines: What to tell.
    """

    code: int
    lines: tuple[str, ...]


def looked_at(text: str) -> list[dict[str, Any]]:
    """The advisories of the reviewed file.

    Raises:
        ValueError: An entry lacks a field, its source is no address, its date is none, or an advisory is there twice
            for a package.
    """
    entries: list[dict[str, Any]] = yaml.safe_load(text) or []
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if set(entry) != _FIELDS or not all(str(value).strip() for value in entry.values()):
            raise ValueError(
                f"advisories.yml: {entry.get('id', entry)} needs {', '.join(sorted(_FIELDS))}, nothing else"
            )
        if not entry["source"].startswith("https://") or not isinstance(entry["looked_at"], date):
            raise ValueError(f"advisories.yml: {entry['id']} needs an address as source and a date as looked_at")
        key = (entry["package"], entry["id"])
        if key in seen:
            raise ValueError(f"advisories.yml: {entry['id']} of {entry['package']} is there twice")
        seen.add(key)
    return entries


def judge(report: Optional[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]], today: date) -> Verdict:
    """Compares a report with the entries.

    Args:
        report: What pip-audit wrote as JSON, None where it wrote nothing.
        entries: From `looked_at`.
        today: For how long ago an entry was looked at.
    """
    packages = (report or {}).get("dependencies", [])
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        return Verdict(NOT_ASKED, ("Could not ask: the service answered for no package. Nothing was checked.",))
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    known = {(entry["package"], entry["id"]) for entry in entries}
    met: set[tuple[str, str]] = set()
    lines = []
    for package in asked:
        for found in package.get("vulns", []):
            names = {(package["name"], name) for name in (found["id"], *found.get("aliases", []))}
            met |= names & known
            if not names & known:
                fixed = ", ".join(found.get("fix_versions", [])) or "nothing yet"
                lines.append(f"New: {found['id']} of {package['name']} {package['version']}, fixed in {fixed}")
    answered = {package["name"] for package in asked}
    stale = sorted(each for each in known - met if each[0] in answered or each[0] not in skipped)
    lines += [f"Stale: {advisory} of {package} no longer applies; take it out" for package, advisory in stale]
    lines += [
        f"Old: {entry['id']} of {entry['package']} was looked at on {entry['looked_at']}; read it again"
        for entry in entries
        if today - entry["looked_at"] > _LOOK_AGAIN_AFTER
    ]
    if skipped:
        lines.append(f"Could not ask about {len(skipped)} of {len(packages)}: {', '.join(sorted(skipped))}")
    if any(line.startswith(("New", "Stale", "Old")) for line in lines):
        return Verdict(TROUBLE, tuple(lines))
    if skipped:
        return Verdict(NOT_ASKED, tuple(lines))
    return Verdict(FINE, (f"{len(asked)} packages asked about; {len(met)} advisories, all looked at before",))


def ask() -> Optional[Mapping[str, Any]]:
    """What pip-audit says about the lock file, None where it says nothing that can be read."""
    command = [str(PIP_AUDIT), "-r", str(LOCK), "--disable-pip", "--no-deps", "--format", "json"]
    try:
        ended = subprocess.run(  # noqa: S603  # our own program and our own file
            [*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        report = json.loads(ended.stdout)
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return report if isinstance(report, dict) else None


def main() -> int:
    """Asks, compares, tells."""
    verdict = judge(ask(), looked_at(LOOKED_AT.read_text(encoding="utf-8")), datetime.now(timezone.utc).date())
    sys.stdout.write("".join(f"Audit: {line}\n" for line in verdict.lines))
    return verdict.code


if __name__ == "__main__":
    sys.exit(main())
