"""Review rounds (đợt rà soát): opening, answering, closing; running any of it twice changes nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import update
from sqlmodel import Session, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from config.errors import DondocError
from models import (
    AuditEntry,
    Criterion,
    EntryState,
    Item,
    Person,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    RoundStage,
    Task,
    TaskState,
)
from tasks_registry.answering import ANSWERING, with_answering
from tasks_registry.criteria_form import MARKED, Method
from tasks_registry.marks import HUNDRED, check_points
from tasks_registry.numbered import numbered
from tasks_registry.once import insert_once
from tasks_registry.periods import Period, last_ended_quarter, parse_period
from tasks_registry.plain_text import paragraphs
from tasks_registry.round_snapshot import build_snapshot
from tasks_registry.standing import tasks_in_window
from tasks_registry.working_days import load_calendar

WORKING_DAYS_TO_ANSWER = 5
SYSTEM = "dondoc"  # rounds open and close by the calendar, whoever runs the command
STAGE_NAMES: Mapping[RoundStage, str] = MappingProxyType(
    {RoundStage.OPEN: "đang mở", RoundStage.CLOSED: "đã chốt"}
)


def open_round(
    session: Session, plan: Plan, kind: RoundKind, period: str, *, as_of: date, now: datetime
) -> ReviewRound:
    """The round of `plan` for `period`, opened if there is none yet.

    Its entries are settled at opening: one for each task of the data window, and in a year's round one for
    each criterion that people score. It closes five working days after the window, or after `as_of` where it
    opens late, so that units always have time to answer.

    Raises:
        DondocError: no such period, one of another kind, or outside the plan's years.
    """
    looked_at = _fitting_period(plan, kind, period)
    present = round_of(session, plan, kind, looked_at.code)
    if present is not None:
        return present
    made = insert_once(session, [_new_round(session, plan, looked_at, as_of)])
    review = session.exec(_rounds(plan, kind, looked_at.code)).one()
    if made:
        tasks = tasks_in_window(session, plan, looked_at)
        insert_once(
            session,
            [ReviewEntry(round_id=review.id or 0, task_id=task.id, unit_id=task.unit_id) for task in tasks],
        )
        ask_about_criteria(session, plan)
        _log(session, review, "open_round", now)
    return review


def round_of(session: Session, plan: Plan, kind: RoundKind, period: str) -> ReviewRound | None:
    """The round of `plan` for a period, where it has been opened."""
    return session.exec(_rounds(plan, kind, period)).first()


def _rounds(plan: Plan, kind: RoundKind, period: str) -> SelectOfScalar[ReviewRound]:
    return select(ReviewRound).where(
        ReviewRound.plan_id == plan.id, ReviewRound.kind == kind, ReviewRound.period == period
    )


def _fitting_period(plan: Plan, kind: RoundKind, code: str) -> Period:
    period = parse_period(code)
    if period.kind is not kind:
        raise DondocError(
            f"Kỳ {period.code} không hợp với loại đợt rà soát; quý viết 2026-Q2, năm viết 2026."
        )
    if not plan.year <= period.year <= plan.end_year:
        years = plan.year if plan.year == plan.end_year else f"{plan.year}–{plan.end_year}"
        raise DondocError(f"Kế hoạch {plan.code} là của năm {years}, không có {period.name}.")
    return period


def _new_round(session: Session, plan: Plan, period: Period, as_of: date) -> ReviewRound:
    calendar = load_calendar(session)
    return ReviewRound(
        plan_id=plan.id or 0,
        kind=period.kind,
        period=period.code,
        window_from=period.window_from,
        window_to=period.window_to,
        opens_on=period.opens_on,
        closes_on=calendar.shift(max(period.opens_on, as_of), WORKING_DAYS_TO_ANSWER),
    )


def ask_about_criteria(session: Session, plan: Plan) -> int:
    """Let the open annual rounds of `plan` ask about each criterion of its set that people score.

    How many entries were missing: a set may be chosen when the round is open already.
    """
    asked = (
        select(ReviewRound.id, Criterion.id)
        .join(Criterion, col(Criterion.set_id) == plan.criteria_set_id)
        .where(ReviewRound.plan_id == plan.id, ReviewRound.kind == RoundKind.YEAR)
        .where(ReviewRound.stage == RoundStage.OPEN, col(Criterion.method).in_(MARKED))
        .order_by(col(ReviewRound.id), col(Criterion.position))
    )
    coordinator = session.get(Person, plan.coordinator_id) if plan.coordinator_id else None
    unit_id = coordinator.unit_id if coordinator else None
    entries = [
        ReviewEntry(round_id=round_id or 0, criterion_id=criterion_id, unit_id=unit_id)
        for round_id, criterion_id in session.exec(asked)
    ]
    return insert_once(session, entries)


def answer_entry(
    session: Session,
    entry: ReviewEntry,
    *,
    by: str,
    now: datetime,
    done: str,
    difficulties: str = "",
    proposals: str = "",
    self_score: Decimal | None = None,
) -> ReviewEntry:
    """Keep a unit's word on an entry; until the round closes a new answer takes the place of the old one.

    `self_score` (điểm tự chấm) is in points of the criterion, or of 100 for a task.

    Raises:
        DondocError: the round is closed, nothing is said of what was done, or the points do not fit.
    """
    # Shared lock: a round that is being closed waits for the answer, or the answer sees it closed.
    stage = select(ReviewRound.stage).where(ReviewRound.id == entry.round_id).with_for_update(read=True)
    if session.exec(stage).one() is RoundStage.CLOSED:
        raise DondocError("Đợt rà soát đã chốt số liệu nên không trả lời được nữa.")
    if not done.strip():
        raise DondocError("Cần nêu kết quả đã thực hiện.")
    if self_score is not None:
        _check_self_score(session, entry, self_score)
    entry.done, entry.difficulties, entry.proposals = map(paragraphs, (done, difficulties, proposals))
    entry.self_score, entry.answered_by, entry.answered_at = self_score, by, now
    entry.state = EntryState.ANSWERED
    session.add(entry)
    session.flush()
    return entry


def _check_self_score(session: Session, entry: ReviewEntry, points: Decimal) -> None:
    if entry.criterion_id is None:
        check_points(points, f"nhiệm vụ {entry.task_id}", HUNDRED, Method.MANUAL)
        return
    criterion = session.get_one(Criterion, entry.criterion_id)
    check_points(points, f"tiêu chí {criterion.code}", criterion.max_points, Method(criterion.method))


def close_round(session: Session, review: ReviewRound, *, now: datetime) -> ReviewRound:
    """Close the round for good: mark what was not answered and freeze the snapshot. Once more: no change."""
    session.flush()
    closing = (
        update(ReviewRound)
        .where(col(ReviewRound.id) == review.id, col(ReviewRound.stage) == RoundStage.OPEN)
        .values(stage=RoundStage.CLOSED, closed_at=now)
    )
    closed_here = session.connection().execute(closing).rowcount
    session.refresh(review)
    if closed_here:
        waiting = select(ReviewEntry).where(
            ReviewEntry.round_id == review.id, ReviewEntry.state == EntryState.WAITING
        )
        for entry in session.exec(waiting):
            entry.state = EntryState.UNANSWERED
        session.flush()
        review.snapshot = build_snapshot(session, review)
        session.add(review)
        _log(session, review, "close_round", now)
    return review


def _log(session: Session, review: ReviewRound, action: str, now: datetime) -> None:
    details = {"plan_id": review.plan_id, "period": review.period}
    session.add(
        AuditEntry(
            at=now, actor=SYSTEM, action=action, subject="review_round", subject_id=review.id, details=details
        )
    )
    session.flush()


def rounds_to_open(session: Session, as_of: date) -> list[tuple[Plan, str]]:
    """The plans, with the quarter that ended last before `as_of`, whose round of it is still to be opened.

    Plans of that year with work left; older quarters are opened only on request.
    """
    period = last_ended_quarter(as_of)
    reviewed = exists().where(
        col(ReviewRound.plan_id) == Plan.id,
        col(ReviewRound.kind) == RoundKind.QUARTER,
        col(ReviewRound.period) == period.code,
    )
    has_work = exists().where(
        col(Item.plan_id) == Plan.id,
        col(Task.item_id) == Item.id,
        col(Task.state) != TaskState.CANCELLED,
    )
    query = select(Plan).where(Plan.year <= period.year, Plan.end_year >= period.year, ~reviewed, has_work)
    return [(plan, period.code) for plan in session.exec(query.order_by(col(Plan.id)))]


def rounds_to_close(session: Session, kind: RoundKind, as_of: date) -> list[ReviewRound]:
    """The open rounds of one kind whose closing day has come; a year's closes with its score (`annual`)."""
    query = (
        select(ReviewRound)
        .where(ReviewRound.stage == RoundStage.OPEN, ReviewRound.kind == kind)
        .where(col(ReviewRound.closes_on) <= as_of)
        .order_by(col(ReviewRound.closes_on), col(ReviewRound.id))
    )
    return list(session.exec(query))


