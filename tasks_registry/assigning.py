"""Giving a task to a unit and a person (giao, giao lại)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from config.errors import DondocError
from models import Item, Person, Plan, Task, TaskEvent, Unit
from tasks_registry.directory import Directory
from tasks_registry.fan_out import Owners
from tasks_registry.health import CLOSED
from tasks_registry.moves import record
from tasks_registry.task_making import TaskMaker


def assign(
    session: Session,
    task: Task,
    unit_ids: Sequence[int],
    owner: Person | None,
    *,
    by: str,
    as_of: date,
    now: datetime,
    reason: str = "",
) -> TaskEvent:
    """Make one unit the lead of `task`, with `owner` or the unit's head as the person who answers.

    Where nobody led a recurring item before, its occurrences to come are the unit's from now on.

    Raises:
        DondocError: the name meant several units, the task is closed, or the owner works elsewhere.
    """
    if len(unit_ids) != 1:
        raise DondocError("Mỗi nhiệm vụ chỉ giao cho một đơn vị; tên này chỉ một nhóm đơn vị.")
    if task.state in CLOSED:
        raise DondocError(f"Nhiệm vụ {task.id} đã kết thúc nên không giao lại được.")
    unit = session.get_one(Unit, unit_ids[0])
    if owner is not None and owner.unit_id != unit.id:
        raise DondocError(f"{owner.name} không thuộc {unit.name}.")
    task.unit_id = unit.id
    task.owner_id = owner.id if owner else Owners(session).of(unit.id)
    event = record(session, task, "assign", by=by, now=now, reason=f"{unit.name}. {reason}".strip())
    item = session.get_one(Item, task.item_id)
    plan = session.get_one(Plan, item.plan_id)
    directory, owners = Directory.load(session), Owners(session)
    TaskMaker(session, plan, directory, owners, by=by, as_of=as_of, now=now).make(item)
    return event
