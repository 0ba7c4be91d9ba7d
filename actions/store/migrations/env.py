"""Runs migrations on the connection that `actions.store.engine` hands over; nothing is read from an ini file.

Where there is a dialect's name instead of a connection, the SQL is written out for an administrator to run.
"""

from __future__ import annotations

from alembic import context

from actions.store.tables.all_tables import shop

metadata = shop.Base.metadata
given = context.config.attributes
if "connection" in given:
    context.configure(connection=given["connection"], target_metadata=metadata)
else:
    context.configure(dialect_name=given["dialect"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
