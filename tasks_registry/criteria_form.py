"""The form of a criteria set (bộ tiêu chí) in YAML, held to its rules; docs/criteria.md describes it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.errors import DondocError

Text = Annotated[str, Field(min_length=1)]
Points = Annotated[Decimal, Field(ge=0, le=99_999, decimal_places=4)]
Percent = Annotated[Decimal, Field(gt=0, le=100)]


class Method(StrEnum):
    """How a criterion gets its points."""

    MANUAL = "manual"  # any points up to the maximum, given by a person
    YES_NO = "yes_no"  # the maximum or nothing
    RATIO = "ratio"  # by a declared rate, full from the threshold on
    ALL_OR_NOTHING = "all_or_nothing"  # by a declared rate: nothing below the threshold
    DONE_SHARE = "done_share"  # from the tracker: done / assigned
    QUALITY_SHARE = "quality_share"  # from the tracker: done with evidence that stands / assigned
    ON_TIME_SHARE = "on_time_share"  # from the tracker: done on time / assigned with a deadline
    WATCH = "watch"  # shown, never scored


MARKED = frozenset({Method.MANUAL, Method.YES_NO, Method.RATIO, Method.ALL_OR_NOTHING})
SHARES = frozenset({Method.DONE_SHARE, Method.QUALITY_SHARE, Method.ON_TIME_SHARE})
WITH_RATE = frozenset({Method.RATIO, Method.ALL_OR_NOTHING})


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


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


class CriterionForm(_Form):
    """One criterion; `points` None means that nobody knows its maximum."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: Text
    points: Points | None
    method: Method
    kind: Kind = Kind.ORDINARY
    threshold: Percent | None = None
    evidence: Text | None = None
    note: Text | None = None

    @property
    def counts(self) -> bool:
        """Whether its points are part of the set's total."""
        return self.kind is Kind.ORDINARY and self.method is not Method.WATCH

    @model_validator(mode="after")
    def _threshold_belongs_to_a_rate(self) -> Self:
        if self.threshold is not None and self.method not in WITH_RATE:
            raise ValueError(f"tiêu chí {self.code}: threshold chỉ dùng với ratio hoặc all_or_nothing")
        return self


class GroupForm(_Form):
    """Criteria that belong together; points that cannot be scored are spread within the group."""

    name: Text
    points: Points | None = None
    criteria: Annotated[tuple[CriterionForm, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        if self.points is not None:
            _require_sum(f"nhóm '{self.name}'", self.points, self.criteria)
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
        """Whether `total` is high enough."""
        return total > self.above if self.above is not None else total >= self.bound

    @model_validator(mode="after")
    def _one_lower_bound(self) -> Self:
        if (self.lower is None) == (self.above is None):
            raise ValueError(f"mức '{self.name}': cần đúng một trong hai: from hoặc above")
        if self.to < self.bound:
            raise ValueError(f"mức '{self.name}': to nhỏ hơn điểm đầu")
        return self


class Rules(_Form):
    """Rules of the whole set."""

    no_evidence: NoEvidence = NoEvidence.NOT_DONE


class SetForm(_Form):
    """A whole set. `total` is what its ordinary criteria add up to; `rounding` is in decimals."""

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
    levels: tuple[LevelForm, ...] = ()
    notes: tuple[Text, ...] = ()
    groups: Annotated[tuple[GroupForm, ...], Field(min_length=1)]

    def criteria(self) -> Iterator[CriterionForm]:
        """All criteria, in their order."""
        return (criterion for group in self.groups for criterion in group.criteria)

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        repeated = [code for code, times in Counter(c.code for c in self.criteria()).items() if times > 1]
        if repeated:
            raise ValueError(f"mã tiêu chí bị trùng: {', '.join(repeated)}")
        return self

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        _require_sum("total", self.total, tuple(self.criteria()))
        for criterion in self.criteria():
            if -int((criterion.points or Decimal(0)).normalize().as_tuple().exponent) > self.rounding:
                raise ValueError(
                    f"tiêu chí {criterion.code}: điểm lẻ hơn mức làm tròn ({self.rounding} chữ số)"
                )
        return self

    @model_validator(mode="after")
    def _levels_follow_on(self) -> Self:
        for lower, upper in zip(self.levels, self.levels[1:], strict=False):
            if lower.to != upper.bound:
                raise ValueError(f"mức '{upper.name}' phải bắt đầu từ {lower.to}, nơi mức '{lower.name}' hết")
        return self


def _require_sum(place: str, stated: Decimal, criteria: tuple[CriterionForm, ...]) -> None:
    counted = [criterion.points for criterion in criteria if criterion.counts]
    known = sum((points for points in counted if points is not None), Decimal(0))
    if known > stated or (None not in counted and known != stated):
        raise ValueError(f"{place} ghi {stated} điểm nhưng các tiêu chí cộng lại được {known} điểm")


def read_form(text: str, name: str) -> SetForm:
    """The set that YAML `text` describes; `name` tells a person which file it was.

    Raises:
        DondocError: not YAML, or not by the form; the line names the place.
    """
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" ở dòng {mark.line + 1}" if mark else ""
        raise DondocError(f"Bộ tiêu chí {name} không phải là YAML đúng{place}.") from None
    return checked_form(document, name)


def checked_form(document: object, name: str) -> SetForm:
    """The set that plain data describes.

    Raises:
        DondocError: not by the form; the line names the place.
    """
    if not isinstance(document, dict):
        raise DondocError(f"Bộ tiêu chí {name} phải là một bảng các trường (code, title, total, groups, …).")
    try:
        return SetForm.model_validate(document)
    except ValidationError as error:
        raise DondocError(f"Bộ tiêu chí {name}: {_reason(error.errors()[0])}.") from None


def read_form_file(path: Path) -> SetForm:
    """The set in a YAML file.

    Raises:
        DondocError: the file cannot be read, or is not by the form.
    """
    try:
        return read_form(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        raise DondocError(f"Không đọc được tệp bộ tiêu chí {path}; kiểm tra đường dẫn và mã UTF-8.") from None


PLACES = {"groups": "nhóm", "criteria": "tiêu chí", "levels": "mức", "notes": "ghi chú"}
REASONS = {
    "missing": "thiếu trường này",
    "extra_forbidden": "trường này không có trong mẫu",
    "string_type": "phải là chữ (đặt trong dấu nháy)",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và dấu gạch nối",
}


def _reason(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    place = " ".join(
        f"{part + 1}," if isinstance(part, int) else PLACES.get(part, part) for part in error["loc"]
    )
    expected = error.get("ctx", {}).get("expected")
    reason = REASONS.get(error["type"]) or (
        f"giá trị '{str(error['input'])[:60]}' không hợp lệ" + (f" (chỉ nhận {expected})" if expected else "")
    )
    return f"{place}: {reason}"
