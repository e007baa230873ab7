"""What follows the units' own points in an annual review: appraised points (thẩm định), the unit's
explanation (giải trình), final points (chốt điểm). Each has its stage, its reason and its trace."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from config.errors import DondocError
from models import Criterion, ReviewEntry, RoundKind
from tasks_registry.auditing import audit
from tasks_registry.criteria.form import Method
from tasks_registry.criteria.marks import check_points
from tasks_registry.criteria.points import number
from tasks_registry.days.phases import APPRAISAL, EXPLANATION, FINAL, require_phase
from tasks_registry.holding import hold_in_round
from tasks_registry.plain_text import one_line, paragraphs


def appraise(
    session: Session, entry: ReviewEntry, points: Decimal, *, why: str, by: str, now: datetime
) -> ReviewEntry:
    """Give an entry the appraisers' points; a reason is owed where they differ from the unit's own.

    Raises:
        DondocError: not at this stage, not a criterion, points that do not fit, or no reason.
    """
    _require(session, entry, APPRAISAL, "thẩm định")
    _check(session, entry, points)
    reason = one_line(why)
    if points != entry.self_score and not reason:
        raise DondocError("Điểm thẩm định khác điểm tự chấm: cần nêu lý do (--why).")
    before = entry.appraised_score
    entry.appraised_score, entry.appraised_reason = points, reason
    told = {"before": number(before), "points": number(points)}
    audit(session, entry, "appraise", told, by=by, now=now)
    return entry


def explain(session: Session, entry: ReviewEntry, text: str, *, by: str, now: datetime) -> ReviewEntry:
    """Keep the unit's explanation of an entry; a later one takes its place.

    Raises:
        DondocError: not at this stage, not a criterion, or nothing is said.
    """
    _require(session, entry, EXPLANATION, "giải trình")
    said = paragraphs(text)
    if not said:
        raise DondocError("Cần ghi nội dung giải trình.")
    entry.explanation = said
    audit(session, entry, "explain", {"text": said}, by=by, now=now)
    return entry


def finalise(
    session: Session, entry: ReviewEntry, points: Decimal, *, why: str, by: str, now: datetime
) -> ReviewEntry:
    """Give an entry the points that stand in the end; a reason is owed where they differ from the appraised.

    Raises:
        DondocError: not at this stage, not a criterion, points that do not fit, or no reason.
    """
    _require(session, entry, FINAL, "chốt điểm")
    _check(session, entry, points)
    reason = one_line(why)
    appraised = entry.self_score if entry.appraised_score is None else entry.appraised_score
    if points != appraised and not reason:
        raise DondocError("Điểm chốt khác điểm thẩm định: cần nêu lý do (--why).")
    before = entry.final_score
    entry.final_score = points
    told = {"before": number(before), "points": number(points), "why": reason}
    if reason:
        first = entry.appraised_reason.partition("\n")[0]
        entry.appraised_reason = f"{first}\nKết luận: {reason}".strip()
    audit(session, entry, "finalise", told, by=by, now=now)
    return entry


def _require(session: Session, entry: ReviewEntry, phase: str, what: str) -> None:
    review = hold_in_round(session, entry)  # the next stage waits for this act, or the act sees it begun
    if review.kind is not RoundKind.YEAR or entry.criterion_id is None:
        raise DondocError(f"Mục {entry.id} không phải là tiêu chí của đợt đánh giá năm.")
    require_phase(review, phase, what)


def _check(session: Session, entry: ReviewEntry, points: Decimal) -> None:
    criterion = session.get_one(Criterion, entry.criterion_id)
    check_points(points, f"tiêu chí {criterion.code}", criterion.max_points, Method(criterion.method))
