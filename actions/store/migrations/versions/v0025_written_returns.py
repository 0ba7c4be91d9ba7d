"""Returns of the chat that are written to the shop's own system: which are there, and what the shop refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was written to a shop yet."""
    op.create_table(
        "written_returns",
        sa.Column("return_key", sa.String(64), primary_key=True),
        sa.Column("shop_id", sa.String(200)),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("refused", sa.Text),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_written_returns_at", "written_returns", ["at"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("written_returns")
