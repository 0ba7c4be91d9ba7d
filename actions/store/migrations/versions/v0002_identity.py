"""Attempts to prove who one is, and signed-in sessions.

Both tables are made anew: what they held lasts for minutes only, and whoever had proven who they are does so again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Proofs tell how they were given and when they end; refused tries are counted for more than the session."""
    _drop()
    op.create_table(
        "verified_sessions",
        sa.Column("session_key", sa.String(64), primary_key=True),
        _customer_id(),
        sa.Column("proven", sa.String(20), nullable=False),
        sa.Column("given_name", sa.String(64)),
        sa.Column("live_until", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT),
    )
    op.create_index("ix_verified_sessions_live_until", "verified_sessions", ["live_until"])
    op.create_table(
        "refused_tries",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("subject_key", sa.String(64), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_refused_tries_subject_key", "refused_tries", ["subject_key", "at"])
    op.create_index("ix_refused_tries_at", "refused_tries", ["at"])


def downgrade() -> None:
    """Back to proofs that know only when they were last used, and tries that are counted by session."""
    _drop()
    op.create_table(
        "verified_sessions",
        sa.Column("session_key", sa.String(64), primary_key=True),
        _customer_id(),
        sa.Column("last_used_at", _INSTANT, nullable=False),
    )
    op.create_index("ix_verified_sessions_last_used_at", "verified_sessions", ["last_used_at"])
    op.create_table(
        "refused_tries",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("session_key", sa.String(64), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_refused_tries_session_key", "refused_tries", ["session_key", "at"])
    op.create_index("ix_refused_tries_at", "refused_tries", ["at"])


def _customer_id() -> sa.Column[sa.String]:
    key = sa.ForeignKey("customers.id", name="fk_verified_sessions_customer_id")
    return sa.Column("customer_id", sa.String(64), key, nullable=False)


def _drop() -> None:
    op.drop_table("refused_tries")
    op.drop_table("verified_sessions")
