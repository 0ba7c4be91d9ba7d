"""Returns that the shop's own system does not take for now: why, after how many tries, and until when they rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what waits is tried at once."""
    op.add_column("written_returns", sa.Column("trouble", sa.Text))
    op.add_column("written_returns", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
    op.add_column("written_returns", sa.Column("due_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop them again."""
    for column in ("due_at", "tries", "trouble"):
        op.drop_column("written_returns", column)
