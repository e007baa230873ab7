"""A unit's sheet: handed in, given back, accepted, missing; a round opened again."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import (
    AuditEntry,
    EntryState,
    Plan,
    ReviewRound,
    Role,
    RoundStage,
    SheetStage,
    Task,
    TaskState,
    Unit,
    UnitSheet,
)
from tasks_registry.days.phases import APPRAISAL
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.reviews import close_round, reopen_round
from tasks_registry.rounds.sheets import (
    accept,
    explain,
    find_sheet,
    give_back,
    heads_of,
    reopen_sheet,
    submit,
)
from tasks_registry.rounds.snapshot import outcome
from tests.registry.rounds import CLOSING, YEAR_OPENING, answer, entries_of, opened
from tests.registry.workroom import LATER, NOW, add_person, add_plan, add_task, add_unit

BY = "an@binhan.example"


@pytest.fixture
def plan(session: Session) -> Plan:
    """A plan of 2026 without tasks."""
    return add_plan(session)


@pytest.fixture
def office(session: Session) -> Unit:
    """The unit that answers."""
    return add_unit(session, "VP", "Văn phòng")


@pytest.fixture
def review(session: Session, plan: Plan, office: Unit) -> ReviewRound:
    """A round that asks the office about two tasks, and nobody about a third."""
    for unit in (office, office, None):
        add_task(session, plan, date(2026, 5, 1), unit=unit)
    return opened(session, plan)


@pytest.fixture
def sheet(session: Session, review: ReviewRound, office: Unit) -> UnitSheet:
    """The office's sheet."""
    return find_sheet(session, review, office)


def answer_all(session: Session, review: ReviewRound) -> None:
    for entry in entries_of(session, review):
        answer(session, entry)


def acts(session: Session, subject: str) -> list[str]:
    found = session.exec(select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.id)))
    return [act.action for act in found]


def test_every_unit_that_is_asked_has_one_sheet(
    session: Session, review: ReviewRound, sheet: UnitSheet
) -> None:
    assert session.exec(select(UnitSheet)).all() == [sheet]
    assert (sheet.stage, sheet.reason, sheet.explanation) == (SheetStage.DRAFT, "", "")
    with pytest.raises(DondocError, match="không có phiếu của Phòng Kinh tế"):
        find_sheet(session, review, add_unit(session, "KT", "Phòng Kinh tế"))


def test_a_sheet_is_handed_in_once_every_entry_is_answered(
    session: Session, review: ReviewRound, sheet: UnitSheet
) -> None:
    with pytest.raises(DondocError, match="Còn 2 mục chưa trả lời"):
        submit(session, sheet, by=BY, now=NOW)
    first, second, _ = entries_of(session, review)
    answer(session, first)
    with pytest.raises(DondocError, match="Còn 1 mục chưa trả lời"):
        submit(session, sheet, by=BY, now=NOW)
    answer(session, second)
    submit(session, sheet, by=BY, now=NOW)
    assert (sheet.stage, sheet.submitted_by, sheet.submitted_at) == (SheetStage.SUBMITTED, BY, NOW)
    with pytest.raises(DondocError, match=r"phiếu đã nộp \(an@binhan.example, 08:00 ngày 15/06/2026\)"):
        submit(session, sheet, by="binh@binhan.example", now=LATER)


def test_nobody_waits_for_a_word_on_a_cancelled_task(
    session: Session, review: ReviewRound, sheet: UnitSheet
) -> None:
    first, second, _ = entries_of(session, review)
    answer(session, first)
    session.get_one(Task, second.task_id).state = TaskState.CANCELLED
    assert submit(session, sheet, by=BY, now=NOW).stage is SheetStage.SUBMITTED


