"""Review rounds: what is asked, what is answered, what is frozen; twice is once."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import (
    AuditEntry,
    CalendarDay,
    EntryState,
    Plan,
    ReviewRound,
    Role,
    RoundKind,
    RoundStage,
    Task,
    TaskState,
)
from tasks_registry.days.working_days import ONE_DAY
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.reviews import (
    close_round,
    find_entry,
    find_round,
    open_round,
    people_to_ask,
    round_of,
    rounds_to_close,
    rounds_to_open,
)
from tasks_registry.tasks.answering import follower
from tests.registry.rounds import CLOSING, OPENING, YEAR_OPENING, answer, entries_of, opened
from tests.registry.workroom import (
    LATER,
    NOW,
    add_item,
    add_person,
    add_plan,
    add_task,
    add_unit,
)


@pytest.fixture
def plan(session: Session) -> Plan:
    """A plan of 2026 without tasks."""
    return add_plan(session)


def test_a_round_has_the_dates_of_its_period(session: Session, plan: Plan) -> None:
    review = opened(session, plan)
    assert (review.window_from, review.window_to) == (date(2026, 3, 15), date(2026, 6, 14))
    assert (review.opens_on, review.closes_on) == (OPENING, CLOSING)
    assert (review.stage, review.period, review.snapshot) == (RoundStage.OPEN, "2026-Q2", None)


def test_what_is_not_frozen_yet_is_null_and_an_older_json_null_is_none_too(
    session: Session, plan: Plan
) -> None:
    review = opened(session, plan)
    nothing = select(ReviewRound.id).where(
        col(ReviewRound.snapshot).is_(None), col(ReviewRound.evidence_set).is_(None)
    )
    assert session.exec(nothing).all() == [review.id]
    session.connection().execute(text("UPDATE review_round SET snapshot = 'null', evidence_set = 'null'"))
    session.expire_all()
    assert (review.snapshot, review.evidence_set) == (None, None)
    assert freeze_evidence(session, review, NOW)["documents"] == []
    assert close_round(session, review, now=LATER).snapshot is not None


def test_the_office_s_own_days_off_move_the_closing_day(session: Session, plan: Plan) -> None:
    session.add(CalendarDay(day=CLOSING, working=False))
    session.flush()
    assert opened(session, plan).closes_on == date(2026, 6, 23)


def test_a_round_that_opens_late_still_leaves_five_working_days(session: Session, plan: Plan) -> None:
    review = opened(session, plan, as_of=date(2026, 7, 3))
    assert (review.opens_on, review.closes_on) == (OPENING, date(2026, 7, 10))


def test_opening_twice_is_opening_once(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    first = opened(session, plan)
    add_task(session, plan, date(2026, 5, 2))
    again = opened(session, plan, as_of=date(2026, 7, 1))
    assert (again.id, again.closes_on, len(entries_of(session, again))) == (first.id, CLOSING, 1)
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "open_round")).all()
    assert [(act.subject_id, act.at) for act in acts] == [(first.id, NOW)]


def test_a_period_that_does_not_fit_is_refused(session: Session, plan: Plan) -> None:
    for kind, period, problem in (
        (RoundKind.QUARTER, "2027-Q1", "là của năm 2026, không có quý I/2027"),
        (RoundKind.QUARTER, "2026", "không hợp với loại"),
        (RoundKind.YEAR, "2026-Q1", "không hợp với loại"),
        (RoundKind.YEAR, "sang năm", "không phải là kỳ"),
    ):
        with pytest.raises(DondocError, match=problem):
            open_round(session, plan, kind, period, as_of=OPENING, now=NOW)
    assert session.exec(select(ReviewRound)).all() == []


def test_a_round_asks_about_what_is_due_or_open_in_its_window(session: Session, plan: Plan) -> None:
    asked = {
        "due in the window": add_task(session, plan, date(2026, 4, 1)),
        "due and done early": add_task(session, plan, date(2026, 4, 1), done=date(2026, 2, 1)),
        "late from before": add_task(session, plan, date(2026, 2, 1)),
        "late, done in the window": add_task(session, plan, date(2026, 2, 1), done=date(2026, 3, 15)),
        "undated": add_task(session, plan),
        "undated, done in the window": add_task(session, plan, done=date(2026, 6, 14)),
        "due at the year's end": add_task(session, plan, date(2026, 12, 31)),
    }
    add_task(session, plan, date(2026, 2, 1), done=date(2026, 3, 14))
    add_task(session, plan, done=date(2026, 3, 14))
    add_task(session, plan, date(2026, 4, 1), state=TaskState.CANCELLED)
    add_task(session, add_plan(session, "kh-08"), date(2026, 4, 1))
    found = {entry.task_id for entry in entries_of(session, opened(session, plan))}
    assert found == {task.id for task in asked.values()}


def test_of_a_recurring_duty_only_what_falls_into_the_window_is_asked(session: Session, plan: Plan) -> None:
    weekly, unit = add_item(session, plan), add_unit(session, "VP", "Văn phòng")
    other = add_unit(session, "KT", "Phòng Kinh tế")
    weeks = [add_task(session, plan, date(2026, 6, day), item=weekly, unit=unit) for day in (5, 12, 19, 26)]
    later = [add_task(session, plan, date(2026, month, 30), item=weekly, unit=other) for month in (12, 9)]
    found = [entry.task_id for entry in entries_of(session, opened(session, plan))]
    assert found == [weeks[0].id, weeks[1].id, later[1].id]


def test_an_answer_is_kept_and_replaced_until_the_round_closes(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    review = opened(session, plan)
    entry = entries_of(session, review)[0]
    answer(session, entry, "Mới làm", self_score=Decimal(10))
    answer(session, entry, " Đã  làm\r\nxong\x07 ", difficulties="Thiếu người", proposals="Bổ sung")
    session.commit()
    session.expire_all()
    assert (entry.done, entry.difficulties, entry.proposals) == ("Đã làm\nxong", "Thiếu người", "Bổ sung")
    assert (entry.state, entry.answered_by, entry.answered_at) == (
        EntryState.ANSWERED,
        "vp@binhan.example",
        NOW,
    )
    assert entry.self_score == 10, "what the second answer does not speak of stays"
    close_round(session, review, now=LATER)
    with pytest.raises(DondocError, match="đã chốt"):
        answer(session, entry)


def test_what_an_answer_does_not_speak_of_stays_and_empty_words_empty(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    [entry] = entries_of(session, opened(session, plan))
    said = {"by": "an", "now": NOW}
    with pytest.raises(DondocError, match="Cần nêu kết quả"):
        answer_entry(session, entry, proposals="Bổ sung", **said)  # type: ignore[arg-type]
    first = {"difficulties": "Thiếu người", "proposals": "Bổ sung", "self_score": Decimal("87.5")}
    answer_entry(session, entry, done="Đã làm", declared=Decimal(35), **first, **said)  # type: ignore[arg-type]
    answer_entry(session, entry, difficulties="Hết khó khăn", **said)  # type: ignore[arg-type]
    assert (entry.done, entry.difficulties, entry.proposals, entry.self_score, entry.declared) == (
        "Đã làm", "Hết khó khăn", "Bổ sung", Decimal("87.5"), 35,
    )  # fmt: skip
    answer_entry(session, entry, proposals=" ", self_score=None, **said)  # type: ignore[arg-type]
    assert (entry.done, entry.proposals, entry.self_score, entry.declared) == ("Đã làm", "", None, None)
    with pytest.raises(DondocError, match="Cần nêu kết quả"):
        answer_entry(session, entry, done=" \x07", **said)  # type: ignore[arg-type]
    replaced = session.exec(select(AuditEntry.details).where(AuditEntry.action == "replace_answer")).all()
    assert [(each["difficulties"], each["proposals"], each["self_score"]) for each in replaced] == [
        ("Thiếu người", "Bổ sung", 87.5), ("Hết khó khăn", "Bổ sung", 87.5),
    ]  # fmt: skip


def test_an_answer_that_cannot_be_is_refused(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    entry = entries_of(session, opened(session, plan))[0]
    with pytest.raises(DondocError, match="Cần nêu"):
        answer(session, entry, "  ")
    for score in ("100.01", "-1", "NaN"):
        with pytest.raises(DondocError, match="0–100"):
            answer(session, entry, self_score=Decimal(score))
    assert entry.state is EntryState.WAITING


def test_a_year_s_round_asks_about_the_criteria_that_people_score(session: Session, plan: Plan) -> None:
    unit = add_unit(session, "VP", "Văn phòng")
    plan.coordinator_id = add_person(session, unit, "theodoi", Role.COORDINATOR).id
    attach_set(session, plan, "haiphong-qd212-2025-pl03")
    add_task(session, plan, date(2026, 5, 1))
    entries = entries_of(session, opened(session, plan, "2026", YEAR_OPENING))
    assert len(entries) == 1 + 17
    assert {entry.unit_id for entry in entries if entry.criterion_id} == {unit.id}
    answer(session, entries[1], self_score=Decimal("0.75"))
    with pytest.raises(DondocError, match=r"tiêu chí I\.1\.b nằm ngoài khoảng 0–1"):
        answer(session, entries[2], self_score=Decimal("1.25"))
    assert entries_of(session, opened(session, plan)) != []
    assert all(entry.task_id for entry in entries_of(session, opened(session, plan)))


def test_points_without_a_known_maximum_are_refused_but_words_are_not(session: Session, plan: Plan) -> None:
    attach_set(session, plan, "haiphong-qd5049-2025")
    entry = entries_of(session, opened(session, plan, "2026", YEAR_OPENING))[0]
    with pytest.raises(DondocError, match="chưa có điểm tối đa"):
        answer(session, entry, self_score=Decimal(1))
    assert answer(session, entry).state is EntryState.ANSWERED


def test_every_plan_of_the_year_with_work_is_to_be_reviewed_once(session: Session, plan: Plan) -> None:
    long = add_plan(session, "kh-dai", 2025, 2030)
    for each in (plan, long, add_plan(session, "kh-cu", 2025)):
        add_task(session, each)
    add_task(session, add_plan(session, "kh-huy"), state=TaskState.CANCELLED)
    add_plan(session, "kh-rong")
    assert rounds_to_open(session, OPENING) == [(plan, "2026-Q2"), (long, "2026-Q2")]
    assert rounds_to_open(session, date(2026, 9, 14)) == [(plan, "2026-Q2"), (long, "2026-Q2")]
    opened(session, plan)
    assert rounds_to_open(session, OPENING) == [(long, "2026-Q2")]


def test_rounds_close_when_their_last_day_is_over(session: Session, plan: Plan) -> None:
    quarter, year = opened(session, plan), opened(session, plan, "2026", YEAR_OPENING)
    assert rounds_to_close(session, CLOSING) == []
    assert rounds_to_close(session, CLOSING + ONE_DAY) == [quarter]
    assert rounds_to_close(session, date(2027, 6, 1)) == [quarter]
    assert year.closes_on < date(2027, 6, 1)  # a year's closes with its score, after its stages
    close_round(session, quarter, now=LATER)
    assert rounds_to_close(session, date(2027, 6, 1)) == []


def test_the_round_of_a_period(session: Session, plan: Plan) -> None:
    review = opened(session, plan)
    assert round_of(session, plan, RoundKind.QUARTER, "2026-Q2") == review
    assert round_of(session, plan, RoundKind.QUARTER, "2026-Q1") is None
    assert round_of(session, add_plan(session, "kh-08"), RoundKind.QUARTER, "2026-Q2") is None


def test_those_who_owe_an_answer_are_asked(session: Session, plan: Plan) -> None:
    unit = add_unit(session, "VP", "Văn phòng")
    coordinator, head, staff = (
        add_person(session, unit, name, role)
        for name, role in [("theodoi", Role.COORDINATOR), ("truong", Role.HEAD), ("phu", Role.STAFF)]
    )
    due = date(2026, 5, 1)
    for owner in (head, head, staff):
        add_task(session, plan, due, owner=owner)
    add_task(session, plan, due)
    review = opened(session, plan)
    entries = entries_of(session, review)
    assert people_to_ask(session, review) == [head.id, staff.id]
    plan.coordinator_id = coordinator.id
    assert people_to_ask(session, review) == [coordinator.id, head.id, staff.id]
    answer(session, entries[0])
    session.get_one(Task, entries[2].task_id).state = TaskState.CANCELLED
    assert people_to_ask(session, review) == [coordinator.id, head.id]
    close_round(session, review, now=LATER)
    assert people_to_ask(session, review) == []


def test_those_who_left_are_not_asked(session: Session, plan: Plan) -> None:
    unit = add_unit(session, "VP", "Văn phòng")
    coordinator, head = (add_person(session, unit, name, Role.STAFF) for name in ("theodoi", "truong"))
    plan.coordinator_id = coordinator.id
    add_task(session, plan, date(2026, 5, 1), owner=head)
    review = opened(session, plan)
    head.active = False
    assert people_to_ask(session, review) == [coordinator.id]
    assert follower(session, plan) == coordinator.id
    coordinator.active = False
    assert people_to_ask(session, review) == []
    assert follower(session, plan) is None


def test_a_round_and_an_entry_are_found_by_number(session: Session, plan: Plan) -> None:
    add_task(session, plan, date(2026, 5, 1))
    review = opened(session, plan)
    [entry] = entries_of(session, review)
    assert (find_round(session, review.id or 0), find_entry(session, entry.id or 0)) == (review, entry)
    for number in (0, -1, 99, 2**40):
        with pytest.raises(DondocError, match="Không có đợt rà soát"):
            find_round(session, number)
        with pytest.raises(DondocError, match="Không có mục rà soát"):
            find_entry(session, number)
