"""Tickets for people, and what waits to be sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables of the hand-over, with an index for each look-up."""
    op.create_table(
        "tickets",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("token", sa.String(36), nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("conversation_key", sa.String(64), nullable=False),
        sa.Column("open_key", sa.String(64)),
        # No reference to the customers: what a shop imports anew must not hang on its tickets.
        sa.Column("customer_id", sa.String(64)),
        sa.Column("desk", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(100)),
        sa.Column("priority", sa.String(10), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.Column("listening", sa.Boolean, nullable=False),
        sa.UniqueConstraint("token", name="uq_tickets_token"),
        sa.UniqueConstraint("open_key", name="uq_tickets_open_key"),
    )
    op.create_index("ix_tickets_conversation_key", "tickets", ["conversation_key", "seq"])
    op.create_index("ix_tickets_customer_id", "tickets", ["customer_id"])
    op.create_index("ix_tickets_desk_reference", "tickets", ["desk", "reference"])
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"])
    op.create_table(
        "ticket_messages",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column(
            "ticket_seq", sa.Integer, sa.ForeignKey("tickets.seq", name="fk_ticket_messages_ticket_seq"), nullable=False
        ),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.UniqueConstraint("ticket_seq", "key", name="uq_ticket_messages_key"),
    )
    op.create_table(
        "help_desk_outbox",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column(
            "ticket_seq",
            sa.Integer,
            sa.ForeignKey("tickets.seq", name="fk_help_desk_outbox_ticket_seq"),
            nullable=False,
        ),
        sa.Column(
            "message_seq", sa.Integer, sa.ForeignKey("ticket_messages.seq", name="fk_help_desk_outbox_message_seq")
        ),
        sa.Column("target", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("lease", sa.String(36)),
        sa.Column("leased_until", _INSTANT),
        sa.Column("trouble", sa.String(300)),
        sa.UniqueConstraint("target", "key", name="uq_help_desk_outbox_key"),
    )
    op.create_index("ix_help_desk_outbox_due_at", "help_desk_outbox", ["due_at"])
    op.create_index("ix_help_desk_outbox_ticket_seq", "help_desk_outbox", ["ticket_seq", "target", "seq"])
    op.create_index("ix_help_desk_outbox_message_seq", "help_desk_outbox", ["message_seq"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("help_desk_outbox", "ticket_messages", "tickets"):
        op.drop_table(table)
