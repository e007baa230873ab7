"""The level (mức độ, xếp loại) that a total comes to, pure: what it reaches, and what fails or caps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tasks_registry.criteria.form import (
    ConditionForm,
    Effect,
    LevelForm,
    Method,
    NoEvidence,
    SetForm,
    When,
)
from tasks_registry.criteria.lines import Facts, Line, share
from tasks_registry.criteria.marks import HUNDRED
from tasks_registry.criteria.points import points_text


@dataclass(frozen=True)
class Known:
    """What is known of a year beside its points.

    `declared` are yes/no facts by the codes of the set's conditions; `not_assigned` the codes of criteria of
    which nothing was assigned. `self_scored` is None while there is still time for it, or nothing that a unit
    would score.
    """

    declared: Mapping[str, bool] = field(default_factory=dict)
    not_assigned: frozenset[str] = frozenset()
    self_scored: bool | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds; `holds` is None where nobody has declared it yet."""

    condition: ConditionForm
    holds: bool | None

    def as_dict(self) -> dict[str, Any]:
        """In JSON."""
        condition = self.condition
        named = {"code": condition.code, "name": condition.name, "effect": condition.effect.value}
        return {**named, "cap": condition.level, "met": self.holds}


def verdicts(form: SetForm, lines: Sequence[Line], facts: Facts, known: Known) -> tuple[Verdict, ...]:
    """Each condition of the set, and whether it holds."""
    return tuple(Verdict(each, _holds(form, each, lines, facts, known)) for each in form.conditions)


def _holds(
    form: SetForm, condition: ConditionForm, lines: Sequence[Line], facts: Facts, known: Known
) -> bool | None:
    counting = [
        (line.points, line.max_points)
        for line in lines
        if line.criterion.counts and line.points is not None and line.max_points
    ]
    match condition.when:
        case When.DECLARED:
            return known.declared.get(condition.code)
        case When.NOT_SELF_SCORED:
            return known.self_scored is False
        case When.CRITERION_AT_ZERO:
            return any(points == 0 for points, _ in counting)
        case When.BELOW_SHARE:
            part = (condition.share or Decimal(0)) / HUNDRED
            return any(points < most * part for points, most in counting)
        case When.NOT_ALL_ON_TIME:
            on_time, dated = share(form, Method.ON_TIME_SHARE, facts)
            return on_time < dated


def level_of(
    form: SetForm, total: Decimal | None, lines: Sequence[Line], found: Sequence[Verdict]
) -> tuple[str | None, str]:
    """The level of a complete `total` (None: not complete), and what a reader must know of it."""
    if not form.levels:
        return None, "Bộ tiêu chí chưa có mức xếp loại."
    if total is None:
        return _level_without_total(form, found)
    reached = max((place for place, level in enumerate(form.levels) if level.reached(total)), default=-1)
    held = [each for each in found if each.holds and _limit(form, each.condition) < reached]
    place = min([reached, *(_limit(form, each.condition) for each in held)])
    unsure = [each for each in found if each.holds is None and _limit(form, each.condition) < place]
    if unsure:
        names = "; ".join(f"{each.condition.name} ({each.condition.code})" for each in unsure)
        return None, f"Chưa xếp mức vì chưa khai có hay không: {names}."
    down = form.rules.no_evidence is NoEvidence.GRADE_DOWN and any(line.lacking for line in lines)
    lowest = _lowest(form.levels)
    ending = max(place - 1, min(lowest, place)) if down else place
    why = [each.condition.name for each in held] + ["hạ một bậc vì thiếu minh chứng"] * (ending < place)
    return _named(form.levels, ending), _note(form.levels, ending, why)


def _level_without_total(form: SetForm, found: Sequence[Verdict]) -> tuple[str | None, str]:
    """What fails whatever the points may be fails at once; all else waits for them."""
    settled = (When.DECLARED, When.NOT_SELF_SCORED)
    failed = [
        each.condition.name
        for each in found
        if each.holds and each.condition.effect is Effect.FAIL and each.condition.when in settled
    ]
    if not failed:
        return None, "Chưa xếp mức vì còn tiêu chí chưa có điểm."
    return _named(form.levels, _lowest(form.levels)), f"Không xếp cao hơn vì: {'; '.join(failed)}."


def _lowest(levels: Sequence[LevelForm]) -> int:
    """The place of the level for those who fail; -1 where the set names none, its levels begin higher."""
    return 0 if levels[0].reached(Decimal(0)) else -1


def _limit(form: SetForm, condition: ConditionForm) -> int:
    """The place of the best level that is left where the condition holds."""
    if condition.effect is Effect.FAIL:
        return _lowest(form.levels)
    return [level.name for level in form.levels].index(condition.level or "")


def _named(levels: Sequence[LevelForm], place: int) -> str | None:
    return levels[place].name if place >= 0 else None


def _note(levels: Sequence[LevelForm], place: int, why: Sequence[str]) -> str:
    held = f"Không xếp cao hơn vì: {'; '.join(why)}." if why else ""
    if place < 0:
        lowest = f"{levels[0].name}, từ {points_text(levels[0].bound)} điểm"
        return held or f"Chưa đạt mức thấp nhất ({lowest})."
    condition = levels[place].condition
    return " ".join(filter(None, (held, f"Mức này còn kèm điều kiện: {condition}." if condition else "")))
