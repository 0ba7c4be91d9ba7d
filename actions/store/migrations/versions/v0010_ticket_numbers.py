"""The last number that was given to a ticket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; in an SQLite file the next number follows those that are there. PostgreSQL counts by itself."""
    op.create_table(
        "ticket_numbers",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute("INSERT INTO ticket_numbers (id, last) SELECT 1, COALESCE(MAX(seq), 0) FROM tickets")


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("ticket_numbers")
