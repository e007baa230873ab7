"""How a task stood on a day, and which tasks a review or a year's score looks at."""

from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import col

from models import Item, Task, TaskState
from tasks_registry.tasks.health import Health, health


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


def tasks_in_window(plan_id: int, first: date, last: date) -> Select[Any]:
    """Ids and units of the tasks that a review of a data window asks about, in the plan's order.

    Those due or open in the window, undated ones too. Of what falls due only later, a unit is asked about the
    first task of an item, and only where the item has nothing else for it in the window: a weekly duty is not
    asked about for the whole year at once.
    """
    due_on, done_on = col(Task.due_on), col(Task.done_on)
    later = case((due_on > last, 1), else_=0)
    duty = (col(Task.item_id), col(Task.unit_id), col(Task.lead_name))
    place = func.row_number().over(partition_by=duty, order_by=(later, due_on, col(Task.id)))
    found = (
        select_columns(
            col(Task.id), col(Task.unit_id), col(Item.position), later.label("later"), place.label("place")
        )
        .join(Item, col(Task.item_id) == Item.id)
        .where(col(Item.plan_id) == plan_id, col(Task.state) != TaskState.CANCELLED)
        .where(or_(done_on.is_(None), done_on >= first, due_on.between(first, last)))
        .subquery("found")
    )
    asked = or_(found.c.later == 0, found.c.place == 1)
    return select_columns(found.c.id, found.c.unit_id).where(asked).order_by(found.c.position, found.c.id)
