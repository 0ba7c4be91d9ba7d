"""Links by which who writes mails proves that an order's address is theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody was sent a link yet."""
    op.create_table(
        "mail_links",
        sa.Column("conversation_key", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("token_key", sa.String(64), nullable=False),
        sa.Column("customer_id", sa.String(64), nullable=False),
        sa.Column("number_key", sa.String(64), nullable=False),
        sa.Column("address_key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("token_key", name="uq_mail_links_token_key"),
    )
    op.create_index("ix_mail_links_customer_id", "mail_links", ["customer_id"])
    op.create_index("ix_mail_links_at", "mail_links", ["at"])


def downgrade() -> None:
    """Drop it again; links that were sent work no longer."""
    op.drop_table("mail_links")
