"""Marks (điểm do người chấm cho): what a criterion accepts, and a declared rate turned into points."""

from dataclasses import dataclass
from decimal import Decimal

from config.errors import DondocError
from tasks_registry.criteria_form import WITH_RATE, CriterionForm, Method
from tasks_registry.points import FINEST, points_text, rounded

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Mark:
    """Points that a person gave a criterion, and whether evidence stands behind them."""

    points: Decimal
    evidence: bool = False


def check_points(points: Decimal, subject: str, most: Decimal | None, method: Method) -> None:
    """Hold `points` to what `subject` (a criterion or task, in words) allows.

    Raises:
        DondocError: its maximum is not known, they are outside 0 to `most` or too fine to be kept, or the
            method is all or nothing.
    """
    if most is None:
        raise DondocError(f"{subject} chưa có điểm tối đa nên chưa chấm được.")
    if not points.is_finite() or not 0 <= points <= most:
        raise DondocError(f"Điểm {points} của {subject} nằm ngoài khoảng 0–{points_text(most)}.")
    if points != rounded(points, FINEST):
        raise DondocError(f"Điểm của {subject} có quá {FINEST} chữ số thập phân.")
    if method in (Method.YES_NO, Method.ALL_OR_NOTHING) and points not in (0, most):
        raise DondocError(f"{subject} chỉ nhận 0 hoặc {points_text(most)} điểm.")


def rate_points(criterion: CriterionForm, rate: Decimal, decimals: int) -> Decimal:
    """The points for a declared rate in percent, rounded to the set's decimals.

    From the threshold on (100 where there is none) they are full; below it in proportion to it, or none where
    the criterion is all or nothing (QĐ 766/QĐ-TTg as scored on the national portal).

    Raises:
        DondocError: the criterion is not scored by a rate, has no maximum, or the rate is outside 0–100.
    """
    if criterion.method not in WITH_RATE:
        raise DondocError(f"Tiêu chí {criterion.code} không chấm theo tỷ lệ; hãy nhập điểm.")
    if criterion.points is None:
        raise DondocError(f"Tiêu chí {criterion.code} chưa có điểm tối đa nên chưa chấm được.")
    if not rate.is_finite() or not 0 <= rate <= HUNDRED:
        raise DondocError(f"Tỷ lệ {rate} của tiêu chí {criterion.code} nằm ngoài khoảng 0–100%.")
    threshold = criterion.threshold or HUNDRED
    if rate >= threshold:
        return criterion.points
    if criterion.method is Method.ALL_OR_NOTHING:
        return Decimal(0)
    return rounded(criterion.points * rate / threshold, decimals)