def people_to_ask(session: Session, review: ReviewRound) -> list[int]:
    """The ids of the people whose answer is still awaited, of those who still work here.

    Whoever answers for a task (`answering`); for criteria, the one who follows the plan.
    """
    query = (
        with_answering(
            select(ANSWERING)
            .select_from(ReviewEntry)
            .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id)
            .join(Plan, col(ReviewRound.plan_id) == Plan.id)
            .join(Task, col(ReviewEntry.task_id) == Task.id, isouter=True)
        )
        .where(ReviewRound.id == review.id, ReviewEntry.state == EntryState.WAITING)
        .where(or_(col(Task.id).is_(None), col(Task.state) != TaskState.CANCELLED))
        .distinct()
    )
    return sorted(person for person in session.exec(query) if person is not None)


def find_round(session: Session, round_id: int) -> ReviewRound:
    """The round of that number.

    Raises:
        DondocError: there is none.
    """
    missing = f"Không có đợt rà soát số {round_id}; xem danh sách bằng: dondoc review list"
    return numbered(session, ReviewRound, round_id, missing)


def find_entry(session: Session, entry_id: int) -> ReviewEntry:
    """The entry of that number.

    Raises:
        DondocError: there is none.
    """
    missing = f"Không có mục rà soát số {entry_id}; xem các mục bằng: dondoc review show ĐỢT"
    return numbered(session, ReviewEntry, entry_id, missing)
