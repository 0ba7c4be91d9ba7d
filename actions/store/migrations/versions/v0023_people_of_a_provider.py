"""People who sign in at the shop's identity provider, sign-ins there that were begun, and accounts that are locked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the columns; every account there is has a password, and none is locked."""
    op.add_column("people", sa.Column("issuer", sa.String(255)))
    op.add_column("people", sa.Column("subject", sa.String(255)))
    op.add_column("people", sa.Column("locked_at", _INSTANT))
    op.create_index("uq_people_issuer_subject", "people", ["issuer", "subject"], unique=True)
    op.add_column("people_sessions", sa.Column("id_token", sa.Text))
    op.create_table(
        "people_sign_ins",
        sa.Column("state_key", sa.String(64), primary_key=True),
        sa.Column("browser_key", sa.String(64), nullable=False),
        sa.Column("network_key", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        sa.Column("after", sa.String(200), nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
    )
    op.create_index("ix_people_sign_ins_ends_at", "people_sign_ins", ["ends_at"])
    op.create_index("ix_people_sign_ins_network_key", "people_sign_ins", ["network_key"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("people_sign_ins")
    op.drop_column("people_sessions", "id_token")
    op.drop_index("uq_people_issuer_subject", "people")
    for column in ("locked_at", "subject", "issuer"):
        op.drop_column("people", column)
