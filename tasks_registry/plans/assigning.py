"""Giving a task to a unit and a person (giao, giao lại)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Item, Person, Plan, Task, TaskEvent, Unit, UnitAlias
from tasks_registry.auditing import audit
from tasks_registry.directory.fan_out import Owners
from tasks_registry.directory.resolving import Directory, is_collective
from tasks_registry.directory.unit_names import name_key
from tasks_registry.plans.drafts import Draft
from tasks_registry.plans.task_making import TaskMaker
from tasks_registry.reading.folding import fold
from tasks_registry.tasks.giving import give
from tasks_registry.tasks.health import CLOSED
from tasks_registry.tasks.moves import record


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

    Where nobody led a recurring item before, its occurrences to come are the unit's from now on. A printed
    lead that no unit was found for is learned: it means this unit wherever the plan names it.

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
    if task.unit_id is None:
        task.assigned_on = as_of  # nobody had it until now: from this day it counts as given
    task.unit_id = unit.id
    give(task, owner.id if owner else Owners(session).of(unit.id))
    event = record(session, task, "assign", by=by, now=now, reason=f"{unit.name}. {reason}".strip())
    learn_alias(session, task.lead_name, unit, by=by, now=now)
    _follow(session, task, by=by, as_of=as_of, now=now)
    return event


def learn_alias(session: Session, name: str, unit: Unit, *, by: str, now: datetime) -> UnitAlias | None:
    """Remember that a plan's `name` means `unit`, since a person said so; None where it is clear already.

    A collective ("các …") is never learned as one unit.
    """
    taken = session.exec(select(UnitAlias).where(UnitAlias.folded == fold(name))).first()
    if taken or not name_key(name) or is_collective(name) or Directory.load(session).resolve(name).unit_ids:
        return None
    alias = UnitAlias(unit_id=unit.id or 0, name=name, folded=fold(name), learned=True)
    session.add(alias)
    audit(session, unit, "learn_alias", {"name": name}, by=by, now=now)
    return alias


def _follow(session: Session, task: Task, *, by: str, as_of: date, now: datetime) -> None:
    """Bring the other items of the plan that name the same lead in step with what is known now."""
    plan = session.get_one(Plan, session.get_one(Item, task.item_id).plan_id)
    maker = TaskMaker(session, plan, Directory.load(session), Owners(session), by=by, as_of=as_of, now=now)
    in_force = select(Item).where(Item.plan_id == plan.id, col(Item.retired_on).is_(None))
    for item in session.exec(in_force).all():
        if item.id == task.item_id or task.lead_name in item.lead:
            maker.make(item)


def learn_from_draft(session: Session, draft: Draft, *, by: str, now: datetime) -> None:
    """Where a person put a unit's name in place of one that nobody knew, learn what that name means."""
    directory = Directory.load(session)
    for item, first in zip(draft.read.items, draft.first_leads, strict=True):
        if len(item.lead) == len(first):
            for old, new in zip(first, item.lead, strict=True):
                meant = directory.resolve(new).unit_ids
                if old != new and len(meant) == 1:
                    learn_alias(session, old, session.get_one(Unit, meant[0]), by=by, now=now)
