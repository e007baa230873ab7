"""Scoring (chấm điểm), pure: a criteria set, the marks given and the facts of the tracker → a score sheet.

Decimals only; every line is rounded once, and the total is the sum of its lines. Unknown is never 0: a sheet
with a line that is still open is not complete and has no level. The sheets by the unit's own marks, by the
appraisers' and by the final ones are made by this one function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.levels import Known, Verdict, level_of, verdicts
from tasks_registry.criteria.lines import Facts, Line, Tracked, score_lines, total_of
from tasks_registry.criteria.marks import Mark

NOT_LINKED: Mapping[str, Facts] = MappingProxyType({})
NOTHING_KNOWN = Known()


@dataclass(frozen=True)
class ScoreSheet:
    """The lines and what they come to.

    `total` is the sum of the known lines, None where none is known; `unknown_points` is what the open lines
    could still bring. `level` is None unless the sheet is complete, or fails whatever it comes to; `note`
    then says why.
    """

    criteria_set: str
    lines: tuple[Line, ...]
    total: Decimal | None
    maximum: Decimal
    unknown_points: Decimal
    complete: bool
    level: str | None
    note: str
    verdicts: tuple[Verdict, ...]
    facts: Facts


def score_sheet(
    form: SetForm,
    marks: Mapping[str, Mark],
    facts: Facts,
    linked: Mapping[str, Facts] = NOT_LINKED,
    known: Known = NOTHING_KNOWN,
) -> ScoreSheet:
    """Score by `form`; `marks` are by the criterion's code, a criterion without one is not scored yet.

    `linked`: the facts of the tasks that a criterion, by its code, is linked to.

    Raises:
        DondocError: a mark is negative, over the criterion's maximum, or not what its method allows.
    """
    lines = score_lines(form, marks, Tracked(facts, linked, known.not_assigned))
    total = total_of(lines)
    complete = total is not None and not any(line.is_open for line in lines)
    found = verdicts(form, lines, facts, known)
    level, note = level_of(form, total if complete else None, lines, found)
    return ScoreSheet(
        criteria_set=form.code,
        lines=lines,
        total=total,
        maximum=form.total,
        unknown_points=form.total - sum(map(_settled, lines), Decimal(0)),
        complete=complete,
        level=level,
        note=note,
        verdicts=found,
        facts=facts,
    )


def _settled(line: Line) -> Decimal:
    counts = line.criterion.counts and line.points is not None
    return (counts and line.max_points) or Decimal(0)
