"""Returns that travel in several parcels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every return that is there has one parcel at most."""
    op.add_column("returns", sa.Column("further_parcels", sa.Text))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("returns", "further_parcels")
