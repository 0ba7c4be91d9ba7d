"""`returndesk rules check`: whether a shop's rules can be used, and what customers are told otherwise with them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Optional

from returndesk.admin.rules_change import change_of_rules
from returndesk.progress import Progress
from returndesk.project import Project


def check_rules(
    project: Project, folder: Path, progress: Progress, *, now: datetime, before: Optional[Path] = None
) -> None:
    """Check the rules in a folder, and show what changes with them.

    Args:
        project: The checkout, for the answers of the domain.
        folder: Where `facts.yml` is, and perhaps `answers.yml` and `numbers.yml`.
        progress: Where the person looks.
        now: From when dates are counted, an aware instant.
        before: The folder of the rules to compare with; None for those of this package.

    Raises:
        Failure: A file can't be used; the message names the place in it and the remedy.
    """
    change = change_of_rules(project, folder, now=now, before=before)
    for name, was, is_now in change.answers:
        progress.say(f"{name}\n  - {was}\n  + {is_now}")
    for line in change.dates:
        progress.say(str(line))
    for doubt in change.doubts:
        progress.warn(doubt)
    progress.done(f"{project.shown(folder)} can be used: {change.used}")
