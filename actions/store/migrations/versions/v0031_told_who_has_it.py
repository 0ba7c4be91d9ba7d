"""Under which name a customer was told last that somebody has taken their ticket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody was told."""
    op.add_column("tickets", sa.Column("taken_as", sa.String(80)))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("tickets", "taken_as")
