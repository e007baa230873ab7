"""A year scored: which tasks count, whose marks hold, what is frozen."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import (
    Criterion,
    Evidence,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    RoundStage,
    Score,
    Target,
    Task,
    TaskState,
)
from tasks_registry.criteria.lines import Facts
from tasks_registry.criteria.sets import form_of_plan, rules_version
from tasks_registry.evidence.taking_in import add_evidence, judge_evidence
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.reviews import open_round
from tasks_registry.year.annual import (
    changed_since_frozen,
    close_annual_round,
    missing_to_target,
    run_annual_review,
    score_as_dict,
    score_checksum,
    score_plan,
    target_of,
)
from tests.registry.workroom import LATER, NOW, add_plan, add_task

SUMMER, YEAR_END = date(2026, 7, 1), date(2026, 12, 31)
OPENING, CLOSING, PUBLISHING = date(2026, 12, 15), date(2026, 12, 22), date(2027, 1, 26)


@pytest.fixture
def plan(session: Session) -> Plan:
    """A plan of 2026 without tasks."""
    return add_plan(session)


def _prove(session: Session, *tasks: Task) -> Evidence:
    found = [
        add_evidence(session, url=f"https://tailieu.example/{task.id}", by="an", now=NOW, task=task)
        for task in tasks
    ]
    return found[-1]


def _target(session: Session, plan: Plan, level: int, lower: int, upper: int) -> None:
    session.add(
        Target(
            plan_id=plan.id or 0,
            year=2026,
            level=level,
            points_from=Decimal(lower),
            points_to=Decimal(upper),
        )
    )
    session.flush()


def test_the_tasks_that_count_are_those_due_or_done_and_the_undated(session: Session, plan: Plan) -> None:
    done = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    late = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 2))
    early = add_task(session, plan, date(2026, 11, 1), done=date(2026, 6, 1))
    undated = add_task(session, plan, done=date(2026, 4, 1))
    add_task(session, plan)  # undated and open: counts, not done
    add_task(session, plan, date(2026, 6, 30))  # overdue
    add_task(session, plan, SUMMER)  # due today: counts, not late yet
    add_task(session, plan, date(2026, 7, 2))  # not due yet
    add_task(session, plan, date(2026, 3, 1), state=TaskState.CANCELLED)
    add_task(session, plan, date(2025, 12, 31))
    add_task(session, plan, date(2027, 1, 1))
    _prove(session, done, late, undated)
    facts = score_plan(session, plan, 2026, SUMMER).facts
    assert facts == Facts(
        assigned=7, dated=5, done=4, with_evidence=3, on_time=2, on_time_with_evidence=1, late=2
    )
    _prove(session, early)
    assert score_plan(session, plan, 2026, SUMMER).facts.on_time_with_evidence == 2
    assert score_plan(session, plan, 2026, YEAR_END).facts.assigned == 8


def test_what_happened_after_the_day_is_not_known_on_it(session: Session, plan: Plan) -> None:
    task = add_task(session, plan, date(2026, 3, 1), submitted=date(2026, 2, 27), done=date(2026, 7, 2))
    _prove(session, task)
    before, after = (score_plan(session, plan, 2026, day).facts for day in (SUMMER, date(2026, 7, 2)))
    assert (before.done, before.on_time, before.late) == (0, 0, 0)
    assert (after.done, after.on_time, after.late) == (1, 1, 0)


def test_an_undated_task_counts_in_each_year_of_its_plan_until_it_is_done(session: Session) -> None:
    long = add_plan(session, "kh-dai", 2025, 2027)
    add_task(session, long)
    add_task(session, long, done=date(2026, 2, 1))
    counts = [
        score_plan(session, long, year, date(year, 12, 31)).facts.assigned for year in range(2024, 2029)
    ]
    assert counts == [0, 2, 2, 1, 0]


def test_rejected_evidence_counts_as_none(session: Session, plan: Plan) -> None:
    task = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    document = _prove(session, task)
    assert score_plan(session, plan, 2026, SUMMER).total == 100
    judge_evidence(session, document, accepted=False, by="b", now=NOW, reason="không đúng")
    assert score_plan(session, plan, 2026, SUMMER).total == 0
    add_evidence(session, url="https://tailieu.example/khac", by="an", now=NOW, task=task)
    assert score_plan(session, plan, 2026, SUMMER).total == 100


def test_a_year_beyond_reason_is_refused(session: Session, plan: Plan) -> None:
    with pytest.raises(DondocError, match="1900–2100"):
        score_plan(session, plan, 99999, SUMMER)


def test_the_json_of_a_score_is_exact(session: Session, plan: Plan) -> None:
    tasks = [add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1)) for _ in range(4)]
    _prove(session, *tasks[:3])
    _target(session, plan, 1, 80, 85)
    sheet = score_plan(session, plan, 2026, SUMMER)
    found = score_as_dict(plan, 2026, SUMMER, sheet, target_of(session, plan, 2026))
    lines = found.pop("lines")
    assert found == {
        "plan": "kh-07",
        "year": 2026,
        "criteria_set": "nhiem-vu-ke-hoach",
        "as_of": SUMMER,
        "total": 75.01,
        "maximum": 100,
        "unknown_points": 0,
        "complete": True,
        "level": None,
        "note": "Chưa đạt mức thấp nhất (Mức độ 1, từ 80 điểm).",
        "target": {"level": 1, "from": 80, "to": 85},
        "missing_to_target": 4.99,
        "tasks": {
            "assigned": 4, "done": 4, "with_evidence": 3, "on_time": 4, "late": 0, "without_evidence": 1,
        },
        "conditions": [],
    }  # fmt: skip
    assert lines[1] == {
        "code": "2",
        "group": "Kết quả thực hiện nhiệm vụ",
        "name": "Chất lượng nhiệm vụ hoàn thành",
        "method": "quality_share",
        "kind": "ordinary",
        "max_points": 37.5,
        "points": 28.13,
        "open": False,
        "reason": "3/4 nhiệm vụ hoàn thành có minh chứng; 1 thiếu minh chứng, coi như chưa hoàn thành.",
    }


def test_what_is_missing_to_the_target_is_known_only_of_a_complete_score() -> None:
    target = Target(plan_id=1, year=2026, level=3, points_from=Decimal(90), points_to=Decimal(95))
    assert missing_to_target(Decimal("85.5"), True, target) == Decimal("4.5")
    assert missing_to_target(Decimal(97), True, target) == 0
    assert missing_to_target(Decimal(97), False, target) is None
    assert missing_to_target(None, True, target) is None
    assert missing_to_target(Decimal(97), True, None) is None


def _criteria(session: Session, plan: Plan) -> dict[str, ReviewEntry]:
    """The entries of the year's criteria, by code."""
    open_round(session, plan, RoundKind.YEAR, "2026", as_of=OPENING, now=NOW)
    query = select(Criterion.code, ReviewEntry).join(
        ReviewEntry, col(ReviewEntry.criterion_id) == Criterion.id
    )
    return dict(session.exec(query).all())


