"""Lists of tasks as people ask for them; finding a plan, unit, person or task by what was typed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, or_, select

from config import mail_address
from config.errors import DondocError
from models import Evidence, Item, Person, Plan, Task, TaskCoordinator, Unit
from tasks_registry.directory.resolving import Directory
from tasks_registry.evidence.about import safe_link
from tasks_registry.evidence.taking_in import task_evidence
from tasks_registry.reading.folding import words
from tasks_registry.searching import matches
from tasks_registry.tasks.health import CLOSED, Health, health


@dataclass(frozen=True)
class Coordinating:
    """A coordinating unit: its name, and its code where it is a known unit."""

    name: str
    code: str | None


@dataclass(frozen=True)
class TaskRow:
    """A task with all that a list shows of it, as of one day."""

    task: Task
    item: Item
    plan: Plan
    unit: Unit | None
    owner: Person | None
    coordinators: tuple[Coordinating, ...]
    evidence: tuple[Evidence, ...]
    health: Health | None

    def as_dict(self) -> dict[str, Any]:
        """The task in JSON; a unit by its code (its printed name where it is not known), a person by mail."""
        return {
            "id": self.task.id,
            "plan": self.plan.code,
            "item": self.item.position,
            "text": self.item.text,
            "unit": self.unit.code if self.unit else None,
            "owner": self.owner.email if self.owner else None,
            "coordinators": [each.code or each.name for each in self.coordinators],
            "deadline_raw": self.task.deadline_raw,
            "scheduled_on": self.task.scheduled_on,
            "due_on": self.task.due_on,
            "state": self.task.state.value,
            "health": self.health.value if self.health else None,
            "evidence": [
                {"id": each.id, "url": safe_link(each.url), "title": each.title, "accepted": each.accepted}
                for each in self.evidence
            ],
        }


def task_rows(
    session: Session,
    *,
    plan: Plan | None = None,
    units: Sequence[int] | None = None,
    task_ids: Sequence[int] | None = None,
    search: str = "",
    overdue: bool = False,
    due_within: int | None = None,
    as_of: date,
    limit: int | None = None,
    offset: int = 0,
) -> list[TaskRow]:
    """Tasks by due date (undated last), then by their place in the plan; `limit` of them from `offset` on.

    `search`: the item holds every one of these words, whatever their order and diacritics.

    `overdue`: open and late at the end of `as_of`. `due_within`: open and due from `as_of` to that many
    calendar days later.
    """
    conditions = _conditions(plan, units, task_ids, search, overdue, due_within, as_of)
    query = (
        select_columns(Task, Item, Plan, Unit, Person)
        .join(Item, col(Task.item_id) == Item.id)
        .join(Plan, col(Item.plan_id) == Plan.id)
        .join(Unit, col(Task.unit_id) == Unit.id, isouter=True)
        .join(Person, col(Task.owner_id) == Person.id, isouter=True)
        .where(*conditions)
        .order_by(
            col(Task.due_on).is_(None), col(Task.due_on), col(Item.plan_id), col(Item.position), col(Task.id)
        )
        .limit(limit)
        .offset(offset)
    )
    return _completed(session, session.execute(query).all(), as_of)


def count_tasks(
    session: Session, *, plan: Plan | None = None, search: str = "", overdue: bool = False, as_of: date
) -> int:
    """How many tasks `task_rows` would list."""
    conditions = _conditions(plan, None, None, search, overdue, None, as_of)
    query = select(func.count(col(Task.id))).join(Item, col(Task.item_id) == Item.id).where(*conditions)
    return session.exec(query).one()


def _conditions(
    plan: Plan | None,
    units: Sequence[int] | None,
    task_ids: Sequence[int] | None,
    search: str,
    overdue: bool,
    due_within: int | None,
    as_of: date,
) -> list[ColumnElement[bool]]:
    """What a listed task must be; late is what `health` calls late."""
    found: list[ColumnElement[bool]] = []
    if plan is not None:
        found.append(col(Item.plan_id) == plan.id)
    if units is not None:
        found.append(col(Task.unit_id).in_(units))
    if task_ids is not None:
        found.append(col(Task.id).in_(task_ids))
    if search:
        found.append(matches(search))
    if overdue or due_within is not None:
        found.append(col(Task.state).not_in(CLOSED))
    if overdue:
        found.append(func.coalesce(col(Task.submitted_on), as_of) > col(Task.due_on))
    if due_within is not None:
        found.append(col(Task.due_on).between(as_of, as_of + timedelta(days=due_within)))
    return found


def _completed(session: Session, found: Sequence[Any], as_of: date) -> list[TaskRow]:
    ids = [task.id for task, *_ in found]
    coordinators, evidence = _coordinators(session, ids), task_evidence(session, ids)
    return [
        TaskRow(
            task,
            item,
            plan,
            unit,
            owner,
            tuple(coordinators[task.id]),
            tuple(evidence.get(task.id, ())),
            health(task, as_of),
        )
        for task, item, plan, unit, owner in found
    ]


def _in_batches(ids: Sequence[int | None], size: int = 500) -> Iterable[Sequence[int | None]]:
    """SQLite takes a limited number of values in one statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _coordinators(session: Session, ids: Sequence[int | None]) -> dict[int, list[Coordinating]]:
    found: dict[int, list[Coordinating]] = defaultdict(list)
    for batch in _in_batches(ids):
        query = (
            select(TaskCoordinator, Unit)
            .join(Unit, col(TaskCoordinator.unit_id) == Unit.id, isouter=True)
            .where(col(TaskCoordinator.task_id).in_(batch))
            .order_by(col(TaskCoordinator.task_id), col(TaskCoordinator.position))
        )
        for row, unit in session.exec(query):
            known = Coordinating(unit.name, unit.code) if unit else Coordinating(row.name, None)
            found[row.task_id].append(known)
    return found


