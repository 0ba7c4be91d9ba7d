"""When a record was as it is, what changes were delivered, and what waits for a record that it refers to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_RECORDS = ("customers", "orders", "returns")


def upgrade() -> None:
    """Add columns and tables; nobody said of when the records are that are there."""
    for table in _RECORDS:
        op.add_column(table, sa.Column("as_of", _INSTANT))
    # An item can only go when no return sends it back, which the database looks up by this.
    op.create_index("ix_return_items_item", "return_items", ["order_key", "item_id"])
    op.create_table(
        "change_deliveries",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_change_deliveries_at", "change_deliveries", ["at"])
    op.create_table(
        "waiting_changes",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("section", sa.String(10), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("waits_for", sa.String(80), nullable=False),
        sa.Column("refers", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("as_of", _INSTANT, nullable=False),
        sa.Column("customer_id", sa.String(64)),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_waiting_changes_waits_for", "waiting_changes", ["waits_for", "seq"])
    op.create_index("ix_waiting_changes_customer_id", "waiting_changes", ["customer_id"])
    op.create_index("ix_waiting_changes_at", "waiting_changes", ["at"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("waiting_changes")
    op.drop_table("change_deliveries")
    op.drop_index("ix_return_items_item", "return_items")
    for table in reversed(_RECORDS):
        op.drop_column(table, "as_of")
