"""Reminders that customers asked for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def _whose() -> list[sa.Column[Any]]:
    """Whom a row is about. Nothing refers to the records: what a shop imports anew must not hang on reminders."""
    return [
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("conversation_key", sa.String(64), nullable=False),
        sa.Column("customer_id", sa.String(64), nullable=False),
        sa.Column("return_key", sa.String(64), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables of the reminders, with an index for each look-up."""
    op.create_table(
        "reminder_wishes",
        sa.Column("seq", sa.Integer, primary_key=True),
        *_whose(),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.Column("mark", sa.String(80), nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.UniqueConstraint("conversation_key", "return_key", name="uq_reminder_wishes_return"),
    )
    op.create_index("ix_reminder_wishes_closed_at", "reminder_wishes", ["closed_at", "seq"])
    op.create_index("ix_reminder_wishes_customer_id", "reminder_wishes", ["customer_id"])
    op.create_table(
        "reminders",
        sa.Column("seq", sa.Integer, primary_key=True),
        *_whose(),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", _INSTANT, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("told_at", _INSTANT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("lease", sa.String(36)),
        sa.Column("leased_until", _INSTANT),
        sa.Column("trouble", sa.String(300)),
        sa.UniqueConstraint("conversation_key", "key", name="uq_reminders_key"),
    )
    op.create_index("ix_reminders_customer_id", "reminders", ["customer_id"])
    op.create_index("ix_reminders_at", "reminders", ["at"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("reminders")
    op.drop_table("reminder_wishes")
