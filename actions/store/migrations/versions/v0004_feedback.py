"""Thumbs up and down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the thumbs, one for each message of a conversation."""
    op.create_table(
        "feedback",
        sa.Column("session_key", sa.String(64), primary_key=True),
        sa.Column("message_id", sa.String(128), primary_key=True),
        sa.Column("value", sa.String(4), nullable=False),
        sa.Column("response", sa.String(100), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_feedback_response", "feedback", ["response", "value"])
    op.create_index("ix_feedback_at", "feedback", ["at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("feedback")
