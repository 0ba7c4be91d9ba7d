"""Keeps a package out of a process that another package imports only where it is installed."""

from __future__ import annotations

import sys


def leave_out(*packages: str) -> None:
    """Have an import of a package fail as where it isn't installed; to be called before anything else is imported."""
    for package in packages:
        # That is how Python notes it: https://docs.python.org/3/reference/import.html#the-module-cache
        sys.modules[package] = None  # type: ignore[assignment]
