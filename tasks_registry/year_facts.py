"""What is known of a plan's year: the counts of its tasks, and the marks that people gave."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select

from models import Criterion, Plan, ReviewEntry, ReviewRound, RoundKind, Task
from tasks_registry.evidence import entry_evidence, has_standing_evidence, task_evidence
from tasks_registry.health import Health
from tasks_registry.marks import Mark
from tasks_registry.scoring import Facts
from tasks_registry.standing import health_on, is_done_on, tasks_of_year

LATE = frozenset({Health.DONE_LATE, Health.OPEN_LATE})


def year_facts(session: Session, plan: Plan, year: int, *, as_of: date, due_by: date) -> Facts:
    """The counts, as of a day, of the tasks of `year` due up to `due_by` (`standing.tasks_of_year`)."""
    tasks = tasks_of_year(session, plan, year, as_of=as_of, due_by=due_by)
    evidence = task_evidence(session, [task.id or 0 for task in tasks])
    proven = {task_id for task_id, found in evidence.items() if has_standing_evidence(found)}
    return count_facts(tasks, proven, as_of)


def count_facts(tasks: Sequence[Task], proven: Collection[int], as_of: date) -> Facts:
    """The counts of `tasks` as of a day; `proven` are the ids of those with evidence that stands."""
    done = [task for task in tasks if is_done_on(task, as_of)]
    on_time = [task for task in done if health_on(task, as_of) is Health.DONE_ON_TIME]
    return Facts(
        assigned=len(tasks),
        dated=sum(task.due_on is not None for task in tasks),
        done=len(done),
        with_evidence=sum(task.id in proven for task in done),
        on_time=len(on_time),
        on_time_with_evidence=sum(task.id in proven for task in on_time),
        late=sum(health_on(task, as_of) in LATE for task in tasks),
    )


def year_marks(session: Session, plan: Plan, year: int) -> dict[str, Mark]:
    """The points given in the year's review, by the criteria of the set that the plan has now.

    An appraised score (điểm thẩm định) goes before the unit's own.
    """
    query = (
        select(ReviewEntry, Criterion.code)
        .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(ReviewRound.plan_id == plan.id, ReviewRound.kind == RoundKind.YEAR)
        .where(ReviewRound.period == str(year), Criterion.set_id == plan.criteria_set_id)
    )
    entries = {code: entry for entry, code in session.exec(query)}
    evidence = entry_evidence(session, [entry.id or 0 for entry in entries.values()])
    marks = {}
    for code, entry in entries.items():
        points = entry.self_score if entry.appraised_score is None else entry.appraised_score
        if points is not None:
            marks[code] = Mark(points, has_standing_evidence(evidence.get(entry.id or 0, [])))
    return marks
