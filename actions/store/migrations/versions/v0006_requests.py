"""What customers asked the assistant to do."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds what the first line names."""


def downgrade() -> None:
    """Takes it away again."""
