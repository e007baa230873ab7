"""Marks (điểm do người chấm cho): what a criterion accepts, and what was declared turned into points."""

from dataclasses import dataclass
from decimal import Decimal

from config.errors import DondocError
from tasks_registry.criteria.form import WITH_COUNT, WITH_RATE, CriterionForm, Method
from tasks_registry.criteria.points import FINEST, points_text, rounded

HUNDRED = Decimal(100)
HIGHEST_COUNT = 99_999


@dataclass(frozen=True)
class Mark:
    """Points that a person gave a criterion, and how many documents stand behind them.

    `evidence` is None where they are taken as they were given, whatever stands behind them.
    """

    points: Decimal
    evidence: int | None = 0


def check_points(points: Decimal, subject: str, most: Decimal | None, method: Method) -> None:
    """Hold `points` to what `subject` (a criterion or task, in words) allows.

    Raises:
        DondocError: its maximum is not known, they are outside 0 to `most` (for plus and minus, outside
            -`most` to `most`) or too fine to be kept, or the method is all or nothing.
    """
    if most is None:
        raise DondocError(f"{subject} chưa có điểm tối đa nên chưa chấm được.")
    least = -most if method is Method.PLUS_MINUS else Decimal(0)
    if not points.is_finite() or not least <= points <= most:
        lower = points_text(least) if least else "0"
        raise DondocError(
            f"Điểm {points_text(points)} của {subject} nằm ngoài khoảng {lower}–{points_text(most)}."
        )
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
    if not rate.is_finite() or not 0 <= rate <= HUNDRED:
        raise DondocError(f"Tỷ lệ {points_text(rate)} của tiêu chí {criterion.code} nằm ngoài khoảng 0–100%.")
    most, threshold = _known_most(criterion), criterion.threshold or HUNDRED
    if rate >= threshold:
        return most
    if criterion.method is Method.ALL_OR_NOTHING:
        return Decimal(0)
    return rounded(most * rate / threshold, decimals)


def count_points(criterion: CriterionForm, count: Decimal, decimals: int) -> Decimal:
    """The points for so many events: `each` for one up to the maximum, or off the maximum down to nothing.

    Raises:
        DondocError: the criterion is not scored by a count, has no maximum, or no such count can be.
    """
    if criterion.method not in WITH_COUNT or criterion.each is None:
        raise DondocError(f"Tiêu chí {criterion.code} không chấm theo số lần; hãy nhập điểm.")
    if not count.is_finite() or count != count.to_integral_value() or not 0 <= count <= HIGHEST_COUNT:
        raise DondocError(
            f"Số lần {points_text(count)} của tiêu chí {criterion.code} phải là số nguyên không âm."
        )
    most = _known_most(criterion)
    counted = min(criterion.each * count, most)
    return rounded(counted if criterion.method is Method.COUNT else most - counted, decimals)


def _known_most(criterion: CriterionForm) -> Decimal:
    if criterion.points is None:
        raise DondocError(f"Tiêu chí {criterion.code} chưa có điểm tối đa nên chưa chấm được.")
    return criterion.points
