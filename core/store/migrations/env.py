"""Runs the revisions on the connection that `core.store.schema` hands over."""

from alembic import context

from core.store.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    user_module_prefix="",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
