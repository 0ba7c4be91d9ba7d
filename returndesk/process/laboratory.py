"""Runs what measures the assistant, which is no part of the product and stands above it in the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from returndesk.failure import Failure
from returndesk.project import Project


def run_lab(project: Project, arguments: Sequence[str], folder: Optional[Path] = None) -> int:
    """Run `python -m lab` of a checkout and wait for its end.

    Args:
        project: The checkout.
        arguments: The command with its options.
        folder: Where it runs; None for the current folder, from which paths among the options count.

    Returns:
        Its exit code.

    Raises:
        Failure: There is no checkout around this program.
    """
    if not (project.root / "lab").is_dir():
        raise Failure(f"{arguments[0]} reads the messages of a checkout, and there is none around this program")
    environment = {**os.environ, "PYTHONPATH": str(project.root)}
    command = [sys.executable, "-m", "lab", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, check=False).returncode  # noqa: S603
