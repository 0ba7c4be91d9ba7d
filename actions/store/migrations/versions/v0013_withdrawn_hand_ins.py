"""A hand-in that its customer takes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing that was told so far was taken back."""
    op.add_column("drop_off_claims", sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop it again, and with it the words that only took another back and what they took back.

    What an older version can't tell from a hand-in must not count as one.
    """
    claims = sa.table("drop_off_claims", sa.column("return_key"), sa.column("withdrawn"))
    taken_back = sa.select(claims.c.return_key).where(claims.c.withdrawn)
    op.execute(sa.delete(claims).where(claims.c.return_key.in_(taken_back)))
    op.drop_column("drop_off_claims", "withdrawn")
