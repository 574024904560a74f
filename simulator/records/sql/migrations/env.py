"""Run by the migrations tool on the connection that the store gives it, within the store's transaction."""

from __future__ import annotations

from alembic import context

from simulator.records.sql import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
