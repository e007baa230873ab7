"""What a unit and its appraisers gave stays to be seen when the evidence behind it falls afterwards."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import Criterion, Evidence, Plan, ReviewEntry, ReviewRound
from reports.scores import read_score
from reports.tables import score_rows
from tasks_registry.criteria.form import NoEvidence
from tasks_registry.days.phases import APPRAISAL, FINAL, ORDER, ends_on
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.evidence.taking_in import add_evidence, judge_evidence
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.year.annual import frozen_score, run_annual_review, score_plan
from tasks_registry.year.appraisal import appraise
from tasks_registry.year.scores import UNKNOWN_LINE
from tasks_registry.year.stages import advance, publish
from tests.registry.rounds import YEAR_OPENING
from tests.registry.workroom import LATER, NOW, add_plan

SET = """
code: co-minh-chung
title: Có minh chứng
source: Tự đặt
total: 20
levels: [{name: Không đạt, from: 0, to: 12}, {name: Đạt, from: 12, to: 20}]
groups:
  - name: Một
    criteria:
      - {code: "1", name: Hồ sơ, points: 10, method: manual, evidence: Hồ sơ}
      - {code: "2", name: Nền nếp, points: 10, method: manual}
"""


@pytest.fixture
def plan(session: Session, tmp_path: Any) -> Plan:
    """A plan with two criteria that people score, the first of which asks for evidence."""
    made = add_plan(session)
    (tmp_path / "bo.yaml").write_text(SET, encoding="utf-8")
    attach_set(session, made, str(tmp_path / "bo.yaml"))
    return made


def scored(session: Session, plan: Plan) -> tuple[ReviewRound, Evidence]:
    """The year at its last stage: self-scored 9 and 6, the first appraised 8 on the strength of a paper."""
    opened = run_annual_review(session, plan, 2026, as_of=YEAR_OPENING, now=NOW)
    query = (
        select(Criterion.code, ReviewEntry)
        .join(ReviewEntry, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(ReviewEntry.round_id == opened.round_id)
    )
    entries = dict(session.exec(query).all())
    for code, points in (("1", 9), ("2", 6)):
        answer_entry(session, entries[code], by="an", now=NOW, done="Đã làm", self_score=Decimal(points))
    paper = add_evidence(session, url="https://a.example/1", by="an", now=NOW, entry=entries["1"])
    review = session.get_one(ReviewRound, opened.round_id)
    advance_to(session, review, APPRAISAL)
    appraise(session, entries["1"], Decimal(8), why="Thiếu một mục", by="td", now=NOW)
    advance_to(session, review, FINAL)
    return review, paper


def advance_to(session: Session, review: ReviewRound, phase: str) -> None:
    """Let a review come to a stage: on the day after the last one of the stage before."""
    before = ORDER[ORDER.index(phase) - 1]
    advance(session, review, as_of=ends_on(review, before) + ONE_DAY, now=NOW)
    assert review.phase == phase


def published(session: Session, review: ReviewRound) -> dict[str, Any]:
    publish(session, review, as_of=ends_on(review, FINAL), by="td", now=LATER)
    score = frozen_score(session, review)
    assert score is not None
    return score


def test_evidence_that_is_rejected_after_the_appraisal_takes_only_what_counts(
    session: Session, plan: Plan
) -> None:
    review, paper = scored(session, plan)
    judge_evidence(session, paper, accepted=False, by="td", reason="sai năm", now=LATER)
    score = published(session, review)
    line = score["lines"][0]
    assert (line["self_points"], line["appraised_points"], line["points"]) == (9, 8, 0)
    assert line["reason"] == "Không có minh chứng còn giá trị nên không tính 8 điểm đã chấm. Thiếu một mục"
    assert (line["evidence"], score["lines"][1]["evidence"]) == (0, 0)
    # 9 + 6 as the unit gave them; of what counts only the 6 are left
    assert (score["self_total"], score["self_level"]) == (15, "Đạt")
    assert (score["total"], score["level"]) == (6, "Không đạt")
    rows, _ = score_rows(read_score(score))
    assert rows[1][2:6] == (10, 9, 8, 0), "as it stands in Word and Excel"


def test_with_evidence_all_three_are_what_was_given(session: Session, plan: Plan) -> None:
    review, _ = scored(session, plan)
    score = published(session, review)
    assert (score["self_total"], score["total"], score["level"]) == (15, 14, "Đạt")


def test_where_points_stay_without_evidence_the_line_says_so(session: Session, plan: Plan) -> None:
    plan.no_evidence = NoEvidence.EXPLAIN
    review, paper = scored(session, plan)
    judge_evidence(session, paper, accepted=False, by="td", reason="sai năm", now=LATER)
    line = published(session, review)["lines"][0]
    assert (line["self_points"], line["appraised_points"], line["points"]) == (9, 8, 8)
    assert line["reason"].startswith("Chưa có minh chứng, cần giải trình.")


def test_no_points_claimed_need_no_evidence(session: Session, plan: Plan) -> None:
    review, paper = scored(session, plan)
    entry = session.get_one(
        ReviewEntry, session.exec(select(ReviewEntry.id).order_by(col(ReviewEntry.id))).first()
    )
    entry.appraised_score = Decimal(0)
    judge_evidence(session, paper, accepted=False, by="td", reason="sai năm", now=LATER)
    line = score_plan(session, plan, 2026, ends_on(review, FINAL)).lines[0]
    assert (line.points, line.reason, line.lacking) == (0, "Theo điểm chấm.", False)


def test_how_much_evidence_an_old_line_had_is_not_known() -> None:
    """Frozen before it was counted: nothing stands in its cell, and not a 0."""
    old = {
        "code": "1",
        "group": "Một",
        "name": "Hồ sơ",
        "max_points": 10,
        "points": 5,
        "reason": "",
        "open": False,
    }
    score = {
        "criteria_set": "x",
        "total": 5,
        "maximum": 10,
        "level": None,
        "lines": [{**UNKNOWN_LINE, **old}],
    }
    rows, _ = score_rows(read_score(score))
    assert rows[1][-1] is None