def test_a_sheet_goes_back_and_forth_with_reasons(
    session: Session, review: ReviewRound, sheet: UnitSheet
) -> None:
    answer_all(session, review)
    with pytest.raises(DondocError, match=r"Không duyệt phiếu của Văn phòng được: phiếu đang soạn"):
        accept(session, sheet, by=BY, now=NOW)
    submit(session, sheet, by=BY, now=NOW)
    entry = entries_of(session, review)[0]
    with pytest.raises(DondocError, match=r"Phiếu của đơn vị đã nộp nên không sửa mục"):
        answer(session, entry, "Khác")
    with pytest.raises(DondocError, match="Cần nêu lý do khi trả lại phiếu"):
        give_back(session, sheet, why=" ", by=BY, now=NOW)
    give_back(session, sheet, why="Thiếu số liệu", by=BY, now=NOW)
    assert (sheet.stage, sheet.reason) == (SheetStage.RETURNED, "Thiếu số liệu")
    answer(session, entry, "Có số liệu")
    submit(session, sheet, by=BY, now=LATER)
    accept(session, sheet, by=BY, now=LATER)
    assert (sheet.stage, sheet.reason, sheet.decided_at) == (SheetStage.ACCEPTED, "", LATER)
    with pytest.raises(DondocError, match="đã nộp nên không sửa"):
        answer(session, entry, "Lại khác")
    reopen_sheet(session, sheet, why="Số liệu sai", by=BY, now=LATER)
    assert answer(session, entry, "Số liệu đúng").done == "Số liệu đúng"
    assert acts(session, "unit_sheet") == [
        "submit_sheet", "return_sheet", "submit_sheet", "accept_sheet", "reopen_sheet",
    ]  # fmt: skip
    replaced = session.exec(select(AuditEntry).where(AuditEntry.action == "replace_answer")).all()
    assert [act.details["done"] for act in replaced] == ["Đã làm", "Có số liệu"]


def test_a_closed_round_marks_what_was_not_handed_in_and_asks_why(
    session: Session, plan: Plan, office: Unit, review: ReviewRound, sheet: UnitSheet
) -> None:
    with pytest.raises(DondocError, match="không phải giải trình: phiếu đang soạn"):
        explain(session, sheet, "Bận", by=BY, now=NOW)
    close_round(session, review, now=LATER)
    session.refresh(sheet)
    assert sheet.stage is SheetStage.MISSING
    assert review.snapshot is not None
    assert [unit["stage"] for unit in review.snapshot["units"]] == ["", "missing"]
    for act in (submit, accept):
        with pytest.raises(DondocError, match="đã chốt số liệu"):
            act(session, sheet, by=BY, now=LATER)
    with pytest.raises(DondocError, match="Cần ghi nội dung"):
        explain(session, sheet, "\n", by=BY, now=LATER)
    explain(session, sheet, "Cán bộ phụ trách ốm", by=BY, now=LATER)
    assert outcome(session, review).units[1].explanation == "Cán bộ phụ trách ốm"
    assert review.snapshot["units"][1]["explanation"] == ""
    head = heads_of(session, review, SheetStage.MISSING)
    assert head == heads_of(session, review, SheetStage.MISSING, unit_id=office.id) != []


def test_a_sheet_handed_in_is_not_missing_and_one_that_asks_nothing_neither(
    session: Session, plan: Plan, review: ReviewRound, sheet: UnitSheet
) -> None:
    economy = add_unit(session, "KT", "Phòng Kinh tế")
    task = add_task(session, plan, date(2026, 8, 1), unit=economy)
    later = opened(session, plan, "2026-Q3", date(2026, 9, 15))
    nothing = find_sheet(session, later, economy)
    task.state = TaskState.CANCELLED
    answer_all(session, review)
    submit(session, sheet, by=BY, now=NOW)
    for each in (review, later):
        close_round(session, each, now=LATER)
    for each in (sheet, nothing):
        session.refresh(each)
    assert (sheet.stage, nothing.stage) == (SheetStage.SUBMITTED, SheetStage.DRAFT)


def test_a_round_is_opened_again_with_a_trace_of_what_it_was(
    session: Session, review: ReviewRound, sheet: UnitSheet
) -> None:
    until = CLOSING + timedelta(days=7)
    with pytest.raises(DondocError, match="đang mở nên không cần"):
        reopen_round(session, review, why="Sót", closes_on=until, by=BY, now=LATER)
    first, second, _ = entries_of(session, review)
    answer(session, first)
    close_round(session, review, now=LATER)
    snapshot = review.snapshot
    with pytest.raises(DondocError, match="Cần nêu lý do"):
        reopen_round(session, review, why="", closes_on=until, by=BY, now=LATER)
    with pytest.raises(DondocError, match="trước khi kỳ số liệu kết thúc"):
        reopen_round(session, review, why="Sót", closes_on=date(2026, 6, 1), by=BY, now=LATER)
    reopen_round(session, review, why="Sót số liệu", closes_on=until, by=BY, now=LATER)
    session.commit()
    session.expire_all()
    assert (review.stage, review.closed_at, review.snapshot, review.closes_on) == (
        RoundStage.OPEN, None, None, until,
    )  # fmt: skip
    states = (first.state, second.state, sheet.stage)
    assert states == (EntryState.ANSWERED, EntryState.WAITING, SheetStage.DRAFT)
    trace = session.exec(select(AuditEntry).where(AuditEntry.action == "reopen_round")).one()
    assert (trace.actor, trace.details["reason"], trace.details["snapshot"]) == (BY, "Sót số liệu", snapshot)
    answer_all(session, review)
    close_round(session, review, now=LATER + timedelta(days=1))
    assert review.snapshot is not None
    assert acts(session, "review_round") == ["open_round", "close_round", "reopen_round", "close_round"]


