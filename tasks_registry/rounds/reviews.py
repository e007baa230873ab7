"""Review rounds (đợt rà soát): opening, closing, reopening; running any of it twice changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import update
from sqlmodel import Session, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from config.errors import DondocError
from models import (
    EntryState,
    Item,
    Plan,
    ReportPeriod,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    RoundStage,
    Score,
    SheetStage,
    Task,
    TaskState,
    UnitSheet,
)
from tasks_registry.auditing import audit
from tasks_registry.days.periods import parse_period
from tasks_registry.days.phases import PUBLISHED
from tasks_registry.days.working_days import WorkingCalendar, load_calendar
from tasks_registry.holding import hold
from tasks_registry.numbered import numbered
from tasks_registry.once import insert_once
from tasks_registry.plain_text import one_line
from tasks_registry.rounds.entries import ask_about_criteria, ask_about_tasks, make_sheets
from tasks_registry.rounds.report_calendar import due_periods, kept_period
from tasks_registry.rounds.sheets import mark_missing
from tasks_registry.rounds.snapshot import freeze_round
from tasks_registry.tasks.answering import ANSWERING, with_answering

SYSTEM = "dondoc"  # rounds open and close by the calendar, whoever runs the command
STAGE_NAMES: Mapping[RoundStage, str] = MappingProxyType(
    {RoundStage.OPEN: "đang mở", RoundStage.CLOSED: "đã chốt"}
)


def open_round(
    session: Session, plan: Plan, kind: RoundKind, period: str, *, as_of: date, now: datetime
) -> ReviewRound:
    """The round of `plan` for `period`, opened if there is none yet.

    Its dates are those of the period (`report_calendar`). Its entries are settled at opening: one for each
    task of the data window, and in a year's round one for each criterion that people score; and a sheet for
    each unit that is asked.

    Raises:
        DondocError: no such period, one of another kind, or outside the plan's years.
    """
    code = _fitting_code(kind, period)
    present = round_of(session, plan, kind, code)
    if present is not None:
        return present
    made = insert_once(session, [_new_round(session, kept_period(session, plan, code), as_of)])
    review = session.exec(_rounds(plan, kind, code)).one()
    if made:
        ask_about_tasks(session, review)
        make_sheets(session, review.id or 0)
        ask_about_criteria(session, plan)
        _log(session, review, "open_round", {}, by=SYSTEM, now=now)
    return review


def _fitting_code(kind: RoundKind, code: str) -> str:
    period = parse_period(code)
    if period.kind is not kind:
        raise DondocError(
            f"Kỳ {period.code} không hợp với loại đợt rà soát; quý viết 2026-Q2, năm viết 2026."
        )
    return period.code


def round_of(session: Session, plan: Plan, kind: RoundKind, period: str) -> ReviewRound | None:
    """The round of `plan` for a period, where it has been opened."""
    return session.exec(_rounds(plan, kind, period)).first()


def _rounds(plan: Plan, kind: RoundKind, period: str) -> SelectOfScalar[ReviewRound]:
    return select(ReviewRound).where(
        ReviewRound.plan_id == plan.id, ReviewRound.kind == kind, ReviewRound.period == period
    )


def _new_round(session: Session, period: ReportPeriod, as_of: date) -> ReviewRound:
    return ReviewRound(
        plan_id=period.plan_id,
        kind=period.kind,
        period=period.code,
        window_from=period.window_from,
        window_to=period.window_to,
        opens_on=period.opens_on,
        closes_on=_closing_day(period, as_of, load_calendar(session)),
    )


def _closing_day(period: ReportPeriod, as_of: date, calendar: WorkingCalendar) -> date:
    """As set; a round that opens late leaves as many working days, so that units have time to answer.

    But a report is due on its own date, however late one begins, until the last day before it is over.
    """
    first = calendar.on_or_after(period.opens_on)
    fixed = period.kind is RoundKind.REPORT and as_of <= period.closes_on
    if fixed or as_of <= first:
        return period.closes_on
    return calendar.shift(as_of, max(calendar.between(first, period.closes_on), 1))


def close_round(session: Session, review: ReviewRound, *, now: datetime) -> ReviewRound:
    """Close the round: mark what was not answered or not handed in, freeze the snapshot. Twice is once.

    Only `reopen_round` opens it again.
    """
    session.flush()
    closing = (
        update(ReviewRound)
        .where(col(ReviewRound.id) == review.id, col(ReviewRound.stage) == RoundStage.OPEN)
        .values(stage=RoundStage.CLOSED, closed_at=now)
    )
    closed_here = session.connection().execute(closing).rowcount
    session.refresh(review)
    if closed_here:
        _turn_entries(session, review, EntryState.WAITING, EntryState.UNANSWERED)
        mark_missing(session, review)
        freeze_round(session, review)
        _log(session, review, "close_round", {}, by=SYSTEM, now=now)
    return review


def _turn_entries(session: Session, review: ReviewRound, before: EntryState, after: EntryState) -> None:
    turning = update(ReviewEntry).where(
        col(ReviewEntry.round_id) == review.id, col(ReviewEntry.state) == before
    )
    session.execute(turning.values(state=after))


def reopen_round(
    session: Session, review: ReviewRound, *, why: str, closes_on: date, by: str, now: datetime
) -> ReviewRound:
    """Open a closed round again until the end of `closes_on`; its snapshot stays in the audit trail.

    What was answered stands; sheets that were missing can be handed in.

    Raises:
        DondocError: it is not closed, its score is frozen or published, no reason is given, or it would close
            before its data window ends.
    """
    hold(session, review)
    _require_reopening(session, review, why, closes_on)
    details = {"reason": one_line(why), "closed_at": review.closed_at and review.closed_at.isoformat()}
    _log(session, review, "reopen_round", {**details, "snapshot": review.snapshot}, by=by, now=now)
    review.stage, review.closed_at, review.snapshot = RoundStage.OPEN, None, None
    review.closes_on = closes_on
    session.add(review)
    session.flush()
    _turn_entries(session, review, EntryState.UNANSWERED, EntryState.WAITING)
    missing = update(UnitSheet).where(
        col(UnitSheet.round_id) == review.id, col(UnitSheet.stage) == SheetStage.MISSING
    )
    session.execute(missing.values(stage=SheetStage.DRAFT))
    return review


def _require_reopening(session: Session, review: ReviewRound, why: str, closes_on: date) -> None:
    if review.stage is RoundStage.OPEN:
        raise DondocError(f"Đợt rà soát {review.id} đang mở nên không cần mở lại.")
    frozen = session.exec(select(Score.id).where(Score.round_id == review.id)).first()
    if frozen is not None or review.phase == PUBLISHED:
        raise DondocError(f"Điểm của đợt rà soát {review.id} đã chốt nên không mở lại đợt được nữa.")
    if not one_line(why):
        raise DondocError('Cần nêu lý do khi mở lại đợt rà soát: thêm --why "…".')
    if closes_on < max(review.opens_on, review.window_to):
        raise DondocError(
            f"Hạn trả lời mới ({closes_on:%d/%m/%Y}) trước khi kỳ số liệu kết thúc "
            f"({review.window_to:%d/%m/%Y})."
        )


def _log(
    session: Session,
    review: ReviewRound,
    action: str,
    details: dict[str, object],
    *,
    by: str,
    now: datetime,
) -> None:
    about = {"plan_id": review.plan_id, "period": review.period}
    audit(session, review, action, {**about, **details}, by=by, now=now)


def rounds_to_open(
    session: Session, as_of: date, plans: Sequence[Plan] | None = None
) -> list[tuple[Plan, str]]:
    """The plans, of `plans` or of all, with the code of each period whose round is still to be opened.

    Plans with work left, in the years that they cover (`report_calendar.due_periods`).
    """
    has_work = exists().where(
        col(Item.plan_id) == Plan.id,
        col(Task.item_id) == Item.id,
        col(Task.state) != TaskState.CANCELLED,
    )
    query = select(Plan).where(Plan.year <= as_of.year, Plan.end_year >= as_of.year - 1, has_work)
    chosen = None if plans is None else {plan.id for plan in plans}
    found = session.exec(query.order_by(col(Plan.id)))
    working = [plan for plan in found if chosen is None or plan.id in chosen]
    opened = set(session.exec(select(ReviewRound.plan_id, ReviewRound.period)).all())
    return [
        (plan, period.code)
        for plan, period in due_periods(session, working, as_of)
        if (plan.id, period.code) not in opened
    ]


def rounds_to_close(session: Session, as_of: date) -> list[ReviewRound]:
    """The open rounds whose last day to answer is over; a year's closes with its score (`year.stages`)."""
    query = (
        select(ReviewRound)
        .where(ReviewRound.stage == RoundStage.OPEN, ReviewRound.kind != RoundKind.YEAR)
        .where(col(ReviewRound.closes_on) < as_of)
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
