"""Runs the checks and shows what they find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.settings import Environment, Settings
from returndesk.doctor.check import Check, Verdict, fail
from returndesk.doctor.settings_checks import settings_checks
from returndesk.doctor.state_checks import state_checks
from returndesk.failure import Failure
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


def as_json(checks: Sequence[Check]) -> str:
    """The same for a program."""
    return json.dumps([{**asdict(check), "verdict": check.verdict.value} for check in checks], indent=2)


def failed(checks: Sequence[Check]) -> bool:
    """Whether anything must not be as it is."""
    return any(check.verdict is Verdict.FAIL for check in checks)


def refuse_unsafe(
    project: Project,
    settings: Settings,
    *,
    origins: Sequence[str],
    enable_api: bool = False,
    needless: Sequence[str] = (),
) -> None:
    """Keep a desk from being opened to customers with settings that would let anybody in.

    Args:
        project: The checkout.
        settings: What was set.
        origins: Websites that were allowed as options.
        enable_api: Whether Rasa's HTTP API is to be opened.
        needless: Names of checks on what this process does not use.

    Raises:
        Failure: A check of the settings fails, in production; each is named with its remedy.
    """
    if settings.env is not Environment.PRODUCTION:
        return
    checks = settings_checks(project, settings, origins=origins, enable_api=enable_api)
    refused = [check for check in checks if check.verdict is Verdict.FAIL and check.name not in needless]
    if refused:
        lines = "\n".join(f"  {check.name}: {check.found}; {check.remedy}" for check in refused)
        raise Failure(f"not started, as this is production:\n{lines}")
