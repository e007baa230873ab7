"""Facts of a year that only people know (a leader was disciplined, …): declared, kept with who said it.

They are kept in the year's round by the code of a condition, or of a criterion of which nothing was assigned;
with "@" and the unit's code where they are of one unit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from sqlmodel import Session

from config.errors import DondocError
from models import ReviewRound, RoundStage, Unit
from tasks_registry.auditing import audit
from tasks_registry.criteria.form import SHARES, ConditionForm, Method, SetForm, When
from tasks_registry.criteria.levels import Known
from tasks_registry.days.phases import self_scoring
from tasks_registry.holding import hold

YES, NO, NOT_ASSIGNED = "yes", "no", "not_assigned"
WORDS: Mapping[str, str] = MappingProxyType({YES: "có", NO: "không", NOT_ASSIGNED: "không được giao"})


def known_of(review: ReviewRound | None, unit: str | None, self_scores: Sequence[Decimal | None]) -> Known:
    """What is known of a unit's year (of the whole plan's: None) beside its points.

    A fact that was declared without a unit holds for each of them, until it is declared for one.
    """
    if review is None:
        return Known()
    general = {code: each["value"] for code, each in review.facts.items() if "@" not in code}
    own = {
        code.partition("@")[0]: each["value"]
        for code, each in review.facts.items()
        if unit is not None and code.partition("@")[2] == unit
    }
    said = {**general, **own}
    is_over = review.stage is RoundStage.CLOSED or not self_scoring(review)
    scored = any(score is not None for score in self_scores)
    return Known(
        declared={code: value == YES for code, value in said.items() if value in (YES, NO)},
        not_assigned=frozenset(code for code, value in said.items() if value == NOT_ASSIGNED),
        self_scored=scored if is_over and self_scores else None,
    )


def declare(
    session: Session,
    review: ReviewRound,
    form: SetForm,
    code: str,
    value: str,
    *,
    unit: Unit | None = None,
    by: str,
    now: datetime,
) -> None:
    """Keep a fact of the year: a condition of the set that holds or not, a criterion of which nothing was
    assigned (`value` NOT_ASSIGNED; NO takes that back). A later word takes the place of an earlier one.

    Raises:
        DondocError: the review is closed, or the set has no such condition or criterion.
    """
    hold(session, review)  # two who declare at once both keep their word
    if review.stage is RoundStage.CLOSED:
        raise DondocError("Đợt đánh giá năm đã công bố nên không khai thêm được nữa.")
    _require_askable(form, code, value)
    key = f"{code}@{unit.code}" if unit else code
    said = {"value": value, "by": by, "at": now.isoformat()}
    before = review.facts.get(key, {}).get("value")
    review.facts = {**review.facts, key: said}
    details = {"code": key, "value": value, "before": before}
    audit(session, review, "declare_fact", details, by=by, now=now)


def askable(form: SetForm) -> list[ConditionForm]:
    """The conditions that somebody has to declare."""
    return [each for each in form.conditions if each.when is When.DECLARED]


def _require_askable(form: SetForm, code: str, value: str) -> None:
    conditions = [each.code for each in askable(form)]
    criteria = [each.code for each in form.criteria() if each.method not in SHARES | {Method.WATCH}]
    fitting = criteria if value == NOT_ASSIGNED else conditions + criteria * (value == NO)
    if code not in fitting:
        known = ", ".join(criteria if value == NOT_ASSIGNED else conditions) or "không có"
        raise DondocError(f"Bộ tiêu chí {form.code} không có mã '{code}' để khai như vậy; các mã: {known}.")
