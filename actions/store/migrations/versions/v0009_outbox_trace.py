"""The trace of the message that something in the outbox came of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what waits already has none."""
    op.add_column("help_desk_outbox", sa.Column("trace", sa.String(32)))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("help_desk_outbox", "trace")
