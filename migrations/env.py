"""Alembic's door: it works on the connection that `models.database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401  the tables must be known

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Use `dondoc init`; the migrations need the program's own connection.")
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
