"""Scoring (chấm điểm), pure: a criteria set, the marks given and the facts of the tracker → a score sheet.

Decimals only; every line is rounded once, and the total is the sum of its lines. Unknown is never 0: a line
without points stays without, and a sheet with such a line is not complete and has no level.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tasks_registry.criteria_form import (
    SHARES,
    CriterionForm,
    GroupForm,
    Kind,
    LevelForm,
    Method,
    NoEvidence,
    SetForm,
)
from tasks_registry.marks import Mark, check_points
from tasks_registry.points import number, points_text, rounded


@dataclass(frozen=True)
class Facts:
    """Counts of the tasks of a year.

    Of those `assigned`, `dated` have a due date, `done` are done and `late` are past their due date, done or
    not. `on_time` were done by their due date. `with_evidence` and `on_time_with_evidence` are those of
    `done` and `on_time` with evidence that stands.
    """

    assigned: int = 0
    dated: int = 0
    done: int = 0
    with_evidence: int = 0
    on_time: int = 0
    on_time_with_evidence: int = 0
    late: int = 0

    @property
    def without_evidence(self) -> int:
        """Done, but nothing shows it."""
        return self.done - self.with_evidence

    def as_dict(self) -> dict[str, int]:
        """The counts that a report shows."""
        shown = ("assigned", "done", "with_evidence", "on_time", "late", "without_evidence")
        return {name: getattr(self, name) for name in shown}


@dataclass(frozen=True)
class Line:
    """A criterion's points and why; `max_points` is what it could bring here, after spreading."""

    criterion: CriterionForm
    group: str
    max_points: Decimal | None
    points: Decimal | None
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether points of the total are still unknown here."""
        return self.criterion.counts and self.points is None and self.max_points != 0

    def as_dict(self) -> dict[str, Any]:
        """The line in JSON, points as numbers; `open` where points of the total are still unknown."""
        return {
            "code": self.criterion.code,
            "group": self.group,
            "name": self.criterion.name,
            "method": self.criterion.method.value,
            "max_points": number(self.max_points),
            "points": number(self.points),
            "open": self.is_open,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ScoreSheet:
    """The lines and what they come to.

    `total` is the sum of the known lines, None where none is known; `unknown_points` is what the open lines
    could still bring. `level` is None unless the sheet is complete; `note` then says why.
    """

    criteria_set: str
    lines: tuple[Line, ...]
    total: Decimal | None
    maximum: Decimal
    unknown_points: Decimal
    complete: bool
    level: str | None
    note: str
    facts: Facts


def score_sheet(form: SetForm, marks: Mapping[str, Mark], facts: Facts) -> ScoreSheet:
    """Score by `form`; `marks` are by the criterion's code, a criterion without one is not scored yet.

    Raises:
        DondocError: a mark is negative, over the criterion's maximum, or not what its method allows.
    """
    lines = tuple(line for group in form.groups for line in _group_lines(form, group, marks, facts))
    known = [line.points for line in lines if line.points is not None]
    total = sum(known, Decimal(0)) if known else None
    complete = total is not None and not any(line.is_open for line in lines)
    level, note = _level(form.levels, total if complete else None)
    return ScoreSheet(
        criteria_set=form.code,
        lines=lines,
        total=total,
        maximum=form.total,
        unknown_points=form.total - sum(map(_settled, lines), Decimal(0)),
        complete=complete,
        level=level,
        note=note,
        facts=facts,
    )


def _settled(line: Line) -> Decimal:
    counts = line.criterion.counts and line.points is not None
    return (counts and line.max_points) or Decimal(0)


def _level(levels: Sequence[LevelForm], total: Decimal | None) -> tuple[str | None, str]:
    """The highest level that `total` reaches, and what a reader must know of it."""
    if not levels:
        return None, "Bộ tiêu chí chưa có mức xếp loại."
    if total is None:
        return None, "Chưa xếp mức vì còn tiêu chí chưa có điểm."
    reached = [level for level in levels if level.reached(total)]
    if not reached:
        return None, f"Chưa đạt mức thấp nhất ({levels[0].name}, từ {points_text(levels[0].bound)} điểm)."
    condition = reached[-1].condition
    return reached[-1].name, f"Mức này còn kèm điều kiện: {condition}." if condition else ""


def _group_lines(form: SetForm, group: GroupForm, marks: Mapping[str, Mark], facts: Facts) -> list[Line]:
    maxima = _maxima(form, group, facts)
    lines = []
    for criterion in group.criteria:
        most = maxima[criterion.code]
        points, reason = _points(form, criterion, most, marks.get(criterion.code), facts)
        lines.append(Line(criterion, group.name, most, points, reason))
    return lines


def _maxima(form: SetForm, group: GroupForm, facts: Facts) -> dict[str, Decimal | None]:
    """The maximum of each criterion; that of a share of nothing goes to the rest of its group.

    Hải Phòng's QĐ 212/2025/QĐ-UBND brings what was not assigned back to the scale of its part. Where the rest
    of the group cannot take the points, they stay where they are.
    """
    maxima = {criterion.code: criterion.points for criterion in group.criteria}
    counting = [criterion for criterion in group.criteria if criterion.counts]
    idle = [c.code for c in counting if c.method in SHARES and not _share(form, c.method, facts)[1]]
    known = {c.code: c.points for c in counting if c.points is not None}
    rest = {code: points for code, points in known.items() if code not in idle and points}
    if not idle or not rest or len(known) < len(counting):
        return maxima
    pool = sum(known.values(), Decimal(0))
    return {**maxima, **dict.fromkeys(idle, Decimal(0)), **_apportioned(pool, rest, form.rounding)}


def _apportioned(pool: Decimal, weights: Mapping[str, Decimal], decimals: int) -> dict[str, Decimal]:
    """`pool` by weight, in steps of the rounding that add up to it; the largest remainders are raised."""
    step = Decimal(1).scaleb(-decimals)
    whole = sum(weights.values(), Decimal(0))
    exact = {code: pool * weight / whole for code, weight in weights.items()}
    parts = {code: value // step * step for code, value in exact.items()}
    by_remainder = sorted(parts, key=lambda code: (parts[code] - exact[code], code))
    for code in by_remainder[: int((pool - sum(parts.values())) / step)]:
        parts[code] += step
    return parts


def _points(
    form: SetForm, criterion: CriterionForm, most: Decimal | None, mark: Mark | None, facts: Facts
) -> tuple[Decimal | None, str]:
    if criterion.method is Method.WATCH:
        return None, "Chỉ theo dõi, không tính điểm."
    if criterion.points is None or most is None:
        return None, "Chưa có điểm tối đa."
    if criterion.method in SHARES:
        return _share_points(form, criterion.method, most, facts)
    if mark is None:
        return None, "Chưa chấm."
    return _marked_points(form, criterion, criterion.points, most, mark)


def _share(form: SetForm, method: Method, facts: Facts) -> tuple[int, int]:
    """What counts, and out of how many, for a method of the tracker."""
    strict = form.rules.no_evidence is NoEvidence.NOT_DONE
    if method is Method.ON_TIME_SHARE:
        return facts.on_time_with_evidence if strict else facts.on_time, facts.dated
    if method is Method.QUALITY_SHARE or strict:
        return facts.with_evidence, facts.assigned
    return facts.done, facts.assigned


SHARE_WORDS = {
    Method.DONE_SHARE: "nhiệm vụ hoàn thành",
    Method.QUALITY_SHARE: "nhiệm vụ hoàn thành có minh chứng",
    Method.ON_TIME_SHARE: "nhiệm vụ có hạn hoàn thành đúng hạn",
}
BARE_WORDS = {
    NoEvidence.NOT_DONE: "coi như chưa hoàn thành",
    NoEvidence.ZERO: "không tính chất lượng",
    NoEvidence.EXPLAIN: "cần giải trình",
}


def _share_points(form: SetForm, method: Method, most: Decimal, facts: Facts) -> tuple[Decimal | None, str]:
    count, base = _share(form, method, facts)
    if not base:
        spread = ", điểm chuyển cho các tiêu chí khác của nhóm" if most == 0 else ""
        return None, f"Không có nhiệm vụ để tính{spread}."
    reason = f"{count}/{base} {SHARE_WORDS[method]}"
    if facts.without_evidence:
        reason += f"; {facts.without_evidence} thiếu minh chứng, {BARE_WORDS[form.rules.no_evidence]}"
    return rounded(most * count / base, form.rounding), f"{reason}."


def _marked_points(
    form: SetForm, criterion: CriterionForm, full: Decimal, most: Decimal, mark: Mark
) -> tuple[Decimal, str]:
    """`most` differs from `full` where the criterion took over points of its group."""
    check_points(mark.points, f"tiêu chí {criterion.code}", full, criterion.method)
    if criterion.kind is Kind.PENALTY:
        return -rounded(mark.points, form.rounding), "Điểm trừ."
    unproven = criterion.evidence is not None and not mark.evidence
    if unproven and form.rules.no_evidence is not NoEvidence.EXPLAIN:
        return Decimal(0), "Không có minh chứng nên không tính điểm."
    points = rounded(mark.points * most / full if full else mark.points, form.rounding)
    return points, "Chưa có minh chứng, cần giải trình." if unproven else "Theo điểm chấm."
