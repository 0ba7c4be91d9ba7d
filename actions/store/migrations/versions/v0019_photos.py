"""Photos and videos that customers send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody has sent anything yet."""
    op.create_table(
        "photos",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("conversation_key", sa.String(64), nullable=False),
        sa.Column("customer_id", sa.String(64)),
        sa.Column("return_key", sa.String(64)),
        sa.Column("media_type", sa.String(20)),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("caption", sa.Text),
        sa.Column("sent_in", sa.String(64)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("name", name="uq_photos_name"),
    )
    op.create_index("ix_photos_conversation_key", "photos", ["conversation_key", "seq"])
    op.create_index("ix_photos_customer_id", "photos", ["customer_id"])
    op.create_index("ix_photos_return_key", "photos", ["return_key"])
    op.create_index("ix_photos_at", "photos", ["at"])


def downgrade() -> None:
    """Drop it again; the files stay where they are."""
    op.drop_table("photos")
