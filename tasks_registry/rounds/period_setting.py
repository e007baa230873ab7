"""Setting a period of a plan's calendar (kỳ báo cáo) before its round opens, and what cannot be set."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlmodel import Session, select

from config.errors import DondocError
from models import Plan, ReportPeriod, ReviewRound
from tasks_registry.auditing import audit
from tasks_registry.days.periods import parse_period
from tasks_registry.rounds.report_calendar import kept_period, periods_of

MOST_REMINDERS, EARLIEST_REMINDER = 10, 60


@dataclass(frozen=True)
class Change:
    """What is to be set in a period; None leaves it. `remind`: working days before the last day to answer."""

    window_from: date | None = None
    window_to: date | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    remind: tuple[int, ...] | None = None


def set_period(
    session: Session, plan: Plan, code: str, change: Change, *, by: str, now: datetime
) -> ReportPeriod:
    """Set a period that has not been opened yet; without anything to set it is taken into the calendar.

    Raises:
        DondocError: as `period_of`; its round is there; days out of order; figures of a day that counts in
            another period of the same kind too; or reminders that cannot be.
    """
    period = kept_period(session, plan, code)
    _require_unopened(session, period)
    before = _as_json(period)
    given = {each.name: getattr(change, each.name) for each in fields(change)}
    values = {name: value for name, value in given.items() if value is not None}
    if change.remind is not None:
        values["remind"] = sorted(set(change.remind), reverse=True)
    wanted = ReportPeriod(**{**period.model_dump(), **values})
    _require_sense(wanted)
    _require_own_days(session, plan, wanted)
    for name, value in values.items():
        setattr(period, name, value)
    details = {"before": before, "after": _as_json(period)}
    audit(session, period, "set_period", details, by=by, now=now)
    return period


def _as_json(period: ReportPeriod) -> dict[str, object]:
    return period.model_dump(mode="json", exclude={"id", "plan_id", "kind"})


def _require_unopened(session: Session, period: ReportPeriod) -> None:
    query = select(ReviewRound.id).where(
        ReviewRound.plan_id == period.plan_id, ReviewRound.period == period.code
    )
    found = session.exec(query).first()
    if found is not None:
        raise DondocError(
            f"Đợt rà soát {parse_period(period.code).name} đã mở (đợt {found}) nên không đổi kỳ được nữa."
        )


def _require_sense(period: ReportPeriod) -> None:
    if period.window_to < period.window_from:
        raise DondocError(
            f"Kỳ số liệu kết thúc ({period.window_to:%d/%m/%Y}) trước khi bắt đầu "
            f"({period.window_from:%d/%m/%Y})."
        )
    if period.closes_on < period.opens_on:
        raise DondocError(
            f"Hạn trả lời ({period.closes_on:%d/%m/%Y}) trước ngày mở đợt ({period.opens_on:%d/%m/%Y})."
        )
    if period.closes_on < period.window_to:
        raise DondocError(
            f"Hạn trả lời ({period.closes_on:%d/%m/%Y}) trước khi kỳ số liệu kết thúc "
            f"({period.window_to:%d/%m/%Y})."
        )
    if len(period.remind) > MOST_REMINDERS or not all(1 <= n <= EARLIEST_REMINDER for n in period.remind):
        raise DondocError(
            f"Ngày nhắc là số ngày làm việc trước hạn trả lời, từ 1 đến {EARLIEST_REMINDER}, nhiều nhất "
            f"{MOST_REMINDERS} lần; ví dụ 3,1."
        )


def _require_own_days(session: Session, plan: Plan, period: ReportPeriod) -> None:
    """No day counts in two periods of one kind: what was done on it would be reported twice."""
    year = parse_period(period.code).year
    for near in (year - 1, year, year + 1):
        for other in periods_of(session, plan, near):
            if other.kind is not period.kind or other.code == period.code:
                continue
            if other.window_from <= period.window_to and period.window_from <= other.window_to:
                raise DondocError(
                    f"Kỳ số liệu trùng với {parse_period(other.code).name} ({other.window_from:%d/%m/%Y} – "
                    f"{other.window_to:%d/%m/%Y}); hãy sửa kỳ đó trước."
                )
