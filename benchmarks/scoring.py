"""Scoring every ward and commune of the country at once: one plan, each unit scored by itself.

    python -m benchmarks.scoring [--units N] [--database sqlite|postgresql ...]

Each unit has 40 tasks and answers for 20 criteria, most of them with evidence of their own; half of the
answers were appraised otherwise. Prints the time to read, to score both sheets and to save them with their
checksums, and the peak memory. PostgreSQL is started anew from the programs of the system. Each run is a
process of its own, timed after its imports.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, func, select

from models import (
    CriteriaSet,
    Criterion,
    Evidence,
    EvidenceUse,
    Item,
    ItemKind,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    Score,
    Task,
    TaskState,
    Unit,
)
from models.database import make_engine, migrate
from tasks_registry.criteria.form_reading import read_form
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.year.scores import made_scores
from tasks_registry.year.stages import close_annual_round
from tests.servers import postgres

UNITS, TASKS, CRITERIA = 3_321, 40, 20
NOW, CLOSING = datetime(2026, 12, 22, 1, tzinfo=UTC), date(2026, 12, 22)
DATABASES = ("sqlite", "postgresql")


def criteria_set() -> str:
    """Twenty criteria that people score, sixty points, and forty from the tracker."""
    marked = "\n".join(
        f'      - {{code: "{place}", name: Tiêu chí {place}, points: 3, method: manual, evidence: Hồ sơ}}'
        for place in range(1, CRITERIA + 1)
    )
    return f"""
code: do-luong
title: Bộ tiêu chí để đo
source: Đo lường
total: 100
levels:
  - {{name: Không đạt, from: 0, to: 80}}
  - {{name: Mức độ 1, from: 80, to: 90}}
  - {{name: Mức độ 2, from: 90, to: 100}}
conditions:
  - {{code: khong, name: Có tiêu chí 0 điểm, effect: cap, level: Mức độ 1, when: criterion_at_zero}}
groups:
  - name: Do người chấm
    criteria:
{marked}
  - name: Từ nhiệm vụ
    criteria:
      - {{code: A, name: Số lượng, points: 15, method: done_share}}
      - {{code: B, name: Chất lượng, points: 15, method: quality_share}}
      - {{code: C, name: Tiến độ, points: 10, method: on_time_share}}
