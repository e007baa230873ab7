"""A forecast (dự báo) of a year's score: what it is if nothing changes, and where points can still be won."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from models import Person, Plan, Target, Unit
from tasks_registry.criteria.form import SHARES, Kind, LevelForm, Method, SetForm
from tasks_registry.criteria.lines import STRICT, Facts, Line
from tasks_registry.criteria.points import number
from tasks_registry.criteria.scoring import ScoreSheet
from tasks_registry.criteria.sets import form_of_plan
from tasks_registry.days.periods import Period, checked_year
from tasks_registry.rounds.report_calendar import require_covered
from tasks_registry.year.annual import target_of, units_by_code, year_data
from tasks_registry.year.facts import Answer, YearData, units_data
from tasks_registry.year.tasks import YearTask, count_facts

ZERO = Decimal(0)


@dataclass(frozen=True)
class Chance:
    """A criterion that can still bring points: how many, from whom, and how.

    `owners` are the names of units with how many tasks of each are meant; `how` says what has to be done.
    """

    code: str
    name: str
    points: Decimal | None
    to_win: Decimal
    how: str
    owners: tuple[tuple[str, int], ...]

    def as_dict(self) -> dict[str, Any]:
        """In JSON."""
        owners = [{"unit": name, "tasks": count} for name, count in self.owners]
        return {
            "code": self.code,
            "name": self.name,
            "points": number(self.points),
            "to_win": number(self.to_win),
            "how": self.how,
            "owners": owners,
        }


@dataclass(frozen=True)
class Forecast:
    """The score if nothing changes (`sheet`), what it could still become, and what is missing.

    `next_level` is the level above the one that the total reaches, with the points missing to it.
    """

    sheet: ScoreSheet
    best_total: Decimal
    next_level: str | None
    missing_to_next: Decimal | None
    target: Target | None
    missing_to_target: Decimal | None
    chances: tuple[Chance, ...]

    def as_dict(self) -> dict[str, Any]:
        """In JSON: points as numbers, null where unknown."""
        target = self.target
        return {
            "total": number(self.sheet.total),
            "level": self.sheet.level,
            "complete": self.sheet.complete,
            "unknown_points": number(self.sheet.unknown_points),
            "best_total": number(self.best_total),
            "next_level": self.next_level,
            "missing_to_next": number(self.missing_to_next),
            "target": {"level": target.level, "from": number(target.points_from)} if target else None,
            "missing_to_target": number(self.missing_to_target),
            "note": self.sheet.note,
            "chances": [chance.as_dict() for chance in self.chances],
        }


def forecast(form: SetForm, data: YearData, target: Target | None, owners: Mapping[int, str]) -> Forecast:
    """The forecast of a year of which `data` knows every task, those due only later too; pure.

    Nothing changes: what is not done stays undone. What can be won: open tasks done (in time where there is
    time left) with evidence, evidence for what is done, full marks. `owners`: the names of units by id; the
    unit of a criterion that people score is at 0.
    """
    now, best = data.sheet(form), _best(form, data)
    total = now.total or ZERO
    next_level = _next_level(form.levels, total)
    pairs = zip(now.lines, best.lines, strict=True)
    chances = [_chance(form, line, could, data, owners) for line, could in pairs]
    return Forecast(
        sheet=now,
        best_total=best.total or ZERO,
        next_level=next_level.name if next_level else None,
        missing_to_next=max(next_level.bound - total, ZERO) if next_level else None,
        target=target,
        missing_to_target=max(target.points_from - total, ZERO) if target else None,
        chances=tuple(sorted((each for each in chances if each.to_win > 0), key=_by_points)),
    )


def _by_points(chance: Chance) -> tuple[Decimal, str]:
    return -chance.to_win, chance.code


def _next_level(levels: Sequence[LevelForm], total: Decimal) -> LevelForm | None:
    return next((level for level in levels if not level.reached(total)), None)


def _best(form: SetForm, data: YearData) -> ScoreSheet:
    """The sheet if everything that can still be done is done, shown and fully marked."""
    best = {task.id: _done(task) for task in data.tasks}
    proven = frozenset(best)

    def counted(tasks: Sequence[YearTask]) -> Facts:
        return count_facts([best[task.id] for task in tasks], proven)

    answers = {
        criterion.code: _full(data.answers.get(criterion.code), criterion.points)
        for criterion in form.criteria()
        if criterion.method not in SHARES
        and criterion.points is not None
        and criterion.kind is Kind.ORDINARY
        and criterion.method is not Method.PLUS_MINUS
    }
    kept = {code: answer for code, answer in data.answers.items() if code not in answers}
    linked = {code: counted(tasks) for code, tasks in data.linked_tasks.items()}
    full = replace(data, facts=counted(data.tasks), linked=linked, answers={**kept, **answers})
    return full.sheet(form)


def _done(task: YearTask) -> YearTask:
    """`task` as it can still become: done, and in time where it is not late yet."""
    stands = task.standing
    if stands.done:
        return task
    return replace(task, standing=replace(stands, done=True, on_time=stands.dated and not stands.late))


def _full(answer: Answer | None, points: Decimal | None) -> Answer:
    entry = answer.entry_id if answer else 0
    return Answer(entry, points, points, points, "", "", evidence=1)


def _chance(form: SetForm, line: Line, could: Line, data: YearData, owners: Mapping[int, str]) -> Chance:
    criterion = line.criterion
    to_win = (could.points or ZERO) - (line.points or ZERO)
    if criterion.method not in SHARES:
        how = "chưa chấm" if line.points is None else line.reason.rstrip(".").lower()
        who: tuple[tuple[str, int], ...] = ((owners[0], 0),) if 0 in owners else ()
        return Chance(criterion.code, criterion.name, line.points, to_win, how, who)
    tasks = data.linked_tasks.get(criterion.code, data.tasks)
    open_tasks = [task for task in tasks if _can_help(criterion.method, task)]
    needs = form.rules.no_evidence in STRICT or criterion.method is Method.QUALITY_SHARE
    bare = [
        task
        for task in tasks
        if needs and task.standing.done and task.id not in data.proven and _counts(criterion.method, task)
    ]
    parts = ((len(open_tasks), "nhiệm vụ còn phải làm"), (len(bare), "nhiệm vụ cần bổ sung minh chứng"))
    how = ", ".join(f"{count} {words}" for count, words in parts if count)
    counts = Counter(owners.get(task.unit_id or 0, "Chưa rõ đơn vị") for task in [*open_tasks, *bare])
    return Chance(
        criterion.code, criterion.name, line.points, to_win, how, tuple(sorted(counts.items(), key=_most))
    )


def _most(owner: tuple[str, int]) -> tuple[int, str]:
    return -owner[1], owner[0]


def _can_help(method: Method, task: YearTask) -> bool:
    return not task.standing.done and _counts(method, _done(task))


def _counts(method: Method, task: YearTask) -> bool:
    return task.standing.on_time if method is Method.ON_TIME_SHARE else task.standing.done


def forecast_plan(session: Session, plan: Plan, year: int, as_of: date, unit: Unit | None = None) -> Forecast:
    """The forecast of a plan's year, or of one of its units, from what is known on a day.

    Raises:
        DondocError: the year is not one of the plan's, or the unit leads nothing in it.
    """
    data = year_data(session, plan, year, as_of=as_of, due_by=_last_day(plan, year), unit=unit)
    owners = _owners(session, plan, data, unit)
    return forecast(form_of_plan(session, plan), data, target_of(session, plan, year), owners)


def forecast_units(session: Session, plan: Plan, year: int, as_of: date) -> list[tuple[Unit, Forecast]]:
    """The forecast of each unit that leads something in `plan` that year; the fewest points first.

    Raises:
        DondocError: the year is not one of the plan's.
    """
    found = units_data(session, plan, year, as_of=as_of, due_by=_last_day(plan, year))
    form, target = form_of_plan(session, plan), target_of(session, plan, year)
    seen = [
        (unit, forecast(form, found[unit.id or 0], target, {unit.id or 0: unit.name, 0: unit.name}))
        for unit in units_by_code(session, found)
    ]
    return sorted(seen, key=lambda each: each[1].sheet.total or ZERO)


def _last_day(plan: Plan, year: int) -> date:
    require_covered(plan, Period(checked_year(year)))
    return date(year, 12, 31)


def _owners(session: Session, plan: Plan, data: YearData, unit: Unit | None) -> dict[int, str]:
    """The names of the units of the tasks, and at 0 of the unit that answers for criteria."""
    wanted = {task.unit_id for task in data.tasks}
    names = {
        unit_id or 0: name for unit_id, name in session.exec(select(Unit.id, Unit.name)) if unit_id in wanted
    }
    follower = select(Unit.name).join(Person, col(Person.unit_id) == Unit.id)
    found = unit.name if unit else session.exec(follower.where(Person.id == plan.coordinator_id)).first()
    return {**names, **({0: found} if found else {})}
