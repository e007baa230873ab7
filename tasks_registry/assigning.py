"""Giving a task to a unit and a person (giao, giao lại)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from config.errors import DondocError
from models import Person, Task, TaskEvent, Unit
from tasks_registry.fan_out import Owners
from tasks_registry.health import CLOSED
from tasks_registry.moves import record


def assign(
    session: Session,
    task: Task,
    unit_ids: Sequence[int],
    owner: Person | None,
    *,
    by: str,
    now: datetime,
    reason: str = "",
) -> TaskEvent:
    """Make one unit the lead of `task`, with `owner` or the unit's head as the person who answers.

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
    return record(session, task, "assign", by=by, now=now, reason=f"{unit.name}. {reason}".strip())
