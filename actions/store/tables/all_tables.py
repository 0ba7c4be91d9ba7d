"""Every table of the return store: importing this adds them all to `Base.metadata`."""

from __future__ import annotations

from actions.store.tables import feedback, figures, help_desk, identity, operations, privacy, reminders, shop

__all__ = ["feedback", "figures", "help_desk", "identity", "operations", "privacy", "reminders", "shop"]
