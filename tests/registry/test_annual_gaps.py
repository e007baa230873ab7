"""A year of which something lacks: who is told what, and that nobody publishes it by the way."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import (
    AuditEntry,
    Criterion,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Score,
    SheetStage,
    Unit,
    UnitSheet,
)
from tasks_registry.criteria.sets import form_of_plan
from tasks_registry.days.phases import FINAL, SELF_SCORE, ends_on
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.sheets import accept, explain, find_sheet, give_back, submit
from tasks_registry.year.annual import AnnualOutcome, run_annual_review
from tasks_registry.year.appraisal import finalise
from tasks_registry.year.declared_facts import NO, declare
from tasks_registry.year.gaps import Gap, gaps_text
from tasks_registry.year.stages import (
    advance,
    close_annual_round,
    decided_as_is,
    missing_scores,
    publish,
)
from tests.registry.rounds import YEAR_OPENING
from tests.registry.workroom import LATER, NOW, add_plan, add_task, add_unit

SET = """
code: con-thieu
title: Còn thiếu
source: Tự đặt
total: 30
levels: [{name: Không đạt, from: 0, to: 10}, {name: Đạt, from: 10, to: 30}]
conditions:
  - {code: ky-luat, name: Bị kỷ luật, effect: fail}
groups:
  - name: Một
    criteria:
      - {code: "1", name: Hồ sơ, points: 10, method: manual}
      - {code: "2", name: Nền nếp, points: 10, method: manual}
      - {code: "3", name: Chưa có điểm, points: null, method: manual}
