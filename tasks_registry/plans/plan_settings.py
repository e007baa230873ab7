"""What is settled for a whole plan: whether each unit is scored by itself, and work without evidence."""

from datetime import datetime

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Plan, ReviewRound, RoundKind, RoundStage
from tasks_registry.auditing import audit


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
    audit(session, plan, "score_by_unit", {"on": on}, by=by, now=now)


def set_evidence_rule(session: Session, plan: Plan, rule: str | None, *, by: str, now: datetime) -> None:
    """What happens to `plan`'s work without evidence (`NoEvidence`); None: what the criteria set says."""
    before, plan.no_evidence = plan.no_evidence, rule
    audit(session, plan, "evidence_rule", {"before": before, "after": rule}, by=by, now=now)
