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
    "INSERT INTO plan (id, code, title, number, issuer, year, end_year, source_name, imported_at)"
    " VALUES (1, 'kh', 'Kế hoạch', '', '', 2026, 2026, '', '2026-01-02')",
    "INSERT INTO item (id, plan_id, key, position, kind, section, number, text, lead, coordinators,"
    " deadline_raw, deadlines, deliverables, line, folded)"
    " VALUES (1, 1, 'k', 1, 'table', '[]', '', 'Làm', '[]', '[]', '', '[]', '[]', 1, '')",
    "INSERT INTO task (id, item_id, slot, lead_name, deadline_raw, state, assigned_on, due_version)"
    " VALUES (1, 1, 's', '', '', 'assigned', '2026-01-02', 0)",
    "INSERT INTO review_round (id, plan_id, kind, period, window_from, window_to, opens_on, closes_on, stage)"
    " VALUES (1, 1, 'quarter', '2026-Q1', '2025-12-15', '2026-03-14', '2026-03-15', '2026-03-20', 'open')",
    "INSERT INTO review_entry (id, round_id, task_id, state, done, difficulties, proposals, appraised_reason)"
    " VALUES (1, 1, 1, 'waiting', '', '', '', '')",
    "INSERT INTO evidence (id, url, title, added_by, added_at, judged_reason)"
    " VALUES (1, 'https://x.vn/a', '', 'an@x.vn', '2026-03-02', '')",
    "INSERT INTO evidence_use (id, evidence_id, entry_id) VALUES (1, 1, 1)",
)
KEPT = (
    "SELECT n.step, p.name, u.code FROM notice n JOIN person p ON p.id = n.person_id"
    " JOIN unit u ON u.id = p.unit_id",
    "SELECT e.url, r.period, t.slot FROM evidence_use w JOIN evidence e ON e.id = w.evidence_id"
    " JOIN review_entry y ON y.id = w.entry_id JOIN review_round r ON r.id = y.round_id"
    " JOIN task t ON t.id = y.task_id",
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
        found = [tuple(row) for query in KEPT for row in connection.execute(text(query))]
    engine.dispose()
    assert found == [("due", "Lê An", "VP"), ("https://x.vn/a", "2026-Q1", "s")]
