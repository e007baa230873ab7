"""People change: open tasks and plans always have somebody who answers for them now."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from models import Person, Plan, Role, Task
from tasks_registry.directory.fan_out import Owners
from tasks_registry.tasks.giving import give
from tasks_registry.tasks.health import CLOSED
from tasks_registry.tasks.moves import record

REASON = "Thay đổi người phụ trách"


def hand_over(session: Session, *, by: str, now: datetime) -> int:
    """Give open tasks whose owner is missing, has left or works elsewhere to the unit's present head.

    A plan whose coordinator has left gets the first coordinator of the office. Returns how many tasks changed
    hands.
    """
    _replace_coordinators(session)
    owners = Owners(session)
    unfit = or_(
        col(Task.owner_id).is_(None), col(Person.active).is_(False), col(Person.unit_id) != col(Task.unit_id)
    )
    query = (
        select(Task)
        .join(Person, col(Task.owner_id) == Person.id, isouter=True)
        .where(col(Task.state).not_in(CLOSED), col(Task.unit_id).is_not(None), unfit)
        .order_by(col(Task.id))
    )
    changed = 0
    for task in session.exec(query).all():
        owner = owners.of(task.unit_id)
        if task.owner_id != owner:
            give(task, owner)
            record(session, task, "assign", by=by, now=now, reason=REASON)
            changed += 1
    return changed


def _replace_coordinators(session: Session) -> None:
    left = (
        select(Plan)
        .join(Person, col(Plan.coordinator_id) == Person.id, isouter=True)
        .where(or_(col(Plan.coordinator_id).is_(None), col(Person.active).is_(False)))
    )
    present = first_coordinator(session)
    for plan in session.exec(left).all():
        plan.coordinator_id = present.id if present else None
        session.add(plan)


def first_coordinator(session: Session) -> Person | None:
    """The first active coordinator (đầu mối theo dõi) of the office."""
    active = select(Person).where(Person.role == Role.COORDINATOR, col(Person.active))
    return session.exec(active.order_by(col(Person.id))).first()
