"""Plans whose units are scored by themselves; forecasts; what a stage keeps, and for whom."""

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import (
    AuditEntry,
    Criterion,
    EntryState,
    Item,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Score,
    Unit,
)
from tasks_registry.criteria.sets import form_of_plan
from tasks_registry.days.phases import EVIDENCE, FINAL, ends_on
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.evidence.taking_in import add_evidence
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.criteria_links import link_items
from tasks_registry.year.annual import (
    changed_since_frozen,
    close_annual_round,
    frozen_score,
    frozen_scores,
    run_annual_review,
    score_plan,
    target_of,
)
from tasks_registry.year.declared_facts import NO, NOT_ASSIGNED, YES, declare
from tasks_registry.year.forecast import forecast_plan
from tasks_registry.year.stages import advance, change_dates, publish
from tests.registry.workroom import LATER, NOW, add_item, add_plan, add_task, add_unit

OPENING, CLOSING = date(2026, 12, 15), date(2026, 12, 22)
SET = """
code: theo-don-vi
title: Chấm từng đơn vị
source: Tự đặt
total: 20
levels: [{name: Không đạt, from: 0, to: 10}, {name: Đạt, from: 10, to: 20}]
conditions:
  - {code: ky-luat, name: Bị kỷ luật, effect: fail}
targets: [{year: 2026, level: Đạt}]
groups:
  - name: Một
    criteria:
      - {code: "1", name: Số lượng, points: 10, method: done_share}
      - {code: "2", name: Hồ sơ, points: 10, method: manual, evidence: Hồ sơ}
"""


@pytest.fixture
def office(session: Session, tmp_path: Path) -> tuple[Plan, Unit, Unit]:
    """A plan by unit: the first has done its two tasks with evidence, the second one of two without."""
    plan = add_plan(session)
    plan.by_unit = True
    units = [add_unit(session, code, name) for code, name in (("A", "Xã A"), ("B", "Xã B"))]
    path = tmp_path / "bo.yaml"
    path.write_text(SET, encoding="utf-8")
    attach_set(session, plan, str(path))
    for unit in units:
        for month in (3, 4):
            done = date(2026, month, 1) if unit.code == "A" or month == 3 else None
            task = add_task(session, plan, date(2026, month, 1), unit=unit, done=done)
            if unit.code == "A":
                add_evidence(session, url=f"https://a.example/{month}", by="a", now=NOW, task=task)
    return plan, units[0], units[1]


def entry(session: Session, review_id: int, unit: Unit, points: str) -> ReviewEntry:
    """The unit's own entry of the criterion that people score, with its points."""
    criterion = session.exec(select(Criterion).where(Criterion.code == "2")).one()
    query = select(ReviewEntry).where(
        ReviewEntry.round_id == review_id,
        ReviewEntry.criterion_id == criterion.id,
        ReviewEntry.unit_id == unit.id,
    )
    found = session.exec(query).first() or ReviewEntry(
        round_id=review_id, criterion_id=criterion.id, unit_id=unit.id
    )
    found.self_score, found.state = Decimal(points), EntryState.ANSWERED
    session.add(found)
    session.flush()
    return found


def test_each_unit_has_a_score_of_its_own(session: Session, office: tuple[Plan, Unit, Unit]) -> None:
    plan, first, second = office
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    assert (opened.total, opened.units) == (None, 2)
    review = session.get_one(ReviewRound, opened.round_id)
    mine = entry(session, opened.round_id, first, "8")
    add_evidence(session, url="https://a.example/ho-so", by="a", now=NOW, entry=mine)
    entry(session, opened.round_id, second, "9")
    form = form_of_plan(session, plan)
    declare(session, review, form, "ky-luat", NO, by="td", now=NOW)
    declare(session, review, form, "ky-luat", YES, unit=second, by="td", now=NOW)

    assert score_plan(session, plan, 2026, CLOSING, first).total == 18
    other = add_unit(session, "C", "Xã C")
    with pytest.raises(DondocError, match="Xã C không chủ trì"):
        score_plan(session, plan, 2026, CLOSING, other)

    scores = close_annual_round(session, review, as_of=CLOSING, by="td", now=LATER)
    assert [score.unit_id for score in frozen_scores(session, review)] == [first.id, second.id]
    assert len(scores) == 2
    # ten for two of two, eight with evidence; nothing for one of two that nothing shows, nor for the claim
    found = [frozen_score(session, review, unit) for unit in (first, second)]
    assert [each and (each["total"], each["level"]) for each in found] == [(18, "Đạt"), (0, "Không đạt")]
    assert frozen_score(session, review) is None
    assert target_of(session, plan, 2026) is not None
    assert changed_since_frozen(session, review) == []
    again = run_annual_review(session, plan, 2026, as_of=date(2027, 5, 1), now=LATER)
    assert (again.units, again.stage) == (2, RoundStage.CLOSED)
    assert len(session.exec(select(Score)).all()) == 2


def test_evidence_that_comes_after_the_freezing_does_not_count(session: Session) -> None:
    plan = add_plan(session)
    proven = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    late = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    add_evidence(session, url="https://a.example/1", by="a", now=NOW, task=proven)
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    review = session.get_one(ReviewRound, opened.round_id)
    last_of_evidence = ends_on(review, EVIDENCE)
    assert last_of_evidence == date(2026, 12, 25)
    assert advance(session, review, as_of=CLOSING, now=LATER) == [], "the last day is the units' own"
    assert advance(session, review, as_of=last_of_evidence, now=LATER) == ["evidence"]
    assert advance(session, review, as_of=last_of_evidence + ONE_DAY, now=LATER) == ["appraisal"]
    assert advance(session, review, as_of=last_of_evidence + ONE_DAY, now=LATER) == []
    add_evidence(session, url="https://a.example/2", by="a", now=LATER, task=late)
    result = run_annual_review(session, plan, 2026, as_of=date(2027, 2, 9), now=LATER)
    assert result.total == Decimal("50.01")  # half of 31,25, of 37,5 and of 31,25, each rounded
    acts = select(AuditEntry.details).where(AuditEntry.action == "annual_phase").order_by(col(AuditEntry.id))
    stages = [each["to"] for each in session.exec(acts)]
    assert stages == ["evidence", "appraisal", "explanation", "final", "published"]


