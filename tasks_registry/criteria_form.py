"""The form of a criteria set (bộ tiêu chí), held to its rules; docs/criteria.md describes it.

`criteria_reading` makes it of a YAML file and tells on which lines a file is wrong.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator


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
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


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
        return self.kind is Kind.ORDINARY and self.method not in (Method.WATCH, Method.PLUS_MINUS)

    @model_validator(mode="after")
    def _fields_fit_the_method(self) -> Self:
        if self.threshold is not None and self.method not in WITH_RATE:
            raise ValueError(f"tiêu chí {self.code}: threshold chỉ dùng với ratio hoặc all_or_nothing")
        if (self.each is not None) != (self.method in WITH_COUNT):
            raise ValueError(f"tiêu chí {self.code}: each (điểm mỗi lần) đi cùng count hoặc deduction")
        if self.method is Method.PLUS_MINUS and self.kind is not Kind.ORDINARY:
            raise ValueError(f"tiêu chí {self.code}: plus_minus đã gồm thưởng và trừ nên không ghi kind")
        return self


class Limits(_Form):
    """The most that bonus and penalty lines may come to together (trần điểm thưởng, điểm trừ)."""

    bonus: Points | None = None
    penalty: Points | None = None


class GroupForm(Limits):
    """Criteria that belong together; points that cannot be scored are spread within the group."""

    name: Text
    points: Points | None = None
    criteria: Annotated[tuple[CriterionForm, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        if self.points is not None:
            require_sum(f"nhóm '{self.name}'", self.points, self.criteria)
        return self


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

    @model_validator(mode="after")
    def _one_lower_bound(self) -> Self:
        if (self.lower is None) == (self.above is None):
            raise ValueError(f"mức '{self.name}': cần đúng một trong hai: from hoặc above")
        if self.to < self.bound:
            raise ValueError(f"mức '{self.name}': to nhỏ hơn điểm đầu")
        return self


class ConditionForm(_Form):
    """A condition that fails the whole result, or lets it be no better than `level`."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    name: Text
    effect: Effect
    level: Text | None = None
    when: When = When.DECLARED
    share: Share | None = None

    @model_validator(mode="after")
    def _fields_go_together(self) -> Self:
        if (self.effect is Effect.CAP) != (self.level is not None):
            raise ValueError(f"điều kiện {self.code}: level đi cùng effect: cap")
        if (self.when is When.BELOW_SHARE) != (self.share is not None):
            raise ValueError(f"điều kiện {self.code}: share (phần trăm) đi cùng when: below_share")
        return self


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

    @field_validator("levels")
    @classmethod
    def _levels_follow_on(cls, levels: tuple[LevelForm, ...]) -> tuple[LevelForm, ...]:
        for lower, upper in pairwise(levels):
            if lower.to != upper.bound:
                raise ValueError(f"mức '{upper.name}' phải bắt đầu từ {lower.to}, nơi mức '{lower.name}' hết")
        _require_unlike("tên mức", [level.name for level in levels])
        return levels

    @field_validator("conditions")
    @classmethod
    def _conditions_differ(cls, conditions: tuple[ConditionForm, ...]) -> tuple[ConditionForm, ...]:
        _require_unlike("mã điều kiện", [condition.code for condition in conditions])
        return conditions

    @field_validator("groups")
    @classmethod
    def _codes_differ(cls, groups: tuple[GroupForm, ...]) -> tuple[GroupForm, ...]:
        _require_unlike("mã tiêu chí", [each.code for group in groups for each in group.criteria])
        return groups

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        require_sum("total", self.total, tuple(self.criteria()))
        for criterion in self.criteria():
            if -int((criterion.points or Decimal(0)).normalize().as_tuple().exponent) > self.rounding:
                raise ValueError(
                    f"tiêu chí {criterion.code}: điểm lẻ hơn mức làm tròn ({self.rounding} chữ số)"
                )
        return self

    @model_validator(mode="after")
    def _levels_are_known(self) -> Self:
        known = {level.name for level in self.levels}
        asked = [condition.level for condition in self.conditions if condition.level]
        for name in asked + [target.level for target in self.targets]:
            if name not in known:
                raise ValueError(f"không có mức '{name}' trong levels")
        return self


def _require_unlike(what: str, names: list[str]) -> None:
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        raise ValueError(f"{what} bị trùng: {', '.join(repeated)}")


def require_sum(place: str, stated: Decimal, criteria: tuple[CriterionForm, ...]) -> None:
    """Hold what is stated to what the criteria come to, as far as their points are known."""
    counted = [criterion.points for criterion in criteria if criterion.counts]
    known = sum((points for points in counted if points is not None), Decimal(0))
    if known > stated or (None not in counted and known != stated):
        raise ValueError(f"{place} ghi {stated} điểm nhưng các tiêu chí cộng lại được {known} điểm")
