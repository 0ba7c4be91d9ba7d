"""Labels of returns, and what tracking services tell of parcels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; no return has a label that anybody knows of yet, and no service was asked."""
    op.create_table(
        "return_labels",
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_return_labels_return_key"),
            primary_key=True,
        ),
        sa.Column("file", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("qr", sa.Text),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_return_labels_expires_at", "return_labels", ["expires_at"])
    op.create_table(
        "tracked_parcels",
        sa.Column("number", sa.String(64), primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_tracked_parcels_at", "tracked_parcels", ["at"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("tracked_parcels")
    op.drop_table("return_labels")
