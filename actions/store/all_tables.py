"""Every table of the return store: importing this adds them all to `Base.metadata`."""

from __future__ import annotations

from actions.store import help_desk_tables, identity_tables, privacy_tables, tables

__all__ = ["help_desk_tables", "identity_tables", "privacy_tables", "tables"]
