"""What a day came to, in figures, and an index for the tickets of a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. The figures of a day name nobody, so they stay when its conversations go."""
    op.create_table(
        "daily_figures",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("zone", sa.String(64), primary_key=True),
        sa.Column("figures", sa.Text, nullable=False),
    )
    op.create_index("ix_tickets_opened_at", "tickets", ["opened_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_tickets_opened_at", "tickets")
    op.drop_table("daily_figures")
