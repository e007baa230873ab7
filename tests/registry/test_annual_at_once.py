"""Two at one year's review at once: what was said in time counts, what came too late is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import AuditEntry, Criterion, Plan, ReviewEntry, ReviewRound, RoundKind, Score
from tasks_registry.days.phases import APPRAISAL, EXPLANATION, FINAL, ends_on
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.reviews import open_round
from tasks_registry.year.appraisal import appraise, finalise
from tasks_registry.year.stages import advance, publish
from tests.registry.rounds import YEAR_OPENING
from tests.registry.workroom import LATER, NOW, add_plan

SET = """
code: mot-tieu-chi
title: Một tiêu chí
source: Tự đặt
total: 10
groups:
  - name: Một
    criteria:
      - {code: "1", name: Hồ sơ, points: 10, method: manual}
"""
Act = Callable[[Session, ReviewRound, ReviewEntry], object]


def prepared(engine: Engine, folder: Path, phase: str) -> None:
    """A year's review of one criterion, self-scored 9, at a stage."""
    with Session(engine) as session:
        (folder / "bo.yaml").write_text(SET, encoding="utf-8")
        plan = add_plan(session)
        attach_set(session, plan, str(folder / "bo.yaml"))
        review = open_round(session, plan, RoundKind.YEAR, "2026", as_of=YEAR_OPENING, now=NOW)
        entry_of(session).self_score = Decimal(9)
        before = {APPRAISAL: "evidence", FINAL: EXPLANATION}[phase]
        advance(session, review, as_of=YEAR_OPENING, now=NOW)
        advance(session, review, as_of=ends_on(review, before) + ONE_DAY, now=NOW)
        assert review.phase == phase
        session.commit()


def entry_of(session: Session) -> ReviewEntry:
    query = select(ReviewEntry).join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
    return session.exec(query).one()


def at_once(engine: Engine, *acts: Act) -> list[str]:
    """What each of the acts, begun together in sessions of their own, was told; empty where it was done."""
    together = Barrier(len(acts))

    def go(act: Act) -> str:
        with Session(engine) as session:
            review, entry = session.exec(select(ReviewRound)).one(), entry_of(session)
            together.wait()
            try:
                act(session, review, entry)
                session.commit()
            except DondocError as error:
                return str(error)
            return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


@pytest.mark.parametrize("time", range(3))
def test_an_appraisal_that_meets_the_next_stage_is_kept_or_told(
    engine: Engine, tmp_path: Path, time: int
) -> None:
    prepared(engine, tmp_path, APPRAISAL)
    told, _ = at_once(
        engine,
        lambda session, _, entry: appraise(session, entry, Decimal(7), why="x", by="td", now=LATER),
        lambda session, review, _: advance(
            session, review, as_of=ends_on(review, APPRAISAL) + ONE_DAY, now=LATER
        ),
    )
    with Session(engine) as session:
        assert session.exec(select(ReviewRound)).one().phase == EXPLANATION
        assert entry_of(session).appraised_score == (None if told else 7)
    assert told == "" or "Chỉ thẩm định trong giai đoạn thẩm định" in told


@pytest.mark.parametrize("time", range(3))
def test_final_points_that_meet_the_publication_count_or_are_told(
    engine: Engine, tmp_path: Path, time: int
) -> None:
    prepared(engine, tmp_path, FINAL)
    told, _ = at_once(
        engine,
        lambda session, _, entry: finalise(session, entry, Decimal(5), why="x", by="ct", now=LATER),
        lambda session, review, _: publish(session, review, as_of=date(2027, 1, 20), by="td", now=LATER),
    )
    with Session(engine) as session:
        assert session.exec(select(Score.total)).one() == (9 if told else 5)
        assert entry_of(session).final_score == (None if told else 5)
    assert told == "" or "đã công bố" in told


def test_of_two_appraisals_at_once_the_later_knows_the_earlier(engine: Engine, tmp_path: Path) -> None:
    prepared(engine, tmp_path, APPRAISAL)

    def say(points: int) -> Act:
        return lambda session, _, entry: appraise(
            session, entry, Decimal(points), why="x", by=f"td{points}", now=LATER
        )

    assert at_once(engine, say(6), say(7)) == ["", ""]
    with Session(engine) as session:
        query = select(AuditEntry.details).where(AuditEntry.action == "appraise").order_by(col(AuditEntry.id))
        first, second = session.exec(query).all()
        assert (first["before"], second["before"]) == (None, first["points"])
        assert entry_of(session).appraised_score == second["points"]


def test_of_two_calendars_at_once_one_publishes(engine: Engine, tmp_path: Path) -> None:
    prepared(engine, tmp_path, FINAL)

    def calendar(session: Session, review: ReviewRound, _: ReviewEntry) -> object:
        return advance(session, review, as_of=date(2027, 3, 1), now=LATER)

    assert at_once(engine, calendar, calendar, calendar) == ["", "", ""]
    with Session(engine) as session:
        assert session.exec(select(Score.total)).one() == 9
        assert session.exec(select(Plan)).one().criteria_set_id is not None
