"""Closing a round by hand (chốt số liệu): what that would cut off is told first, and has to be confirmed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from config.errors import DondocError
from models import ReviewRound, RoundKind, RoundStage
from tasks_registry.auditing import audit
from tasks_registry.days.periods import parse_period
from tasks_registry.days.phases import FINAL, PHASE_NAMES, SELF_SCORE, usual_phases
from tasks_registry.days.working_days import load_calendar
from tasks_registry.holding import hold
from tasks_registry.rounds.sheets import NOT_HANDED_IN
from tasks_registry.rounds.snapshot import RoundOutcome, outcome

UNITS_NAMED = 3


def begin_closing(
    session: Session, review: ReviewRound, *, confirmed: bool, as_of: date, by: str, now: datetime
) -> bool:
    """Hold a round for closing it by hand; False where it is closed already.

    Where units lose time or an answer by it, `by` must have `confirmed` so: the audit trail keeps that, with
    what was cut off.

    Raises:
        DondocError: not confirmed; the line says what would be cut off.
    """
    if hold(session, review).stage is RoundStage.CLOSED:
        return False
    last_day, counts = _last_day(session, review), outcome(session, review)
    missing = [unit.unit for unit in counts.units if unit.stage in NOT_HANDED_IN]
    if as_of > last_day and not counts.unanswered and not missing:
        return True
    if not confirmed:
        told = f"{_when(review, as_of, last_day)}; {_lost(counts, missing)}"
        raise DondocError(f"{told}. Vẫn chốt thì thêm --confirm.")
    details = {
        "plan_id": review.plan_id,
        "period": review.period,
        "as_of": as_of.isoformat(),
        "last_day": last_day.isoformat(),
        "entries": counts.entries,
        "unanswered": counts.unanswered,
        "units_missing": len(missing),
    }
    audit(session, review, "confirm_closing", details, by=by, now=now)
    return True


def _last_day(session: Session, review: ReviewRound) -> date:
    """The last day to answer; of a year's round, of its last stage."""
    if review.kind is not RoundKind.YEAR:
        return review.closes_on
    phases = review.phases or usual_phases(review.closes_on, load_calendar(session))
    return date.fromisoformat(next(each["ends_on"] for each in phases if each["phase"] == FINAL))


def _when(review: ReviewRound, as_of: date, last_day: date) -> str:
    named = f"Đợt rà soát {review.id} ({parse_period(review.period).name})"
    if as_of > last_day:
        return f"{named} đã hết hạn ngày {last_day:%d/%m/%Y}"
    if review.kind is RoundKind.YEAR:
        phase = PHASE_NAMES[review.phase or SELF_SCORE]
        return f"{named} đang ở giai đoạn {phase}, sau ngày {last_day:%d/%m/%Y} mới công bố"
    return f"{named} còn nhận trả lời đến hết ngày {last_day:%d/%m/%Y}"


def _lost(counts: RoundOutcome, missing: Sequence[str]) -> str:
    """What is cut off, in words."""
    lost = []
    if counts.unanswered:
        lost.append(f"{counts.unanswered}/{counts.entries} mục chưa có trả lời")
    if missing:
        more = len(missing) - UNITS_NAMED
        names = "; ".join(missing[:UNITS_NAMED]) + (f"; và {more} đơn vị khác" if more > 0 else "")
        lost.append(f"{len(missing)} đơn vị chưa nộp phiếu ({names})")
    return "chốt bây giờ thì " + ", ".join(lost) if lost else "mọi mục đã trả lời, mọi phiếu đã nộp"
