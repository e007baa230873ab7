"""Who is told of a task: each audience as a query of tasks and the people told of them."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, Subquery, and_, exists, func, or_, select

from models import Role, TaskState
from notifications.ladder import OPEN, Audience
from notifications.tables import item, person, plan, task, task_coordinator, unit

PERSON: Final = person.alias("told")
"""The person told, for conditions and columns of the queries below."""

People = Select[Any]


def told(audience: Audience, states: Sequence[TaskState] = OPEN) -> People:
    """`task_id` and `person_id` of tasks in `states` and the people of `audience`, who all still work here.

    Conditions on the tables `task`, `item` and `plan` and on `PERSON` may be added.
    """
    people = {
        Audience.OWNER: _owners,
        Audience.HEAD: _heads,
        Audience.COORDINATOR: _coordinators,
        Audience.LEADER: _leaders,
        Audience.COORDINATING: _coordinating,
    }[audience]()
    return people.where(task.c.state.in_(states))


def _tasks() -> People:
    return (
        select(task.c.id.label("task_id"), PERSON.c.id.label("person_id"))
        .select_from(task)
        .join(item, item.c.id == task.c.item_id)
        .join(plan, plan.c.id == item.c.plan_id)
    )


def _owners() -> People:
    """The owner, or the plan's coordinator where the task has none who still works here."""
    owner = person.alias("owner")
    acting = func.coalesce(owner.c.id, plan.c.coordinator_id)
    return (
        _tasks()
        .join(owner, and_(owner.c.id == task.c.owner_id, owner.c.active), isouter=True)
        .join(PERSON, and_(PERSON.c.id == acting, PERSON.c.active))
    )


def _heads() -> People:
    """The heads of the lead unit who do not own the task themselves."""
    not_owner = or_(task.c.owner_id.is_(None), PERSON.c.id != task.c.owner_id)
    head = and_(PERSON.c.unit_id == task.c.unit_id, PERSON.c.role == Role.HEAD, PERSON.c.active)
    return _tasks().join(PERSON, and_(head, not_owner))


def _coordinating() -> People:
    """The heads of the coordinating units, or the leaders of those without a head; each person once."""
    head = person.alias("head")
    headed = exists().where(head.c.unit_id == PERSON.c.unit_id, head.c.role == Role.HEAD, head.c.active)
    speaks = or_(PERSON.c.role == Role.HEAD, and_(PERSON.c.role == Role.LEADER, ~headed))
    return (
        _tasks()
        .join(task_coordinator, task_coordinator.c.task_id == task.c.id)
        .join(PERSON, and_(PERSON.c.unit_id == task_coordinator.c.unit_id, PERSON.c.active, speaks))
        .distinct()
    )


def _coordinators() -> People:
    return _tasks().join(PERSON, and_(PERSON.c.id == plan.c.coordinator_id, PERSON.c.active))


def _leaders() -> People:
    """The leaders of the task's unit and of the units above it; where there is none, every leader."""
    leading = _leading()
    theirs = or_(PERSON.c.id == leading.c.person_id, leading.c.person_id.is_(None))
    return (
        _tasks()
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
