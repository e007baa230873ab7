"""Opening a review round of a province: 3,321 units with 60 entries each.

    python -m benchmarks.rounds [--units N ...] [--database sqlite|postgresql ...] [--close]

One plan of 60 items, each led by every unit: a third of them without a date, a third due in the data window,
a third due in it and once more later (which is not asked about). Prints the time to open the round (entries
and sheets), to ask every unit (a notice each), to ask once more (nothing is left to do), and with `--close`
to close it; by how much the memory of a process of its own grew for each step; and what was put in.
PostgreSQL is started anew from the system's programs.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, Text, cast, func, insert, text
from sqlmodel import Session, SQLModel, col, select

from benchmarks.morning import DATABASES, database
from flows.asking import ask_units
from models import Plan, ReviewEntry, ReviewRound, RoundKind
from models.database import make_engine, migrate
from tasks_registry.rounds.reviews import close_round, open_round

UNITS, ENTRIES = 3321, 60
OPENING, NOW = date(2026, 6, 15), datetime(2026, 6, 15, 1, tzinfo=UTC)
LIMIT = 60.0  # seconds to open a round on PostgreSQL
FIXED = {
    "number": "",
    "issuer": "",
    "source_name": "",
    "coordinator_id": 1,
    "imported_at": NOW,
    "roll_forward": False,
    "report_dates": [],
    "by_unit": False,
}
DUE: list[dict[str, Any]] = [  # days as text: SQLite has no others, PostgreSQL reads them
    {"kind": kind, "place": place, "day": day, "given": "2026-01-05"}
    for kind, place, day in ((0, 1, None), (1, 1, "2026-05-04"), (2, 1, "2026-05-11"), (2, 2, "2026-08-10"))
]
WORDS = "Rà soát, cập nhật và niêm yết công khai bộ thủ tục hành chính thuộc thẩm quyền giải quyết; việc số "
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "
UNIT_ROWS = f"""
    INSERT INTO unit (id, code, name, folded)
    {NUMBERS} SELECT n + 1, 'U' || n, 'Ủy ban nhân dân xã số ' || n, 'u ' || n FROM numbers
"""  # noqa: S608  constants of this file
PEOPLE = f"""
    INSERT INTO person (id, unit_id, name, email, role, active, language, weekly)
    {NUMBERS} SELECT n + 1, n + 1, 'Người số ' || n, 'p' || n || '@donvi.test', 'head', TRUE, 'vi', FALSE
    FROM numbers
"""  # noqa: S608
ITEMS = f"""
    INSERT INTO item (id, plan_id, key, position, kind, section, number, text, lead, coordinators,
                      deadline_raw, deadlines, deliverables, line, folded, secret)
    {NUMBERS}
    SELECT n + 1, 1, 'item ' || n, n, 'table', '[]', '', '{WORDS}' || n, '[]', '[]', '', '[]', '[]', 0, '',
           FALSE
    FROM numbers
"""  # noqa: S608
TASKS = """
    INSERT INTO task (item_id, slot, unit_id, lead_name, owner_id, state, deadline_raw, scheduled_on, due_on,
                      due_version, assigned_on)
    SELECT item.id, '#' || unit.id || '|' || due.place, unit.id, '', unit.id, 'in_progress', '',
           due.day, due.day, 0, due.given
    FROM item JOIN due ON due.kind = item.id % 3 CROSS JOIN unit
"""


def build(engine: Engine, units: int) -> None:
    """Make the tables of an empty database: a plan, and `units` units that each lead a task of each item."""
    migrate(engine)
    with engine.begin() as connection:
        for statement in (UNIT_ROWS, PEOPLE):
            connection.execute(text(statement), {"last": units - 1})
        plan = {"id": 1, "code": "kh-tinh", "title": "Kế hoạch của tỉnh", "year": 2026, "end_year": 2026}
        connection.execute(insert(SQLModel.metadata.tables["plan"]), {**plan, **FIXED})
        connection.execute(text(ITEMS), {"last": ENTRIES - 1})
        connection.execute(text("CREATE TEMP TABLE due (kind INTEGER, place INTEGER, day DATE, given DATE)"))
        connection.execute(text("INSERT INTO due VALUES (:kind, :place, :day, :given)"), DUE)
        connection.execute(text(TASKS))
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def opening(session: Session) -> int:
    """Open the round; how many entries it has."""
    plan = session.get_one(Plan, 1)
    review = open_round(session, plan, RoundKind.QUARTER, "2026-Q2", as_of=OPENING, now=NOW)
    query = select(func.count()).select_from(ReviewEntry).where(ReviewEntry.round_id == review.id)
    return session.exec(query).one()


def asking(session: Session) -> int:
    """Ask every unit; how many people were told."""
    return ask_units(session, session.exec(select(ReviewRound)).one(), as_of=OPENING, now=NOW)


def closing(session: Session) -> int:
    """Close the round; the size of its snapshot as it is kept."""
    close_round(session, session.exec(select(ReviewRound)).one(), now=NOW)
    return session.exec(select(func.length(cast(col(ReviewRound.snapshot), Text)))).one()


STEPS = {"open": opening, "ask": asking, "again": asking, "close": closing}
COUNTED = {"open": "entries", "ask": "people told", "again": "people told", "close": "letters of snapshot"}


def one_step(name: str, url: str) -> None:
    """In a process of its own: do it, then print what it took."""
    with Session(make_engine(url)) as session:
        session.connection()
        before, start = _megabytes(), time.perf_counter()
        found = STEPS[name](session)
        session.commit()
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "grown": _megabytes() - before, "found": found}))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(kind: str, units: int, steps: list[str]) -> bool:
    """Build a province and run the steps; whether the round opened within its limit."""
    with database(kind) as url:
        engine = make_engine(url)
        build(engine, units)
        engine.dispose()
        print(f"{kind}, {units:,} units of {ENTRIES} entries", flush=True)
        kept = True
        for step in steps:
            words = [sys.executable, "-m", "benchmarks.rounds", "--step", step, url]
            done = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603
            print(
                f"  {step:6} {done['seconds']:8.2f} s  {done['grown']:7.1f} MB more  "
                f"{done['found']:11,} {COUNTED[step]}",
                flush=True,
            )
            kept &= step != "open" or done["seconds"] < LIMIT
    return kept


def main(words: list[str]) -> int:
    """Measure each database with each number of units; 1 where a round took longer than its limit to open."""
    if words[:1] == ["--step"]:
        one_step(words[1], words[2])
        return 0
    parser = argparse.ArgumentParser(description="Opening the round of a province.")
    parser.add_argument("--units", type=int, nargs="+", default=[UNITS // 10, UNITS])
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=["postgresql"])
    parser.add_argument("--close", action="store_true", help="close the round too")
    given = parser.parse_args(words)
    steps = ["open", "ask", "again", *(["close"] if given.close else [])]
    kept = [measure(kind, units, steps) for kind in given.database for units in given.units]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