def test_a_round_whose_score_is_frozen_stays_closed(session: Session, plan: Plan) -> None:
    from tasks_registry.year.stages import close_annual_round

    review = opened(session, plan, "2026", YEAR_OPENING)
    close_annual_round(session, review, as_of=date(2026, 12, 31), by="td", now=LATER, as_is="không có việc")
    with pytest.raises(DondocError, match="đã chốt nên không mở lại"):
        reopen_round(session, review, why="Sót", closes_on=date(2027, 1, 10), by=BY, now=LATER)


def test_a_year_takes_no_self_scores_after_its_stage(session: Session, plan: Plan, office: Unit) -> None:
    add_task(session, plan, date(2026, 5, 1), unit=office)
    review = opened(session, plan, "2026", YEAR_OPENING)
    review.phase = APPRAISAL
    session.flush()
    with pytest.raises(DondocError, match="đã sang giai đoạn thẩm định"):
        answer_all(session, review)


def test_each_unit_of_a_plan_scored_by_unit_answers_each_criterion(session: Session, plan: Plan) -> None:
    units = [add_unit(session, code, f"Phòng {code}") for code in ("A", "B")]
    plan.by_unit = True
    attach_set(session, plan, "haiphong-qd212-2025-pl03")
    for unit in (*units, None):
        add_task(session, plan, date(2026, 5, 1), unit=unit)
    review = opened(session, plan, "2026", YEAR_OPENING)
    asked = [entry.unit_id for entry in entries_of(session, review) if entry.criterion_id]
    assert asked == [unit.id for unit in units for _ in range(17)]


def test_a_set_chosen_late_gives_a_sheet_back_and_another_coordinator_asks_nothing_twice(
    session: Session, plan: Plan, office: Unit
) -> None:
    plan.coordinator_id = add_person(session, office, "theodoi", Role.COORDINATOR).id
    add_task(session, plan, date(2026, 5, 1), unit=office)
    review = opened(session, plan, "2026", YEAR_OPENING)
    answer_all(session, review)
    sheet = submit(session, find_sheet(session, review, office), by=BY, now=NOW)
    attach_set(session, plan, "haiphong-qd212-2025-pl03")
    session.refresh(sheet)
    assert (sheet.stage, sheet.reason) == (
        SheetStage.RETURNED,
        "Bộ tiêu chí đã đổi, còn tiêu chí chưa trả lời.",
    )
    plan.coordinator_id = add_person(
        session, add_unit(session, "KT", "Phòng Kinh tế"), "khac", Role.COORDINATOR
    ).id
    attach_set(session, plan, "haiphong-qd212-2025-pl03")
    assert len(entries_of(session, review)) == 1 + 17


def test_an_answer_that_somebody_else_gave_is_replaced_only_by_one_who_saw_it(
    session: Session, review: ReviewRound
) -> None:
    entry = entries_of(session, review)[0]
    answer(session, entry, "Của tôi")
    answer(session, entry, "Của tôi, sửa")
    other = {"by": "binh@binhan.example", "now": LATER}
    with pytest.raises(DondocError, match=r"đã được vp@binhan\.example trả lời lúc 08:00 ngày 15/06/2026"):
        answer_entry(session, entry, done="Của Bình", **other)  # type: ignore[arg-type]
    answer_entry(session, entry, done="Của Bình", seen=NOW, **other)  # type: ignore[arg-type]
    assert (entry.done, entry.answered_at) == ("Của Bình", LATER)
    with pytest.raises(DondocError, match=r"đã được binh@binhan\.example"):
        answer_entry(session, entry, by=BY, now=LATER, done="Của An", seen=NOW)
