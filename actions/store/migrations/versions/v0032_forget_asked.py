"""Since when the shop wants a customer forgotten; and what finds customers by address, and photos that nobody sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add column and indexes; nobody was asked for."""
    op.add_column("customers", sa.Column("forget_asked_at", sa.DateTime(timezone=True)))
    op.create_index("ix_customers_forget_asked_at", "customers", ["forget_asked_at"])
    op.create_index("ix_customers_email_key", "customers", ["email_key"])
    op.create_index("ix_photos_sent_in", "photos", ["sent_in", "at"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_photos_sent_in", "photos")
    op.drop_index("ix_customers_email_key", "customers")
    op.drop_index("ix_customers_forget_asked_at", "customers")
    op.drop_column("customers", "forget_asked_at")
