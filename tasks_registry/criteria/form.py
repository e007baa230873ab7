"""The form of a criteria set (bộ tiêu chí); docs/criteria.md describes it.

`form_reading` makes it, holds it to `form_rules`, and tells on which lines a file is wrong.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _with_comma(value: Any) -> Any:
    return value.replace(",", ".", 1) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Points = Annotated[Decimal, BeforeValidator(_with_comma), Field(ge=0, le=99_999, decimal_places=4)]
Share = Annotated[Decimal, BeforeValidator(_with_comma), Field(gt=0, le=100)]


class Method(StrEnum):
    """How a criterion gets its points."""

    MANUAL = "manual"  # any points up to the maximum, given by a person
    YES_NO = "yes_no"  # the maximum or nothing
    RATIO = "ratio"  # by a declared rate, full from the threshold on
    ALL_OR_NOTHING = "all_or_nothing"  # by a declared rate: nothing below the threshold
    COUNT = "count"  # by a declared count: so many points each, up to the maximum
    DEDUCTION = "deduction"  # by a declared count: so many points off the maximum each, down to nothing
    PLUS_MINUS = "plus_minus"  # given by a person, from minus the maximum to the maximum, beside the total
    DONE_SHARE = "done_share"  # from the tracker: done / assigned
    QUALITY_SHARE = "quality_share"  # from the tracker: done with evidence that stands / assigned
    ON_TIME_SHARE = "on_time_share"  # from the tracker: done on time / assigned with a deadline
    WATCH = "watch"  # shown, never scored


SHARES = frozenset({Method.DONE_SHARE, Method.QUALITY_SHARE, Method.ON_TIME_SHARE})
UNCOUNTED = frozenset({Method.WATCH, Method.PLUS_MINUS})  # beside the total
MARKED = frozenset(Method) - SHARES - {Method.WATCH}
WITH_RATE = frozenset({Method.RATIO, Method.ALL_OR_NOTHING})
WITH_COUNT = frozenset({Method.COUNT, Method.DEDUCTION})


class Kind(StrEnum):
    """Whether the points are part of the total, come on top, or are taken off."""

    ORDINARY = "ordinary"
    BONUS = "bonus"
    PENALTY = "penalty"


class NoEvidence(StrEnum):
    """What becomes of work for which no evidence stands (docs/criteria.md, "Không có minh chứng")."""

    NOT_DONE = "not_done"
    ZERO = "zero"
    EXPLAIN = "explain"
    GRADE_DOWN = "grade_down"  # not done, and one level lower (duc-pho-2022)


class Effect(StrEnum):
    """What a condition does to the level: never more than this."""

    FAIL = "fail"
    CAP = "cap"


class When(StrEnum):
    """What a condition looks at; all but `declared` are computed."""

    DECLARED = "declared"  # a fact of the year that somebody declared
    NOT_SELF_SCORED = "not_self_scored"
    CRITERION_AT_ZERO = "criterion_at_zero"
    BELOW_SHARE = "below_share"  # a criterion under `share` percent of its maximum
    NOT_ALL_ON_TIME = "not_all_on_time"  # a task with a deadline that was not done by it


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CriterionForm(_Form):
    """One criterion; `points` None means that nobody knows its maximum. `each`: points for one event."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: Text
    points: Points | None
    method: Method
    kind: Kind = Kind.ORDINARY
    threshold: Share | None = None
    each: Annotated[Points, Field(gt=0)] | None = None
    evidence: Text | None = None
    note: Text | None = None

    @property
    def counts(self) -> bool:
        """Whether its points are part of the set's total."""
        return self.kind is Kind.ORDINARY and self.method not in UNCOUNTED


class Limits(_Form):
    """The most that bonus and penalty lines may come to together (trần điểm thưởng, điểm trừ)."""

    bonus: Points | None = None
    penalty: Points | None = None


class GroupForm(Limits):
    """Criteria that belong together; points that cannot be scored are spread within the group."""

    name: Text
    points: Points | None = None
    criteria: Annotated[tuple[CriterionForm, ...], Field(min_length=1)]


class LevelForm(_Form):
    """A level (mức độ, xếp loại): from `from`, or from just above `above`, up to the next one."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    lower: Points | None = Field(default=None, alias="from")
    above: Points | None = None
    to: Points
    condition: Text | None = None

    @property
    def bound(self) -> Decimal:
        """The lower bound, of the level or just outside it."""
        return self.lower if self.lower is not None else self.above or Decimal(0)

    def reached(self, total: Decimal) -> bool:
        """Whether `total` is high enough; below nothing is still the level that begins with nothing."""
        return total > self.above if self.above is not None else total >= self.bound or not self.bound


class ConditionForm(_Form):
    """A condition that fails the whole result, or lets it be no better than `level`."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    name: Text
    effect: Effect
    level: Text | None = None
    when: When = When.DECLARED
    share: Share | None = None


class YearTarget(_Form):
    """The level that an office sets itself for a year (mức độ phấn đấu)."""

    year: Annotated[int, Field(ge=1900, le=2100)]
    level: Text


class Rules(_Form):
    """Rules of the whole set."""

    no_evidence: NoEvidence = NoEvidence.NOT_DONE


class SetForm(_Form):
    """A whole set. `total` is what its ordinary criteria add up to; `rounding` is in decimals, half up."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    title: Text
    authority: Text | None = None
    number: Text | None = None
    issued: date | None = None
    source: Text
    applies_to: Text | None = None
    total: Points
    rounding: Annotated[int, Field(ge=0, le=4)] = 2
    rules: Rules = Rules()
    limits: Limits = Limits()
    levels: tuple[LevelForm, ...] = ()
    conditions: tuple[ConditionForm, ...] = ()
    targets: tuple[YearTarget, ...] = ()
    notes: tuple[Text, ...] = ()
    groups: Annotated[tuple[GroupForm, ...], Field(min_length=1)]

    def criteria(self) -> Iterator[CriterionForm]:
        """All criteria, in their order."""
        return (criterion for group in self.groups for criterion in group.criteria)