def test_a_linked_criterion_looks_at_its_items_alone(
    session: Session, office: tuple[Plan, Unit, Unit]
) -> None:
    plan, first, _ = office
    plan.by_unit = False
    own = add_item(session, plan, "Việc riêng")
    task = add_task(session, plan, date(2026, 5, 1), unit=first, item=own)
    link_items(session, plan, "1", [own.position])
    link_items(session, plan, "2", [own.position])
    review = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW).round_id
    for found in session.exec(select(ReviewEntry).where(col(ReviewEntry.criterion_id).is_not(None))):
        found.self_score = Decimal(6)
    session.flush()
    assert [line.points for line in score_plan(session, plan, 2026, CLOSING).lines] == [0, 0]
    add_evidence(session, url="https://a.example/viec", by="a", now=NOW, task=task)
    assert [line.points for line in score_plan(session, plan, 2026, CLOSING).lines] == [0, 6]
    assert review


def test_new_content_of_a_set_keeps_its_links(
    session: Session, office: tuple[Plan, Unit, Unit], tmp_path: Path
) -> None:
    plan = office[0]
    position = session.exec(select(Item.position).where(Item.plan_id == plan.id)).first() or 0
    link_items(session, plan, "1", [position])
    (tmp_path / "bo.yaml").write_text(SET.replace("Số lượng", "Khối lượng"), encoding="utf-8")
    attach_set(session, plan, str(tmp_path / "bo.yaml"))
    assert link_items(session, plan, "1", [position]) == 0


def test_a_forecast_says_who_can_win_which_points(session: Session, office: tuple[Plan, Unit, Unit]) -> None:
    plan, _, second = office
    plan.by_unit = False
    add_task(session, plan, date(2026, 11, 1), unit=second)
    found = forecast_plan(session, plan, 2026, date(2026, 6, 1))
    # two of five done and shown now: 10 x 2/5; all five can still be done
    assert (found.sheet.total, found.best_total) == (4, 20)
    assert [(each.code, each.to_win) for each in found.chances] == [("2", 10), ("1", 6)]
    share = found.chances[1]
    assert share.owners == (("Xã B", 3),)
    assert share.how == "2 nhiệm vụ còn phải làm, 1 nhiệm vụ cần bổ sung minh chứng"
    assert (found.next_level, found.missing_to_next, found.missing_to_target) == ("Đạt", 6, 6)
    of_unit = forecast_plan(session, plan, 2026, date(2026, 6, 1), second)
    assert of_unit.sheet.total == 0


def test_facts_are_kept_with_who_said_them(session: Session, office: tuple[Plan, Unit, Unit]) -> None:
    plan = office[0]
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    review, form = session.get_one(ReviewRound, opened.round_id), form_of_plan(session, plan)
    for code, value in (("khong-co", YES), ("1", NOT_ASSIGNED), ("2", YES)):
        with pytest.raises(DondocError, match="để khai như vậy"):
            declare(session, review, form, code, value, by="td", now=NOW)
    declare(session, review, form, "2", NOT_ASSIGNED, by="td", now=NOW)
    assert review.facts["2"]["by"] == "td"
    act = session.exec(select(AuditEntry).where(AuditEntry.action == "declare_fact")).one()
    assert act.details == {"code": "2", "value": NOT_ASSIGNED, "before": None}


def test_dates_are_in_order_and_stay_once_begun(session: Session) -> None:
    plan = add_plan(session)
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    review = session.get_one(ReviewRound, opened.round_id)
    change_dates(session, review, {FINAL: date(2027, 1, 20)}, by="td", now=NOW)
    assert ends_on(review, FINAL) == date(2027, 1, 20)
    for dates, problem in (
        ({"evidence": date(2026, 12, 20)}, "trước khi giai đoạn"),
        ({"self_score": date(2027, 1, 1)}, "không phải là giai đoạn"),
        ({"published": date(2027, 1, 1)}, "không phải là giai đoạn"),
    ):
        with pytest.raises(DondocError, match=problem):
            change_dates(session, review, dates, by="td", now=NOW)
    advance(session, review, as_of=CLOSING + ONE_DAY, now=NOW)
    with pytest.raises(DondocError, match="đã bắt đầu"):
        change_dates(session, review, {"evidence": date(2027, 1, 5)}, by="td", now=NOW)


def test_two_who_publish_at_once_freeze_one_score(engine: Engine) -> None:
    with Session(engine) as session:
        plan = add_plan(session)
        add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
        opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
        review = session.get_one(ReviewRound, opened.round_id)
        advance(session, review, as_of=ends_on(review, "explanation") + ONE_DAY, now=NOW)
        session.commit()
    failures: list[BaseException] = []

    def go() -> None:
        try:
            with Session(engine) as session:
                review = session.get_one(ReviewRound, opened.round_id)
                publish(session, review, as_of=date(2027, 1, 19), by="td", now=LATER)
                session.commit()
        except BaseException as error:  # noqa: BLE001  told below
            failures.append(error)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    with Session(engine) as session:
        assert len(session.exec(select(Score)).all()) == 1
