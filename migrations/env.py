"""Alembic's door: it works on the connection that `models.database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401  the tables must be known
from config.errors import DondocError

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Use `dondoc init`; the migrations need the program's own connection.")
if connection.dialect.name == "sqlite":
    # SQLite changes a table by making it anew; dropping the old one would take the rows that refer to it.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise DondocError("Nâng cấp làm hỏng liên kết dữ liệu nên không thực hiện; dữ liệu được giữ nguyên.")
