"""For the pages of people: the language that somebody has chosen to read them in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has chosen one."""
    op.add_column("people", sa.Column("language", sa.String(16)))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("people", "language")
