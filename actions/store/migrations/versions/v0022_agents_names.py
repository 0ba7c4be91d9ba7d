"""What customers read as the name of who answers them: of each account, and with each message that was signed by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody has such a name, and nothing is signed."""
    op.add_column("people", sa.Column("shown_as", sa.String(80)))
    op.add_column("ticket_messages", sa.Column("signed", sa.String(80)))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("ticket_messages", "signed")
    op.drop_column("people", "shown_as")
