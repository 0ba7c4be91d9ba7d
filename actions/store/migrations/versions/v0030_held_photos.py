"""Photos of a mail whose writer has not proven yet who they are: until when they wait for that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index; no photo waits."""
    op.add_column("photos", sa.Column("held_until", sa.DateTime(timezone=True)))
    op.create_index("ix_photos_held_until", "photos", ["held_until"])


def downgrade() -> None:
    """Drop them again; photos that wait go by their age."""
    op.drop_index("ix_photos_held_until", "photos")
    op.drop_column("photos", "held_until")
