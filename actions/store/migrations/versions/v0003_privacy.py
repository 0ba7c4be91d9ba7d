"""Which conversation belonged to which customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the links between conversations and customers."""
    customer = sa.ForeignKey("customers.id", name="fk_conversation_links_customer_id")
    op.create_table(
        "conversation_links",
        sa.Column("session_key", sa.String(64), primary_key=True),
        sa.Column("customer_id", sa.String(64), customer, primary_key=True),
        sa.Column("last_proven_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_conversation_links_customer_id", "conversation_links", ["customer_id"])
    op.create_index("ix_conversation_links_last_proven_at", "conversation_links", ["last_proven_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("conversation_links")
