"""How many pieces a line of an order has, and how many of them a return sends back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = ("items", "return_items")


def upgrade() -> None:
    """Add the columns; what is there already is one piece each."""
    for table in _TABLES:
        op.add_column(table, sa.Column("quantity", sa.Integer, nullable=False, server_default="1"))


def downgrade() -> None:
    """Drop them again."""
    for table in _TABLES:
        op.drop_column(table, "quantity")
