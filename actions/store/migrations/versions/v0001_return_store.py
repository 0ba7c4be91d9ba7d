"""Customers, orders, returns with append-only events, and who has proven which customer they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)

_APPEND_ONLY_SQLITE = (
    """
    CREATE TRIGGER return_events_no_update BEFORE UPDATE ON return_events
    BEGIN SELECT RAISE(ABORT, 'return events are append-only'); END
    """,
    """
    CREATE TRIGGER return_events_no_delete BEFORE DELETE ON return_events
    BEGIN SELECT RAISE(ABORT, 'return events are append-only'); END
    """,
)
_APPEND_ONLY_POSTGRESQL = (
    """
    CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'return events are append-only' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER return_events_no_change BEFORE UPDATE OR DELETE ON return_events
    FOR EACH ROW EXECUTE FUNCTION refuse_event_change()
    """,
    """
    CREATE TRIGGER return_events_no_truncate BEFORE TRUNCATE ON return_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()
    """,
)


def upgrade() -> None:
    """Create every table, with an index for each look-up."""
    op.create_table(
        "customers",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(320), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.UniqueConstraint("id", name="uq_customers_id"),
    )
    op.create_table(
        "orders",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column(
            "customer_id", sa.String(64), sa.ForeignKey("customers.id", name="fk_orders_customer_id"), nullable=False
        ),
        sa.Column("placed_at", _INSTANT, nullable=False),
        sa.Column("received_at", _INSTANT),
        sa.Column("ship_from", sa.String(2), nullable=False),
        sa.Column("ship_to", sa.String(2), nullable=False),
        sa.UniqueConstraint("key", name="uq_orders_key"),
    )
    op.create_index("ix_orders_customer_id", "orders", ["customer_id", "placed_at"])
    op.create_table(
        "items",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("order_key", sa.String(64), sa.ForeignKey("orders.key", name="fk_items_order_key"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("category", sa.String(200), nullable=False),
        sa.Column("price", sa.String(20), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("free_returns", sa.Boolean, nullable=False),
        sa.Column("return_window_days", sa.Integer),
        sa.UniqueConstraint("order_key", "id", name="uq_items_order_key_id"),
    )
    op.create_table(
        "returns",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("order_key", sa.String(64), sa.ForeignKey("orders.key", name="fk_returns_order_key"), nullable=False),
        sa.Column("shipping", sa.String(20), nullable=False),
        sa.Column("tracking_number", sa.String(64)),
        sa.Column("carrier", sa.String(100)),
        sa.Column("refund_amount", sa.String(20), nullable=False),
        sa.Column("refund_currency", sa.String(3), nullable=False),
        sa.Column("refund_method", sa.String(50), nullable=False),
        sa.UniqueConstraint("key", name="uq_returns_key"),
    )
    op.create_index("ix_returns_order_key", "returns", ["order_key"])
    op.create_table(
        "return_items",
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_return_items_return_key"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("order_key", sa.String(64), nullable=False),
        sa.Column("item_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["order_key", "item_id"], ["items.order_key", "items.id"], name="fk_return_items_item"),
        sa.UniqueConstraint("return_key", "item_id", name="uq_return_items_item"),
    )
    op.create_table(
        "return_events",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column(
            "return_key",
            sa.String(64),
            sa.ForeignKey("returns.key", name="fk_return_events_return_key"),
            nullable=False,
        ),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("ix_return_events_return_key", "return_events", ["return_key", "seq"])
    op.create_table(
        "verified_sessions",
        sa.Column("session_key", sa.String(64), primary_key=True),
        sa.Column(
            "customer_id",
            sa.String(64),
            sa.ForeignKey("customers.id", name="fk_verified_sessions_customer_id"),
            nullable=False,
        ),
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

    triggers = _APPEND_ONLY_SQLITE if op.get_context().dialect.name == "sqlite" else _APPEND_ONLY_POSTGRESQL
    for statement in triggers:
        op.execute(statement)


def downgrade() -> None:
    """Drop every table; the triggers go with theirs."""
    for table in (
        "refused_tries",
        "verified_sessions",
        "return_events",
        "return_items",
        "returns",
        "items",
        "orders",
        "customers",
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_event_change()")
