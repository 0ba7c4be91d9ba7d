"""What customers asked the assistant to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what was done, why returns were asked for, hand-ins that customers told, and the last return number."""
    op.create_table(
        "operations",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("session_key", sa.String(64), nullable=False),
        sa.Column("offer", sa.String(64), nullable=False),
        _customer_id("operations"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("return_number", sa.String(64), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.UniqueConstraint("session_key", "offer", name="uq_operations_offer"),
    )
    op.create_index("ix_operations_customer_id", "operations", ["customer_id"])
    op.create_index("ix_operations_at", "operations", ["at"])
    op.create_table(
        "return_reasons",
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_return_reasons_return_key"),
            primary_key=True,
        ),
        _customer_id("return_reasons"),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_return_reasons_customer_id", "return_reasons", ["customer_id"])
    op.create_index("ix_return_reasons_at", "return_reasons", ["at"])
    op.create_table(
        "drop_off_claims",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_drop_off_claims_return_key"),
            nullable=False,
        ),
        _customer_id("drop_off_claims"),
        sa.Column("dropped_off_at", _INSTANT, nullable=False),
        sa.Column("tracking_number", sa.String(64)),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_drop_off_claims_return_key", "drop_off_claims", ["return_key", "seq"])
    op.create_index("ix_drop_off_claims_customer_id", "drop_off_claims", ["customer_id"])
    op.create_index("ix_drop_off_claims_at", "drop_off_claims", ["at"])
    op.create_table(
        "return_numbers",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("return_numbers", "drop_off_claims", "return_reasons", "operations"):
        op.drop_table(table)


def _customer_id(table: str) -> sa.Column[sa.String]:
    key = sa.ForeignKey("customers.id", name=f"fk_{table}_customer_id")
    return sa.Column("customer_id", sa.String(64), key, nullable=False)
