"""Who is told of a task: each audience as a query of tasks and the people told of them."""

from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from models import Role, TaskState
from notifications.ladder import OPEN, Audience
from notifications.tables import item, person, plan, task, task_coordinator, unit

PERSON: Final = person.alias("told")
"""The person told, for conditions and columns of the queries below."""

NO_UNIT: Final = 0  # no unit has this number
counted_from: Final = case((task.c.assigned_on > task.c.due_on, task.c.assigned_on), else_=task.c.due_on)
"""The day from which a task's steps are counted: work that was given late begins to climb on that day."""

People = Select[Any]


@cache
def told(audience: Audience, states: tuple[TaskState, ...] = OPEN) -> People:
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


def belongs(audience: Audience, of: FromClause) -> ColumnElement[bool]:
    """Whether the person of a notice (a row of `of`) still works here and belongs to `audience` of its task.

    The leaders are asked for as pairs, which PostgreSQL finds once: as a join it finds them anew for each
    notice when it takes them for few, because nobody has counted the morning's notices yet.
    """
    if audience is Audience.LEADER:
        leading = _leading()
        unit_id = select(func.coalesce(task.c.unit_id, NO_UNIT)).where(task.c.id == of.c.task_id)
        pair = tuple_(unit_id.scalar_subquery(), of.c.person_id)
        return pair.in_(select(leading.c.unit_id, leading.c.person_id))
    same = told(audience, tuple(TaskState)).where(task.c.id == of.c.task_id, PERSON.c.id == of.c.person_id)
    return same.exists()


def _tasks() -> People:
    """Every task has its item and plan; as outer joins both databases leave them out where nobody asks."""
    return (
        select(task.c.id.label("task_id"), PERSON.c.id.label("person_id"))
        .select_from(task)
        .join(item, item.c.id == task.c.item_id, isouter=True)
        .join(plan, plan.c.id == item.c.plan_id, isouter=True)
    )


def _owners() -> People:
    """The owner, or the plan's coordinator where the task has none who still works here."""
    owner = person.alias("owner")
    its_item, its_plan = item.alias("its_item"), plan.alias("its_plan")
    coordinator = (
        select(its_plan.c.coordinator_id)
        .join(its_item, its_item.c.plan_id == its_plan.c.id)
        .where(its_item.c.id == task.c.item_id)
        .scalar_subquery()
    )
    acting = func.coalesce(owner.c.id, coordinator)  # looked for only where there is no owner
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
    return (
        _tasks()
        .join(leading, leading.c.unit_id == func.coalesce(task.c.unit_id, NO_UNIT))
        .join(PERSON, PERSON.c.id == leading.c.person_id)
    )


def _leading() -> Subquery:
    """Each unit, and `NO_UNIT`, with its leaders, as pairs: to look for them task by task would take minutes.

    A ring of parents ends where it began. The recursion stands inside the subquery: a statement that begins
    with WITH is no INSERT to Python's sqlite3, which would then run it outside of the transaction.
    """
    line = select(unit.c.id.label("unit_id"), unit.c.id.label("above_id")).cte(
        "line", recursive=True, nesting=True
    )
    parents = select(line.c.unit_id, unit.c.parent_id).join(unit, unit.c.id == line.c.above_id)
    line = line.union(parents.where(unit.c.parent_id.is_not(None)))
    leads = and_(person.c.role == Role.LEADER, person.c.active)
    led = (
        select(line.c.unit_id, person.c.id.label("person_id"))
        .join(person, person.c.unit_id == line.c.above_id)
        .where(leads)
        .cte("led", nesting=True)
    )
    every = union_all(select(unit.c.id.label("unit_id")), select(literal(NO_UNIT))).subquery("every")
    unled = every.c.unit_id.not_in(select(led.c.unit_id))
    others = select(every.c.unit_id, person.c.id).join(person, leads).where(unled)
    return union_all(select(led.c.unit_id, led.c.person_id), others).subquery("leading")