def find_plan(session: Session, reference: str) -> Plan:
    """The plan that `reference` names: its id, code or number, or words of its title.

    Raises:
        DondocError: none, or more than one.
    """
    exact = or_(Plan.code == reference, Plan.number == reference)
    if reference.isdecimal() and len(reference) < 10:
        exact = or_(exact, Plan.id == int(reference))
    found = session.exec(select(Plan).where(exact)).all()
    if not found:
        wanted = set(words(reference))
        plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
        found = [plan for plan in plans if wanted and wanted <= set(words(f"{plan.title} {plan.code}"))]
    if len(found) != 1:
        codes = ", ".join(session.exec(select(Plan.code).order_by(col(Plan.id)).limit(10)).all()) or "chưa có"
        problem = "khớp với nhiều kế hoạch" if found else "không phải là kế hoạch nào"
        raise DondocError(f"'{reference}' {problem}; các kế hoạch: {codes}.")
    return found[0]


def find_units(session: Session, reference: str) -> tuple[int, ...]:
    """The units that `reference` names: a code, a name, another name, or a group.

    Raises:
        DondocError: no unit is called so.
    """
    unit = session.exec(select(Unit).where(Unit.code == reference)).first()
    if unit is not None:
        return (unit.id or 0,)
    match = Directory.load(session).resolve(reference)
    if not match.unit_ids:
        near = ", ".join(candidate.name for candidate in match.candidates)
        raise DondocError(f"Không có đơn vị '{reference}'" + (f"; gần giống: {near}." if near else "."))
    return match.unit_ids


def find_person(session: Session, email: str) -> Person:
    """The active person with that address.

    Raises:
        DondocError: nobody has it.
    """
    nobody = DondocError(f"Không có ai dùng địa chỉ '{email}'; kiểm tra danh sách trong tệp đơn vị.")
    try:
        address = mail_address.check(email)
    except mail_address.AddressError:
        raise nobody from None
    person = session.exec(select(Person).where(Person.email == address, col(Person.active))).first()
    if person is None:
        raise nobody
    return person


def find_task(session: Session, task_id: int) -> Task:
    """The task of that number.

    Raises:
        DondocError: there is none.
    """
    task = session.get(Task, task_id) if 0 < task_id < 2**31 else None
    if task is None:
        raise DondocError(f"Không có nhiệm vụ số {task_id}; xem danh sách bằng: dondoc tasks")
    return task
