"""What is settled for a whole plan: whether its units are scored each by itself."""

from datetime import datetime

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import AuditEntry, Plan, ReviewRound, RoundKind, RoundStage


def score_by_unit(session: Session, plan: Plan, on: bool, *, by: str, now: datetime) -> None:
    """Have each lead unit of `plan` scored by itself from now on, or the plan as a whole.

    Raises:
        DondocError: an annual review is open, which has asked the other way.
    """
    if plan.by_unit == on:
        return
    open_year = select(ReviewRound.period).where(
        ReviewRound.plan_id == plan.id,
        ReviewRound.kind == RoundKind.YEAR,
        ReviewRound.stage == RoundStage.OPEN,
    )
    period = session.exec(open_year.order_by(col(ReviewRound.period))).first()
    if period is not None:
        raise DondocError(f"Đợt đánh giá năm {period} của {plan.code} đang mở; hãy công bố xong rồi mới đổi.")
    plan.by_unit = on
    act = AuditEntry(
        at=now, actor=by, action="score_by_unit", subject="plan", subject_id=plan.id, details={"on": on}
    )
    session.add_all([plan, act])
    session.flush()
