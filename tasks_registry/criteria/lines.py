"""The lines of a score sheet, pure: what each criterion comes to, and why.

Decimals only; every line is rounded once. Unknown is never 0: a line without points stays without.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tasks_registry.criteria.form import (
    SHARES,
    CriterionForm,
    GroupForm,
    Kind,
    Limits,
    Method,
    NoEvidence,
    SetForm,
)
from tasks_registry.criteria.marks import Mark, check_points
from tasks_registry.criteria.points import number, points_text, rounded

STRICT = frozenset({NoEvidence.NOT_DONE, NoEvidence.GRADE_DOWN})


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
    """A criterion's points and why; `max_points` is what it could bring here, after spreading.

    `lacking`: it was said to be done, and no evidence stands for it (or for some of its tasks).
    """

    criterion: CriterionForm
    group: str
    max_points: Decimal | None
    points: Decimal | None
    reason: str
    lacking: bool = False

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
            "kind": self.criterion.kind.value,
            "max_points": number(self.max_points),
            "points": number(self.points),
            "open": self.is_open,
            "reason": self.reason,
        }


class Tracked:
    """The facts of each criterion: those of its own tasks where it is linked to items, else of all.

    `not_assigned`: the codes of criteria of which nothing was assigned this year, as somebody declared.
    """

    def __init__(self, facts: Facts, linked: Mapping[str, Facts], not_assigned: Collection[str] = ()) -> None:
        self._all, self._linked, self._not_assigned = facts, linked, not_assigned

    def of(self, criterion: CriterionForm) -> Facts:
        """The facts that `criterion` is computed from."""
        return self._linked.get(criterion.code, self._all)

    def is_idle(self, form: SetForm, criterion: CriterionForm) -> bool:
        """Whether there is nothing that the criterion could be scored by."""
        if criterion.code in self._not_assigned:
            return True
        return criterion.method in SHARES and not share(form, criterion.method, self.of(criterion))[1]


def score_lines(form: SetForm, marks: Mapping[str, Mark], tracked: Tracked) -> tuple[Line, ...]:
    """A line for each criterion of the set, in its order, within the ceilings of groups and set.

    Raises:
        DondocError: a mark is outside what its criterion allows.
    """
    lines: list[Line] = []
    for group in form.groups:
        maxima = _maxima(form, group, tracked)
        made = [_line(form, group.name, each, maxima[each.code], marks, tracked) for each in group.criteria]
        lines += _within(made, group, form.rounding)
    return tuple(_within(lines, form.limits, form.rounding))


def share(form: SetForm, method: Method, facts: Facts) -> tuple[int, int]:
    """What counts, and out of how many, for a method of the tracker."""
    strict = form.rules.no_evidence in STRICT
    if method is Method.ON_TIME_SHARE:
        return facts.on_time_with_evidence if strict else facts.on_time, facts.dated
    if method is Method.QUALITY_SHARE or strict:
        return facts.with_evidence, facts.assigned
    return facts.done, facts.assigned


def _maxima(form: SetForm, group: GroupForm, tracked: Tracked) -> dict[str, Decimal | None]:
    """The maximum of each criterion; that of one that is idle goes to the rest of its group.

    Hải Phòng's QĐ 212/2025/QĐ-UBND brings what was not assigned back to the scale of its part. Where the rest
    of the group cannot take the points, they stay where they are.
    """
    maxima = {criterion.code: criterion.points for criterion in group.criteria}
    counting = [criterion for criterion in group.criteria if criterion.counts]
    idle = [criterion.code for criterion in counting if tracked.is_idle(form, criterion)]
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


def _within(lines: Sequence[Line], limits: Limits, decimals: int) -> list[Line]:
    """`lines` with what comes on top, and what is taken off, cut to their ceilings by proportion."""
    cut: dict[str, Decimal] = {}
    for ceiling, sign in ((limits.bonus, 1), (limits.penalty, -1)):
        beside = {
            line.criterion.code: abs(line.points)
            for line in lines
            if not line.criterion.counts and line.points is not None and line.points * sign > 0
        }
        if ceiling is not None and sum(beside.values()) > ceiling:
            parts = _apportioned(ceiling, beside, decimals)
            cut |= {code: part * sign for code, part in parts.items()}
    return [_cut(line, cut[line.criterion.code]) if line.criterion.code in cut else line for line in lines]


def _cut(line: Line, points: Decimal) -> Line:
    reason = f"{line.reason.rstrip('.')}; vượt trần điểm thưởng, điểm trừ nên còn tính {points_text(points)}."
    return replace(line, points=points, reason=reason)


def _line(
    form: SetForm,
    group: str,
    criterion: CriterionForm,
    most: Decimal | None,
    marks: Mapping[str, Mark],
    tracked: Tracked,
) -> Line:
    mark = marks.get(criterion.code)
    if criterion.method is Method.WATCH:
        return Line(criterion, group, most, None, "Chỉ theo dõi, không tính điểm.")
    if criterion.points is None or most is None:
        return Line(criterion, group, most, None, "Chưa có điểm tối đa.")
    if tracked.is_idle(form, criterion):
        spread = ", điểm chuyển cho các tiêu chí khác của nhóm" if most == 0 else ""
        what = "Không có nhiệm vụ để tính" if criterion.method in SHARES else "Không được giao"
        return Line(criterion, group, most, None, f"{what}{spread}.")
    if criterion.method in SHARES:
        return _share_line(form, group, criterion, most, tracked.of(criterion))
    if mark is None:
        return Line(criterion, group, most, None, "Chưa chấm.")
    check_points(mark.points, f"tiêu chí {criterion.code}", criterion.points, criterion.method)
    return _marked_line(form, group, criterion, most, mark)


SHARE_WORDS = {
    Method.DONE_SHARE: "nhiệm vụ hoàn thành",
    Method.QUALITY_SHARE: "nhiệm vụ hoàn thành có minh chứng",
    Method.ON_TIME_SHARE: "nhiệm vụ có hạn hoàn thành đúng hạn",
}
BARE_WORDS = {
    NoEvidence.NOT_DONE: "coi như chưa hoàn thành",
    NoEvidence.ZERO: "không tính chất lượng",
    NoEvidence.EXPLAIN: "cần giải trình",
    NoEvidence.GRADE_DOWN: "coi như chưa hoàn thành, hạ một bậc xếp loại",
}


def _share_line(form: SetForm, group: str, criterion: CriterionForm, most: Decimal, facts: Facts) -> Line:
    count, base = share(form, criterion.method, facts)
    reason = f"{count}/{base} {SHARE_WORDS[criterion.method]}"
    if facts.without_evidence:
        reason += f"; {facts.without_evidence} thiếu minh chứng, {BARE_WORDS[form.rules.no_evidence]}"
    points = rounded(most * count / base, form.rounding)
    return Line(criterion, group, most, points, f"{reason}.", lacking=facts.without_evidence > 0)


def _marked_line(form: SetForm, group: str, criterion: CriterionForm, most: Decimal, mark: Mark) -> Line:
    """`most` differs from the criterion's own points where it took over points of its group."""
    if criterion.kind is Kind.PENALTY:
        return Line(criterion, group, most, -rounded(mark.points, form.rounding), "Điểm trừ.")
    full = criterion.points or Decimal(0)
    points = rounded(mark.points * most / full if full else mark.points, form.rounding)
    # What is taken off needs no proof by the unit that it is taken from.
    unproven = criterion.evidence is not None and mark.evidence == 0 and points > 0
    if not unproven:
        return Line(criterion, group, most, points, "Theo điểm chấm.")
    if form.rules.no_evidence is NoEvidence.EXPLAIN:
        return Line(criterion, group, most, points, "Chưa có minh chứng, cần giải trình.", lacking=True)
    reason = f"Không có minh chứng còn giá trị nên không tính {points_text(points)} điểm đã chấm."
    return Line(criterion, group, most, Decimal(0), reason, lacking=True)


def total_of(lines: Iterable[Line]) -> Decimal | None:
    """The sum of the lines that are known; None where none is."""
    known = [line.points for line in lines if line.points is not None]
    return sum(known, Decimal(0)) if known else None
