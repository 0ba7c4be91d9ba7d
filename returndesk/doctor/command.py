"""Runs the checks and shows what they find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.settings import Settings
from returndesk.doctor.check import Check, Verdict, fail
from returndesk.doctor.settings_checks import settings_checks
from returndesk.doctor.state_checks import state_checks
from returndesk.project import Project

_STYLES = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "bold red"}


def examine(project: Project, settings: Settings, *, enable_api: bool = False) -> list[Check]:
    """Every check, of the settings and of what they name."""
    return [*settings_checks(project, settings, enable_api=enable_api), *state_checks(project, settings)]


def unusable(error: Exception) -> Check:
    """The only check where the settings themselves can't be read: all others are about what they say."""
    return fail("settings", str(error), "correct it and look again")


def show(checks: Sequence[Check], console: Console) -> None:
    """Write a table for a person."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Check", "Found", "What to do"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        verdict = Text(check.verdict.value, style=_STYLES[check.verdict])
        table.add_row(verdict, Text(check.name), Text(check.found), Text(check.remedy))
    console.print(table)


def as_lines(checks: Sequence[Check]) -> str:
    """A line for each check, to be copied from a terminal of any width."""
    return "\n".join(
        f"{check.verdict.value}: {check.name}: {check.found}" + (f"; {check.remedy}" if check.remedy else "")
        for check in checks
    )


def as_json(checks: Sequence[Check]) -> str:
    """The same for a program."""
    return json.dumps([{**asdict(check), "verdict": check.verdict.value} for check in checks], indent=2)


def failed(checks: Sequence[Check]) -> bool:
    """Whether anything must not be as it is."""
    return any(check.verdict is Verdict.FAIL for check in checks)