def test_marks_come_from_the_year_s_review_the_appraised_ones_first(session: Session, plan: Plan) -> None:
    attach_set(session, plan, "bacgiang-qd3064-2022")
    assert score_plan(session, plan, 2026, YEAR_END).total is None
    entries = _criteria(session, plan)
    for code, points in {"21": "18.5", "22": "20", "23": "15"}.items():
        answer_entry(session, entries[code], by="an", now=NOW, done="x", self_score=Decimal(points))
    for code in ("21", "22"):
        add_evidence(session, url="https://tailieu.example/muc-luc", by="an", now=NOW, entry=entries[code])
    entries["22"].appraised_score = Decimal("17.25")
    sheet = score_plan(session, plan, 2026, YEAR_END)
    assert [line.points for line in sheet.lines] == [Decimal("18.5"), Decimal("17.25"), 0, None, None]
    assert (sheet.total, sheet.unknown_points, sheet.complete) == (Decimal("35.75"), 35, False)
    assert score_plan(session, plan, 2025, YEAR_END).total is None


def test_the_annual_review_opens_waits_closes_and_then_stands_still(session: Session, plan: Plan) -> None:
    task = add_task(session, plan, date(2026, 3, 1), done=date(2026, 3, 1))
    _prove(session, task)
    _target(session, plan, 4, 95, 100)
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    assert (opened.stage, opened.closes_on, opened.entries, opened.answered) == (
        RoundStage.OPEN,
        CLOSING,
        1,
        0,
    )
    assert (opened.total, opened.level, opened.complete) == (100, "Mức độ 4", True)
    assert session.exec(select(Score)).all() == []
    assert run_annual_review(session, plan, 2026, as_of=date(2026, 12, 21), now=NOW) == opened

    closed = run_annual_review(session, plan, 2026, as_of=PUBLISHING, now=LATER)
    session.commit()
    assert (closed.stage, closed.total, closed.maximum, closed.level) == (
        RoundStage.CLOSED, 100, 100, "Mức độ 4",
    )  # fmt: skip
    assert closed.missing_to_target == 0
    score = session.exec(select(Score)).one()
    assert (score.frozen_at, score.checksum) == (LATER, score_checksum(score))
    assert score.rules_version == rules_version(form_of_plan(session, plan))

    add_task(session, plan, date(2026, 4, 1))
    again = run_annual_review(session, plan, 2026, as_of=date(2027, 3, 1), now=NOW)
    assert again == closed
    assert len(session.exec(select(Score)).all()) == 1
    review = session.get_one(ReviewRound, closed.round_id)
    session.expire_all()
    assert changed_since_frozen(session, review) == []
    score.lines = [{**score.lines[0], "points": 1}, *score.lines[1:]]
    assert changed_since_frozen(session, review) == ["bảng điểm đã chốt"]
    review.snapshot = {**(review.snapshot or {}), "entries": []}
    assert changed_since_frozen(session, review) == ["bản chốt số liệu", "bảng điểm đã chốt"]
    review.evidence_set = {**(review.evidence_set or {}), "documents": []}
    assert "danh mục minh chứng đã chốt" in changed_since_frozen(session, review)


