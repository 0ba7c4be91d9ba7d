"""Runs migrations on the connection that `actions.store.engine` hands over; nothing is read from an ini file."""

from __future__ import annotations

from alembic import context

from actions.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
