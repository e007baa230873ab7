"""Review rounds (đợt rà soát): opening, answering, closing; running any of it twice changes nothing."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import update
from sqlmodel import Session, col, exists, or_, select

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
from tasks_registry.criteria_form import MARKED, Method
from tasks_registry.marks import HUNDRED, check_points
from tasks_registry.once import insert_once
from tasks_registry.periods import Period, last_ended_quarter, parse_period
from tasks_registry.plain_text import paragraphs
from tasks_registry.round_snapshot import build_snapshot
from tasks_registry.standing import tasks_in_window
from tasks_registry.working_days import load_calendar

WORKING_DAYS_TO_ANSWER = 5
LAST_ID = 2**31 - 1  # the databases' own limit
SYSTEM = "dondoc"  # rounds open and close by the calendar, whoever runs the command


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
    wanted = select(ReviewRound).where(
        ReviewRound.plan_id == plan.id, ReviewRound.kind == kind, ReviewRound.period == looked_at.code
    )
    present = session.exec(wanted).first()
    if present is not None:
        return present
    made = insert_once(session, [_new_round(session, plan, looked_at, as_of)])
    review = session.exec(wanted).one()
    if made:
        insert_once(session, _entries(session, plan, review, looked_at))
        _log(session, review, "open_round", now)
    return review


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


def _entries(session: Session, plan: Plan, review: ReviewRound, period: Period) -> list[ReviewEntry]:
    tasks = tasks_in_window(session, plan, period)
    of_tasks = [ReviewEntry(round_id=review.id or 0, task_id=task.id, unit_id=task.unit_id) for task in tasks]
    if period.kind is RoundKind.QUARTER or plan.criteria_set_id is None:
        return of_tasks
    follower = session.get(Person, plan.coordinator_id) if plan.coordinator_id else None
    unit_id = follower.unit_id if follower else None
    scored = (
        select(Criterion.id)
        .where(Criterion.set_id == plan.criteria_set_id, col(Criterion.method).in_(MARKED))
        .order_by(col(Criterion.position))
    )
    return of_tasks + [
        ReviewEntry(round_id=review.id or 0, criterion_id=criterion_id, unit_id=unit_id)
        for criterion_id in session.exec(scored)
    ]


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


def rounds_to_close(session: Session, as_of: date) -> list[ReviewRound]:
    """The open rounds of quarters whose closing day has come; those of a year close with their score."""
    query = (
        select(ReviewRound)
        .where(ReviewRound.stage == RoundStage.OPEN, ReviewRound.kind == RoundKind.QUARTER)
        .where(col(ReviewRound.closes_on) <= as_of)
        .order_by(col(ReviewRound.closes_on), col(ReviewRound.id))
    )
    return list(session.exec(query))


def people_to_ask(session: Session, review: ReviewRound) -> list[int]:
    """The ids of the people whose answer is still awaited.

    The owner of a task; for a task without one and for criteria, the plan's coordinator.
    """
    query = (
        select(Task.owner_id)
        .select_from(ReviewEntry)
        .join(Task, col(ReviewEntry.task_id) == Task.id, isouter=True)
        .where(ReviewEntry.round_id == review.id, ReviewEntry.state == EntryState.WAITING)
        .where(or_(col(Task.id).is_(None), col(Task.state) != TaskState.CANCELLED))
        .distinct()
    )
    coordinator = session.get_one(Plan, review.plan_id).coordinator_id
    people = {owner or coordinator for owner in session.exec(query)}
    return sorted(person for person in people if person is not None)


def find_round(session: Session, round_id: int) -> ReviewRound:
    """The round of that number.

    Raises:
        DondocError: there is none.
    """
    review = session.get(ReviewRound, round_id) if 0 < round_id <= LAST_ID else None
    if review is None:
        raise DondocError(f"Không có đợt rà soát số {round_id}; xem danh sách bằng: dondoc review list")
    return review


def find_entry(session: Session, entry_id: int) -> ReviewEntry:
    """The entry of that number.

    Raises:
        DondocError: there is none.
    """
    entry = session.get(ReviewEntry, entry_id) if 0 < entry_id <= LAST_ID else None
    if entry is None:
        raise DondocError(f"Không có mục rà soát số {entry_id}; xem các mục bằng: dondoc review show ĐỢT")
    return entry