def test_a_year_s_score_is_as_of_its_closing_day_however_late_it_is_run(session: Session, plan: Plan) -> None:
    done_late = add_task(session, plan, date(2026, 12, 22), done=date(2026, 12, 28))
    _prove(session, done_late)
    run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    run_annual_review(session, plan, 2026, as_of=PUBLISHING, now=LATER)
    line = session.exec(select(Score)).one().lines[0]
    assert line["reason"] == "0/1 nhiệm vụ hoàn thành."


def test_a_frozen_year_counts_what_is_due_at_its_very_end(session: Session, plan: Plan) -> None:
    """Ten tasks due on 31 December, one done: before that day the live score knows of that one alone."""
    _prove(session, add_task(session, plan, YEAR_END, done=date(2026, 12, 10)))
    for _ in range(9):
        add_task(session, plan, YEAR_END)
    add_task(session, plan, date(2027, 1, 1))
    run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    assert score_plan(session, plan, 2026, CLOSING).total == 100
    frozen = run_annual_review(session, plan, 2026, as_of=PUBLISHING, now=LATER)
    assert frozen.total == score_plan(session, plan, 2026, date(2027, 1, 5)).total
    assert [line["reason"].split()[0] for line in session.exec(select(Score)).one().lines[:3]] == ["1/10"] * 3


def test_an_incomplete_score_is_frozen_as_incomplete(session: Session, plan: Plan) -> None:
    attach_set(session, plan, "haiphong-qd5049-2025")
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    review = session.get_one(ReviewRound, opened.round_id)
    close_annual_round(session, review, as_of=PUBLISHING, by="td", now=LATER, as_is="Chưa có bảng điểm")
    found = run_annual_review(session, plan, 2026, as_of=PUBLISHING, now=LATER)
    assert found.stage is RoundStage.CLOSED
    assert (found.total, found.maximum, found.level, found.complete) == (None, 100, None, False)
    assert found.missing_to_target is None


def test_closing_by_hand_freezes_too_and_twice_is_once(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 3, 1))
    opened = run_annual_review(session, plan, 2026, as_of=OPENING, now=NOW)
    review = session.get_one(ReviewRound, opened.round_id)
    (first,) = close_annual_round(session, review, as_of=OPENING, by="td", now=NOW)
    assert [each.id for each in close_annual_round(session, review, as_of=CLOSING, by="td", now=LATER)] == [
        first.id
    ]
    assert (first.total, first.frozen_at) == (0, NOW)


def test_a_year_outside_the_plan_has_no_review(session: Session, plan: Plan) -> None:
    with pytest.raises(DondocError, match="không có năm 2027"):
        run_annual_review(session, plan, 2027, as_of=OPENING, now=NOW)
