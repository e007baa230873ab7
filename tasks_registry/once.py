"""Rows that are written once, however often and by however many they are asked for."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

INSERTS: Mapping[str, Any] = MappingProxyType({"sqlite": sqlite.insert, "postgresql": postgresql.insert})


def insert_once(session: Session, rows: Sequence[SQLModel]) -> int:
    """Insert `rows`, all of one table, but not those that its unique columns hold already.

    How many went in. The rows given stay unsaved values: read the saved ones back.
    """
    if not rows:
        return 0
    session.flush()
    connection = session.connection()
    table = SQLModel.metadata.tables[str(type(rows[0]).__tablename__)]
    insert = INSERTS[connection.dialect.name](table).on_conflict_do_nothing().returning(*table.primary_key)
    # Counted by what comes back: PostgreSQL's driver does not tell how many rows a batch put in.
    return len(connection.execute(insert, [row.model_dump(exclude={"id"}) for row in rows]).all())
