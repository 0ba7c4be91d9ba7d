"""Every table of the return store: importing this adds them all to `Base.metadata`."""

from __future__ import annotations

from actions.store import (
    feedback_tables,
    figures_tables,
    help_desk_tables,
    identity_tables,
    operation_tables,
    privacy_tables,
    reminder_tables,
    tables,
)

__all__ = [
    "feedback_tables",
    "figures_tables",
    "help_desk_tables",
    "identity_tables",
    "operation_tables",
    "privacy_tables",
    "reminder_tables",
    "tables",
]
