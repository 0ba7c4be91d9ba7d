"""Accounts of the people who answer customers, their sessions and deeds; who has claimed a ticket, and notes in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables and columns; nobody has claimed what is open."""
    op.create_table(
        "people",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("totp_secret", sa.String(64)),
        sa.Column("totp_step", sa.BigInteger),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_table(
        "people_sessions",
        sa.Column("token_key", sa.String(64), primary_key=True),
        sa.Column(
            "person_seq", sa.Integer, sa.ForeignKey("people.seq", name="fk_people_sessions_person_seq"), nullable=False
        ),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
    )
    op.create_index("ix_people_sessions_person_seq", "people_sessions", ["person_seq"])
    op.create_index("ix_people_sessions_ends_at", "people_sessions", ["ends_at"])
    op.create_table(
        "people_deeds",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("deed", sa.String(30), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_people_deeds_about", "people_deeds", ["about", "name", "deed", "at"])
    op.create_index("ix_people_deeds_at", "people_deeds", ["at"])
    op.create_table(
        "ticket_notes",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column(
            "ticket_seq", sa.Integer, sa.ForeignKey("tickets.seq", name="fk_ticket_notes_ticket_seq"), nullable=False
        ),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_ticket_notes_ticket_seq", "ticket_notes", ["ticket_seq", "seq"])
    op.add_column("ticket_messages", sa.Column("person", sa.String(64)))
    op.add_column("tickets", sa.Column("claimed_by", sa.String(64)))
    op.add_column("tickets", sa.Column("claimed_at", _INSTANT))
    op.add_column("tickets", sa.Column("seen_seq", sa.Integer))


def downgrade() -> None:
    """Drop them again."""
    for column in ("seen_seq", "claimed_at", "claimed_by"):
        op.drop_column("tickets", column)
    op.drop_column("ticket_messages", "person")
    for table in ("ticket_notes", "people_deeds", "people_sessions", "people"):
        op.drop_table(table)