"""
AFTER = date(2027, 3, 1)  # long after the last stage


@pytest.fixture
def plan(session: Session, tmp_path: Path) -> Plan:
    """A plan of two units that are scored by themselves, with a set of which one maximum is not known."""
    made = add_plan(session)
    made.by_unit = True
    (tmp_path / "bo.yaml").write_text(SET, encoding="utf-8")
    attach_set(session, made, str(tmp_path / "bo.yaml"))
    for code, name in (("A", "Xã A"), ("B", "Xã B")):
        add_task(session, made, date(2026, 3, 1), unit=add_unit(session, code, name))
    return made


def run(session: Session, plan: Plan, day: date, now: datetime = NOW) -> AnnualOutcome:
    return run_annual_review(session, plan, 2026, as_of=day, now=now)


def started(session: Session, plan: Plan) -> ReviewRound:
    return session.get_one(ReviewRound, run(session, plan, YEAR_OPENING).round_id)


def unit(session: Session, code: str) -> Unit:
    return session.exec(select(Unit).where(Unit.code == code)).one()


def entry(session: Session, review: ReviewRound, unit_code: str, code: str) -> ReviewEntry:
    query = (
        select(ReviewEntry)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(ReviewEntry.round_id == review.id, Criterion.code == code)
        .where(ReviewEntry.unit_id == unit(session, unit_code).id)
    )
    return session.exec(query).one()


def settle(session: Session, plan: Plan, review: ReviewRound, *, without: str = "") -> None:
    """Score and declare at the last stage what can be; the criterion of unknown points stays open."""
    for unit_code in "AB":
        for code in "12":
            if code != without:
                finalise(
                    session, entry(session, review, unit_code, code), Decimal(9), why="x", by="td", now=NOW
                )
    declare(session, review, form_of_plan(session, plan), "ky-luat", NO, by="td", now=NOW)


def test_what_lacks_is_told_for_each_unit(session: Session, plan: Plan) -> None:
    review = started(session, plan)
    answer_entry(session, entry(session, review, "A", "1"), by="a", now=NOW, done="x", self_score=Decimal(5))
    gaps = missing_scores(session, review, as_of=YEAR_OPENING, now=NOW)
    of_a = [(gap.what, gap.code) for gap in gaps if gap.unit_code == "A"]
    assert of_a == [
        ("tiêu chí chưa chấm", "2"),
        ("tiêu chí chưa có điểm tối đa", "3"),
        ("điều kiện chưa khai có hay không", "ky-luat"),
    ]
    assert gaps[-1] == Gap("Xã B", "B", "điều kiện chưa khai có hay không", "ky-luat", "Bị kỷ luật")
    assert gaps_text(gaps) == (
        "3 tiêu chí chưa chấm, 2 tiêu chí chưa có điểm tối đa, 2 điều kiện chưa khai có hay không, ở 2 đơn vị"
    )
    assert gaps_text([]) == ""


def test_the_calendar_does_not_publish_what_lacks_something(session: Session, plan: Plan) -> None:
    review = started(session, plan)
    found = run(session, plan, AFTER)
    assert (found.phase, found.stage, found.waits_for_somebody(AFTER)) == (FINAL, RoundStage.OPEN, True)
    assert not found.waits_for_somebody(ends_on(review, FINAL))
    assert len(found.gaps) == 8
    assert session.exec(select(Score)).all() == []
    assert run(session, plan, date(2027, 4, 1)) == found, "twice is once"


def test_once_nothing_lacks_the_calendar_publishes(session: Session, plan: Plan, tmp_path: Path) -> None:
    known = SET.replace("points: null", "points: 10").replace("con-thieu", "du")
    (tmp_path / "du.yaml").write_text(known, encoding="utf-8")
    attach_set(session, plan, str(tmp_path / "du.yaml"))
    review = started(session, plan)
    run(session, plan, AFTER)
    settle(session, plan, review)
    for code in "AB":
        assert run(session, plan, AFTER).phase == FINAL
        finalise(session, entry(session, review, code, "3"), Decimal(0), why="x", by="td", now=NOW)
    found = run(session, plan, AFTER)
    assert (found.phase, found.units, found.gaps) == ("published", 2, ())
    assert {score.level for score in session.exec(select(Score))} == {"Đạt"}


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_publishing_by_hand_names_what_lacks(session: Session, plan: Plan, why: str) -> None:
    review = started(session, plan)
    run(session, plan, AFTER)
    settle(session, plan, review, without="2")
    with pytest.raises(DondocError) as caught:
        publish(session, review, as_of=AFTER, by="td", now=LATER, as_is=why)
    assert "còn thiếu: 2 tiêu chí chưa chấm, 2 tiêu chí chưa có điểm tối đa, ở 2 đơn vị." in str(caught.value)
    assert "dondoc annual missing kh-07 2026" in str(caught.value)
    assert "--as-is" in str(caught.value)
    assert (review.stage, review.phase) == (RoundStage.OPEN, FINAL)
    with pytest.raises(DondocError, match="còn thiếu"):
        close_annual_round(session, review, as_of=AFTER, by="td", now=LATER)
    assert session.exec(select(Score)).all() == []


def test_as_it_is_only_with_a_reason_that_is_kept_with_who_gave_it(session: Session, plan: Plan) -> None:
    review = started(session, plan)
    run(session, plan, AFTER)
    settle(session, plan, review)
    scores = publish(
        session, review, as_of=AFTER, by="td@a.vn", now=LATER, as_is="Tiêu chí 3 chưa có\nvăn bản"
    )
    assert [(score.total, score.level) for score in scores] == [(18, None), (18, None)]
    act = session.exec(select(AuditEntry).where(AuditEntry.action == "publish_incomplete")).one()
    assert (act.actor, act.at, act.subject_id) == ("td@a.vn", LATER, review.id)
    assert act.details["missing"] == {"tiêu chí chưa có điểm tối đa": 2}
    assert decided_as_is(session, review) == ("td@a.vn", "Tiêu chí 3 chưa có văn bản")
    stage = (
        select(AuditEntry.actor)
        .where(AuditEntry.action == "annual_phase")
        .order_by(col(AuditEntry.id).desc())
    )
    assert session.exec(stage).first() == "td@a.vn", "not the calendar's doing"
    again = publish(session, review, as_of=AFTER, by="khac", now=LATER)
    assert [score.id for score in again] == [score.id for score in scores]
    assert len(missing_scores(session, review, as_of=AFTER, now=LATER)) == 2, "as it was frozen"


def test_a_complete_year_needs_no_reason_and_leaves_no_mark(session: Session) -> None:
    plan = add_plan(session)
    add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    review = started(session, plan)
    advance(session, review, as_of=ends_on(review, "explanation") + ONE_DAY, now=NOW)
    publish(session, review, as_of=date(2027, 1, 19), by="td", now=LATER, as_is="không cần")
    assert decided_as_is(session, review) is None


def sheets(session: Session) -> dict[str, SheetStage]:
    query = select(Unit.code, UnitSheet.stage).join(UnitSheet, col(UnitSheet.unit_id) == Unit.id)
    return dict(session.exec(query).all())


def hand_in(session: Session, review: ReviewRound, code: str) -> UnitSheet:
    own = select(ReviewEntry).where(
        ReviewEntry.round_id == review.id, ReviewEntry.unit_id == unit(session, code).id
    )
    for each in session.exec(own).all():
        answer_entry(session, each, by=code, now=NOW, done="Đã làm")
    return submit(session, find_sheet(session, review, unit(session, code)), by=code, now=NOW)


def test_a_sheet_is_missing_when_self_scoring_ends(session: Session, plan: Plan) -> None:
    review = started(session, plan)
    handed_in = hand_in(session, review, "A")
    advance(session, review, as_of=ends_on(review, SELF_SCORE), now=NOW)
    assert sheets(session) == {"A": SheetStage.SUBMITTED, "B": SheetStage.DRAFT}, "the last day is the unit's"
    advance(session, review, as_of=ends_on(review, SELF_SCORE) + ONE_DAY, now=LATER)
    assert sheets(session) == {"A": SheetStage.SUBMITTED, "B": SheetStage.MISSING}
    late = find_sheet(session, review, unit(session, "B"))
    with pytest.raises(DondocError, match="phiếu không nộp"):
        submit(session, late, by="b", now=LATER)
    assert explain(session, late, "Bão số 9.", by="b", now=LATER).explanation == "Bão số 9."
    with pytest.raises(DondocError, match="đã sang giai đoạn bổ sung minh chứng nên không trả lại phiếu"):
        give_back(session, handed_in, why="sai", by="td", now=LATER)
    assert accept(session, handed_in, by="td", now=LATER).stage is SheetStage.ACCEPTED


def test_the_set_is_not_changed_once_nobody_could_answer_for_it(session: Session) -> None:
    plan = add_plan(session)
    add_task(session, plan, date(2026, 3, 1), unit=add_unit(session, "A", "Xã A"))
    review = started(session, plan)
    advance(session, review, as_of=ends_on(review, SELF_SCORE) + ONE_DAY, now=NOW)
    with pytest.raises(DondocError, match="không đổi bộ tiêu chí được nữa"):
        attach_set(session, plan, "bacgiang-qd3064-2022")
    assert plan.criteria_set_id is None
