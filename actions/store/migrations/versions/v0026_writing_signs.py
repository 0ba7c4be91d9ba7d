"""When the customer and the person of a ticket were writing last, so that each sees that the other does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_COLUMNS = ("customer_writes_at", "person_writes_at", "writing_shown_at")


def upgrade() -> None:
    """Add the columns; nobody is seen writing."""
    for column in _COLUMNS:
        op.add_column("tickets", sa.Column(column, sa.DateTime(timezone=True)))
    op.create_index("ix_tickets_person_writes_at", "tickets", ["person_writes_at"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_tickets_person_writes_at", "tickets")
    for column in reversed(_COLUMNS):
        op.drop_column("tickets", column)
