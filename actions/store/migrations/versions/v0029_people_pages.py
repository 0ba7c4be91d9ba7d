"""For the pages of people: the language that somebody has chosen, and what past days of tickets and thumbs came to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table; nobody has chosen a language, and days are counted by the application."""
    op.add_column("people", sa.Column("language", sa.String(16)))
    op.create_table(
        "desk_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("figures", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("desk_days")
    op.drop_column("people", "language")
