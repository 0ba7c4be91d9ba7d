"""The region of a customer and of an order's address, where a shop knows them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = (("customers", "region"), ("orders", "ship_to_region"))


def upgrade() -> None:
    """Add the columns; of what is there already no region is known."""
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.String(6)))


def downgrade() -> None:
    """Drop them again."""
    for table, column in _COLUMNS:
        op.drop_column(table, column)
