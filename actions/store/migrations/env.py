"""Runs migrations on the connection that `actions.store.engine` hands over; nothing is read from an ini file.

Where there is a dialect's name instead of a connection, the SQL is written out for an administrator to run.
"""

from __future__ import annotations

from alembic import context

# Each adds its tables to those of Base.
import actions.store.help_desk_tables
import actions.store.privacy_tables  # noqa: F401
from actions.store.tables import Base

given = context.config.attributes
if "connection" in given:
    context.configure(connection=given["connection"], target_metadata=Base.metadata)
else:
    context.configure(dialect_name=given["dialect"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
