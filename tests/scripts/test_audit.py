"""The audit of known vulnerabilities: it fails on what is new or stale, and never calls silence a pass."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_advisories", ROOT / "scripts" / "audit_advisories.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TODAY = date(2026, 11, 29)
ENTRY = {
    **{"id": "CVE-2024-1", "package": "aiohttp", "fixed_in": "3.10", "why": "Only a client."},
    **{"source": "https://advisories.example/CVE-2024-1", "looked_at": TODAY - timedelta(days=30)},
}


def _asked(name, *advisories, aliases=()):
    found = [{"id": each, "aliases": list(aliases), "fix_versions": ["9.9"]} for each in advisories]
    return {"name": name, "version": "1.0", "vulns": found}


def _skipped(name):
    return {"name": name, "skip_reason": "not found"}


def test_an_advisory_that_was_looked_at_is_fine_also_by_another_name(audit):
    assert audit.judge({"dependencies": [_asked("aiohttp", "CVE-2024-1")]}, [ENTRY], TODAY).code == audit.FINE
    by_alias = {"dependencies": [_asked("aiohttp", "PYSEC-2024-9", aliases=["CVE-2024-1"])]}
    assert audit.judge(by_alias, [ENTRY], TODAY).code == audit.FINE


def test_a_new_advisory_fails_and_says_what_fixes_it(audit):
    verdict = audit.judge({"dependencies": [_asked("aiohttp", "CVE-2024-1", "CVE-2026-7")]}, [ENTRY], TODAY)
    assert verdict.code == audit.TROUBLE
    assert verdict.lines == ("New: CVE-2026-7 of aiohttp 1.0, fixed in 9.9",)


def test_an_advisory_of_another_package_is_new(audit):
    assert (
        audit.judge({"dependencies": [_asked("aiohttp"), _asked("dask", "CVE-2024-1")]}, [ENTRY], TODAY).code
        == audit.TROUBLE
    )


def test_an_entry_that_no_longer_applies_fails(audit):
    assert "Stale: CVE-2024-1" in audit.judge({"dependencies": [_asked("aiohttp")]}, [ENTRY], TODAY).lines[0]
    assert audit.judge({"dependencies": [_asked("dask")]}, [ENTRY], TODAY).code == audit.TROUBLE


@pytest.mark.parametrize("report", [None, {}, {"dependencies": []}, {"dependencies": [_skipped("aiohttp")]}])
def test_silence_is_no_pass(audit, report):
    verdict = audit.judge(report, [ENTRY], TODAY)
    assert verdict.code == audit.NOT_ASKED
    assert "Could not ask" in verdict.lines[0]


def test_half_an_answer_is_no_pass_and_makes_nothing_stale_that_was_not_asked(audit):
    verdict = audit.judge({"dependencies": [_skipped("aiohttp"), _asked("dask")]}, [ENTRY], TODAY)
    assert verdict.code == audit.NOT_ASKED
    assert verdict.lines == ("Could not ask about 1 of 2: aiohttp",)


def test_an_entry_that_nobody_has_looked_at_for_half_a_year_fails(audit):
    report = {"dependencies": [_asked("aiohttp", "CVE-2024-1")]}
    assert audit.judge(report, [{**ENTRY, "looked_at": date(2026, 5, 31)}], TODAY).code == audit.FINE
    verdict = audit.judge(report, [{**ENTRY, "looked_at": date(2026, 5, 30)}], TODAY)
    assert verdict.code == audit.TROUBLE
    assert verdict.lines == ("Old: CVE-2024-1 of aiohttp was looked at on 2026-05-30; read it again",)


_REST = "package: b, fixed_in: c"


@pytest.mark.parametrize(
    "text",
    [
        "- id: CVE-1\n",
        f"- {{id: a, {_REST}, source: 'https://a.example', looked_at: 2026-01-01, why: ' '}}\n",
        f"- {{id: a, {_REST}, why: it is, source: somewhere, looked_at: 2026-01-01}}\n",
        f"- {{id: a, {_REST}, why: it is, source: 'https://a.example', looked_at: lately}}\n",
    ],
)
def test_an_entry_without_a_reason_is_refused(audit, text):
    with pytest.raises(ValueError, match="needs"):
        audit.looked_at(text)


def test_every_entry_is_about_a_package_that_is_installed_in_an_older_version(audit):
    pinned = dict(re.findall(r"^([a-z0-9.-]+)==([^ \\;]+)", audit.LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    for entry in audit.looked_at(audit.LOOKED_AT.read_text(encoding="utf-8")):
        installed = [int(part) for part in pinned[entry["package"]].split(".")]
        assert installed < [int(part) for part in entry["fixed_in"].split(".")], entry["id"]