"""


def build(url: str, units: int, folder: Path) -> None:
    """Write the units, their tasks, answers and evidence."""
    engine = make_engine(url)
    migrate(engine)
    with Session(engine) as session:
        plan = Plan(code="ca-nuoc", title="Kế hoạch", year=2026, end_year=2026, imported_at=NOW, by_unit=True)
        session.add(plan)
        session.flush()
        items = [
            Item(plan_id=plan.id or 0, key=str(at), position=at, kind=ItemKind.TABLE, text=f"Việc {at}")
            for at in range(1, TASKS + 1)
        ]
        session.add_all(items)
        path = folder / "do-luong.yaml"
        path.write_text(criteria_set(), encoding="utf-8")
        attach_set(session, plan, str(path))
        review = ReviewRound(
            plan_id=plan.id or 0,
            kind=RoundKind.YEAR,
            period="2026",
            window_from=date(2025, 12, 15),
            window_to=date(2026, 12, 14),
            opens_on=date(2026, 12, 15),
            closes_on=CLOSING,
        )
        session.add(review)
        session.flush()
        _rows(
            session,
            Unit,
            ({"code": f"X{at}", "name": f"Xã {at}", "folded": f"xa {at}"} for at in range(units)),
        )
        unit_ids = session.exec(select(Unit.id)).all()
        item_ids = [item.id for item in items]
        _rows(session, Task, (_task(unit, item, at) for unit in unit_ids for at, item in enumerate(item_ids)))
        criteria = session.exec(
            select(Criterion.id)
            .join(CriteriaSet)
            .where(Criterion.method == "manual")
            .order_by(Criterion.position)  # type: ignore[arg-type]
        ).all()
        _rows(session, ReviewEntry, (_entry(review.id, unit, each) for unit in unit_ids for each in criteria))
        _evidence(session)
        session.commit()
    engine.dispose()


def _rows(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Insert many rows a few thousand at a time."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 5_000:
            session.connection().execute(insert(table.__table__), batch)
            batch = []
    if batch:
        session.connection().execute(insert(table.__table__), batch)


def _task(unit: int | None, item: int | None, at: int) -> dict[str, Any]:
    due = date(2026, 1, 31) + timedelta(days=8 * at)
    done = None if at % 9 == 0 else due + timedelta(days=2 if at % 7 == 0 else -1)
    return {
        "item_id": item,
        "slot": f"{unit}|{at}",
        "unit_id": unit,
        "lead_name": "",
        "state": TaskState.DONE if done else TaskState.IN_PROGRESS,
        "deadline_raw": "",
        "scheduled_on": due,
        "due_on": due,
        "due_version": 1,
        "assigned_on": date(2026, 1, 5),
        "submitted_on": done,
        "done_on": done,
    }


def _entry(review: int | None, unit: int | None, criterion: int | None) -> dict[str, Any]:
    appraised = (unit or 0) % 2 == 0
    texts = dict.fromkeys(("done", "difficulties", "proposals", "explanation"), "")
    return {
        **texts,
        "round_id": review,
        "criterion_id": criterion,
        "unit_id": unit,
        "state": "answered",
        "self_score": Decimal(3),
        "appraised_score": Decimal("2.5") if appraised else None,
        "appraised_reason": "Hồ sơ chưa đủ" if appraised else "",
    }


def _evidence(session: Session) -> None:
    """A document for each entry, and for three of four tasks."""
    tasks = [task for task in session.exec(select(Task.id)).all() if (task or 0) % 4]
    entries = session.exec(select(ReviewEntry.id)).all()
    owners = [("task_id", each) for each in tasks] + [("entry_id", each) for each in entries]
    plain = {"title": "", "added_by": "an", "added_at": NOW, "judged_reason": "", "kind": "", "number": ""}
    rest = {"file_name": "", "media_type": "", "final_url": "", "page_title": ""}
    _rows(
        session,
        Evidence,
        ({"id": at, "url": f"https://x.example/{at}", **plain, **rest} for at in range(1, len(owners) + 1)),
    )
    empty = {"task_id": None, "entry_id": None}
    _rows(
        session,
        EvidenceUse,
        ({**empty, "evidence_id": at, name: owner} for at, (name, owner) in enumerate(owners, 1)),
    )


def one_pass(url: str) -> None:
    """In a process of its own: score and save, then the whole way of publishing; print what both took."""
    engine = make_engine(url)
    with Session(engine) as session:
        review = session.exec(select(ReviewRound)).one()
        with timed("read, score, save"):
            session.add_all(made_scores(session, review, as_of=CLOSING, now=NOW))
            session.flush()
        session.rollback()
    with Session(engine) as session:
        review = session.exec(select(ReviewRound)).one()
        with timed("publish: freeze evidence, snapshot of all entries, scores"):
            close_annual_round(session, review, as_of=CLOSING, by="do-luong", now=NOW)
            session.commit()
        count = session.exec(select(func.count()).select_from(Score)).one()
        levels = dict(session.exec(select(Score.level, func.count()).group_by(Score.level)).all())
    print(f"  {count:,} scores; levels {levels}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what it takes."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    took, busy = time.perf_counter() - start, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what}: {took:.1f} s ({busy:.1f} s busy), at most {memory:.0f} MB", flush=True)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'scoring.db'}"
        return
    programs = postgres.programs()
    if programs is None:
        sys.exit("PostgreSQL's programs are not installed (Debian: postgresql)")
    with postgres.running(programs) as socket, postgres.database(socket) as url:
        yield url


def main(words: list[str]) -> None:
    """Measure each database."""
    if words[:1] == ["--pass"]:
        one_pass(words[1])
        return
    parser = argparse.ArgumentParser(description="Scoring every ward and commune at once.")
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=DATABASES)
    given = parser.parse_args(words)
    read_form(criteria_set(), "do-luong.yaml")
    for kind in given.database:
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
            build(url, given.units, Path(folder))
            print(f"{kind}, {given.units:,} units, {TASKS} tasks and {CRITERIA} criteria each", flush=True)
            subprocess.run([sys.executable, "-m", "benchmarks.scoring", "--pass", url], check=True)  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1:])
