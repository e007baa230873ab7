"""An office's data goes through every upgrade unharmed, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

from alembic import command
from sqlalchemy import Engine, text

from models.database import alembic_config, make_engine

FIRST_ROWS = (
    "INSERT INTO unit (id, code, name, folded) VALUES (1, 'VP', 'Văn phòng', 'van phong')",
    "INSERT INTO person (id, unit_id, name, email, role, active, language)"
    " VALUES (1, 1, 'Lê An', 'an@x.vn', 'head', true, 'vi')",
    "INSERT INTO notice (id, key, person_id, kind, step, due_version, due_day, state, created_at,"
    " next_try_at, attempts) VALUES (1, '1/reminder/1', 1, 'reminder', 'due', 0, '2026-03-02', 'pending',"
    " '2026-03-02', '2026-03-02', 0)",
)


def _alembic(engine: Engine, step: Callable[..., Any], revision: str) -> None:
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        step(config, revision)


def test_rows_of_the_first_version_are_still_there_after_every_upgrade(database_url: str) -> None:
    """Rebuilding a table that others refer to would silently empty them."""
    engine = make_engine(database_url)
    _alembic(engine, command.upgrade, "0001")
    with engine.begin() as connection:
        for row in FIRST_ROWS:
            connection.execute(text(row))
    _alembic(engine, command.upgrade, "head")
    _alembic(engine, command.downgrade, "0001")
    _alembic(engine, command.upgrade, "head")
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT n.step, p.name, u.code FROM notice n, person p, unit u WHERE p.id = n.person_id")
        ).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [("due", "Lê An", "VP")]
