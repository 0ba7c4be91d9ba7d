"""The language of a ticket's customer, and what they asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the tickets that are there were answered in English."""
    op.add_column("tickets", sa.Column("language", sa.String(35), nullable=False, server_default="en"))
    op.add_column("tickets", sa.Column("topic", sa.String(100)))


def downgrade() -> None:
    """Drop them again."""
    for column in ("topic", "language"):
        op.drop_column("tickets", column)
