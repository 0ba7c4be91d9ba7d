"""Whether a conversation's customer was signed in at the shop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of the conversations that are there, those whose sign-in is still noted are known."""
    op.add_column("conversation_links", sa.Column("signed_in", sa.Boolean, nullable=False, server_default=sa.false()))
    proofs = sa.table("verified_sessions", sa.column("session_key"), sa.column("customer_id"), sa.column("proven"))
    links = sa.table("conversation_links", *map(sa.column, ("session_key", "customer_id", "signed_in")))
    signed_in = sa.exists().where(
        sa.and_(
            proofs.c.session_key == links.c.session_key,
            proofs.c.customer_id == links.c.customer_id,
            proofs.c.proven == "signed_in",
        )
    )
    op.execute(sa.update(links).where(signed_in).values(signed_in=sa.true()))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("conversation_links", "signed_in")
