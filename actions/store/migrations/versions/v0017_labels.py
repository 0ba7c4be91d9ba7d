"""Labels of returns: a file or where one lies, what stands in a QR code, until when it is good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; no return has a label that anybody knows of yet."""
    op.create_table(
        "return_labels",
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_return_labels_return_key"),
            primary_key=True,
        ),
        sa.Column("file", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("qr", sa.Text),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_return_labels_expires_at", "return_labels", ["expires_at"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("return_labels")
