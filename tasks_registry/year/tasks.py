"""The tasks of a year and their counts, read set-based: for a plan as a whole, or unit by unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, or_

from models import Item, Plan, Task, TaskState
from tasks_registry.criteria.lines import Facts
from tasks_registry.tasks.health import Health
from tasks_registry.tasks.standing import health_on, is_done_on

LATE = frozenset({Health.DONE_LATE, Health.OPEN_LATE})


@dataclass(frozen=True)
class Standing:
    """How a task stood on the day of the score."""

    dated: bool
    done: bool
    on_time: bool
    late: bool


@dataclass(frozen=True)
class YearTask:
    """A task that counts for the year."""

    id: int
    item_id: int
    unit_id: int | None
    due_on: date | None
    standing: Standing


def year_tasks(session: Session, plan: Plan, year: int, *, as_of: date, due_by: date) -> list[YearTask]:
    """The tasks that count for `year`, those due up to `due_by`; cancelled ones never do.

    A task with a due date counts for the calendar year of that date; a later one than `due_by` counts if it
    was completed by `as_of`. One without counts for every year of the plan, until the year in which it was
    completed.
    """
    names = ("id", "item_id", "unit_id", "due_on", "state", "submitted_on", "done_on")
    query = (
        select_columns(*(col(getattr(Task, name)) for name in names))
        .join(Item, col(Task.item_id) == Item.id)
        .where(col(Item.plan_id) == plan.id, col(Task.state) != TaskState.CANCELLED, _of_year(plan, year))
        .order_by(col(Item.position), col(Task.id))
    )

    @cache  # few tasks differ in all of these, and an object for each would cost more than the query
    def standing(*dates: date | TaskState | None) -> Standing:
        return _standing(_task(*dates), as_of)

    found = []
    for task_id, item_id, unit_id, due_on, *rest in session.execute(query):
        stands = standing(due_on, *rest)
        if due_on is None or due_on <= due_by or stands.done:
            found.append(YearTask(task_id, item_id, unit_id, due_on, stands))
    return found


def _of_year(plan: Plan, year: int) -> ColumnElement[bool]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    due_here = col(Task.due_on).between(first, last)
    if not plan.year <= year <= plan.end_year:
        return due_here
    unfinished = or_(col(Task.done_on).is_(None), col(Task.done_on) >= first)
    return or_(due_here, col(Task.due_on).is_(None) & unfinished)


def _task(*fields: date | TaskState | None) -> Task:
    named: dict[str, Any] = dict(zip(("due_on", "state", "submitted_on", "done_on"), fields, strict=True))
    return Task(item_id=0, slot="", assigned_on=date.min, **named)


def _standing(task: Task, as_of: date) -> Standing:
    health, done = health_on(task, as_of), is_done_on(task, as_of)
    return Standing(
        dated=task.due_on is not None,
        done=done,
        on_time=done and health is Health.DONE_ON_TIME,
        late=health in LATE,
    )


def count_facts(tasks: Iterable[YearTask], proven: Collection[int]) -> Facts:
    """The counts of `tasks`; `proven` are the ids of those with evidence that stands."""
    found = [(task.standing, task.id in proven) for task in tasks]
    return Facts(
        assigned=len(found),
        dated=sum(each.dated for each, _ in found),
        done=sum(each.done for each, _ in found),
        with_evidence=sum(each.done and shown for each, shown in found),
        on_time=sum(each.on_time for each, _ in found),
        on_time_with_evidence=sum(each.on_time and shown for each, shown in found),
        late=sum(each.late for each, _ in found),
    )


def linked_tasks(
    tasks: Iterable[YearTask], items: Mapping[str, Collection[int]]
) -> dict[str, list[YearTask]]:
    """The tasks of each criterion's own items (`items`, by its code); a criterion without items has none."""
    by_item: dict[int, list[YearTask]] = defaultdict(list)
    for task in tasks:
        by_item[task.item_id].append(task)
    return {code: [task for item in chosen for task in by_item[item]] for code, chosen in items.items()}
