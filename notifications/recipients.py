"""Who is told of a task: each audience as a query of open tasks and the people told of them."""

from typing import Any, Final

from sqlalchemy import Select, Subquery, and_, func, or_, select

from models import Role, TaskState
from notifications.ladder import Audience
from notifications.tables import item, person, plan, task, unit

OPEN: Final = (TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.RETURNED)
"""States in which someone has something left to do; work handed in waits for others."""

PERSON: Final = person.alias("told")
"""The person told, for conditions and columns of the queries below."""

People = Select[Any]


def told(audience: Audience) -> People:
    """`task_id` and `person_id` of open tasks and the people of `audience`, who all still work here.

    Conditions on the tables `task` and `plan` and on `PERSON` may be added.
    """
    return {Audience.OWNER: _owners, Audience.COORDINATOR: _coordinators, Audience.LEADER: _leaders}[
        audience
    ]()


def _open_tasks() -> People:
    return (
        select(task.c.id.label("task_id"), PERSON.c.id.label("person_id"))
        .select_from(task)
        .join(item, item.c.id == task.c.item_id)
        .join(plan, plan.c.id == item.c.plan_id)
        .where(task.c.state.in_(OPEN))
    )


def _owners() -> People:
    """The owner, or the plan's coordinator where the task has none who still works here."""
    owner = person.alias("owner")
    acting = func.coalesce(owner.c.id, plan.c.coordinator_id)
    return (
        _open_tasks()
        .join(owner, and_(owner.c.id == task.c.owner_id, owner.c.active), isouter=True)
        .join(PERSON, and_(PERSON.c.id == acting, PERSON.c.active))
    )


def _coordinators() -> People:
    return _open_tasks().join(PERSON, and_(PERSON.c.id == plan.c.coordinator_id, PERSON.c.active))


def _leaders() -> People:
    """The leaders of the task's unit and of the units above it; where there is none, every leader."""
    leading = _leading()
    theirs = or_(PERSON.c.id == leading.c.person_id, leading.c.person_id.is_(None))
    return (
        _open_tasks()
        .join(leading, leading.c.unit_id == task.c.unit_id, isouter=True)
        .join(PERSON, and_(PERSON.c.role == Role.LEADER, PERSON.c.active, theirs))
    )


def _leading() -> Subquery:
    """Each unit with the leaders of itself and of the units above; a ring of parents ends where it began.

    The recursion stands inside the subquery: a statement that begins with WITH is no INSERT to Python's
    sqlite3, which would then run it outside of the transaction.
    """
    line = select(unit.c.id.label("unit_id"), unit.c.id.label("above_id")).cte(
        "line", recursive=True, nesting=True
    )
    parents = select(line.c.unit_id, unit.c.parent_id).join(unit, unit.c.id == line.c.above_id)
    line = line.union(parents.where(unit.c.parent_id.is_not(None)))
    return (
        select(line.c.unit_id, person.c.id.label("person_id"))
        .join(person, person.c.unit_id == line.c.above_id)
        .where(person.c.role == Role.LEADER, person.c.active)
        .subquery("leading")
    )
