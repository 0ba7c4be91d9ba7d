"""Returns that the connected shop keeps itself, and how far it was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; no shop was looked at."""
    op.create_table(
        "shop_returns",
        sa.Column("return_key", sa.String(64), primary_key=True),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("shop_id", sa.String(100)),
        sa.Column("shop_order", sa.String(100)),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refused", sa.String(300)),
        sa.UniqueConstraint("shop_id", name="uq_shop_returns_shop_id"),
    )
    op.create_index("ix_shop_returns_is_open", "shop_returns", ["is_open", "looked_at"])
    op.create_index("ix_shop_returns_due_at", "shop_returns", ["due_at"])
    op.create_table(
        "shop_looks",
        sa.Column("shop", sa.String(40), primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_to", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("shop_looks")
    op.drop_table("shop_returns")
