"""How a task stood on a day, and which tasks a review or a year's score looks at."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models import Item, Plan, Task, TaskState
from tasks_registry.health import Health, health
from tasks_registry.periods import Period


def health_on(task: Task, day: date) -> Health | None:
    """The health of `task` at the end of `day`, without what was submitted or approved later."""
    submitted_on, done_on = _known(task.submitted_on, day), _known(task.done_on, day)
    if (submitted_on, done_on) == (task.submitted_on, task.done_on):
        return health(task, day)  # nothing came later: no copy to make
    reopened = task.state is TaskState.DONE and done_on is None
    as_it_stood = Task(
        item_id=task.item_id,
        slot=task.slot,
        assigned_on=task.assigned_on,
        due_on=task.due_on,
        state=TaskState.IN_PROGRESS if reopened else task.state,
        submitted_on=submitted_on,
        done_on=done_on,
    )
    return health(as_it_stood, day)


def _known(event_day: date | None, day: date) -> date | None:
    return event_day if event_day is not None and event_day <= day else None


def is_done_on(task: Task, day: date) -> bool:
    """Whether the work had been approved by the end of `day`."""
    return task.state is TaskState.DONE and _known(task.done_on, day) is not None


def tasks_in_window(session: Session, plan: Plan, period: Period) -> list[Task]:
    """The tasks that a review of `period` asks about: due or open in its data window, undated ones too.

    Of what falls due only later, a unit is asked about the first task of an item, and only where the item has
    nothing else for it in the window: a weekly duty is not asked about for the whole year at once.
    """
    first, last = period.window_from, period.window_to
    open_or_due = or_(
        col(Task.done_on).is_(None), col(Task.done_on) >= first, col(Task.due_on).between(first, last)
    )
    found = _tasks(session, plan, open_or_due)
    chosen = {task.id: task for task in found if task.due_on is None or task.due_on <= last}
    asked = {_duty(task) for task in chosen.values()}
    for task in sorted(found, key=lambda task: (task.due_on or last, task.id)):
        if task.id not in chosen and _duty(task) not in asked:
            asked.add(_duty(task))
            chosen[task.id] = task
    return [task for task in found if task.id in chosen]


def _duty(task: Task) -> tuple[int, int | None, str]:
    return task.item_id, task.unit_id, task.lead_name


def _tasks(session: Session, plan: Plan, condition: ColumnElement[bool]) -> list[Task]:
    query = (
        select(Task)
        .join(Item, col(Task.item_id) == Item.id)
        .where(Item.plan_id == plan.id, Task.state != TaskState.CANCELLED, condition)
        .order_by(col(Item.position), col(Task.id))
    )
    return list(session.exec(query))
