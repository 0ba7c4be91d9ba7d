"""Keeps a desk from being opened to customers with settings that would let anybody in."""

from __future__ import annotations

from collections.abc import Sequence

from core.settings import Environment, Settings
from returndesk.doctor.check import Verdict
from returndesk.failure import Failure
from returndesk.project import Project


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
    from returndesk.doctor.settings_checks import settings_checks

    checks = settings_checks(project, settings, origins=origins, enable_api=enable_api)
    refused = [check for check in checks if check.verdict is Verdict.FAIL and check.name not in needless]
    if refused:
        lines = "\n".join(f"  {check.name}: {check.found}; {check.remedy}" for check in refused)
        raise Failure(f"not started, as this is production:\n{lines}")
