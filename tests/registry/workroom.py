"""Plans and tasks built row by row, for tests of reviews, evidence and scores."""

from datetime import UTC, date, datetime

from sqlmodel import Session, func, select

from models import Item, ItemKind, Person, Plan, Role, Task, TaskState, Unit

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 22, 1, 0, tzinfo=UTC)


def add_unit(session: Session, code: str, name: str) -> Unit:
    """A unit with a head, whose address is the code."""
    unit = Unit(code=code, name=name, folded=name.lower())
    session.add(unit)
    session.flush()
    add_person(session, unit, code.lower(), Role.HEAD)
    return unit


def add_person(session: Session, unit: Unit, name: str, role: Role) -> Person:
    """Somebody of a unit."""
    person = Person(unit_id=unit.id or 0, name=name.title(), email=f"{name}@binhan.example", role=role)
    session.add(person)
    session.flush()
    return person


def add_plan(session: Session, code: str = "kh-07", year: int = 2026, end_year: int | None = None) -> Plan:
    """A plan without tasks, nobody following it."""
    plan = Plan(code=code, title="Kế hoạch thử", year=year, end_year=end_year or year, imported_at=NOW)
    session.add(plan)
    session.flush()
    return plan


def add_item(session: Session, plan: Plan, text: str = "Sắp xếp lại phòng tiếp dân") -> Item:
    """An item of the plan, after those it has."""
    place = session.exec(select(func.count()).select_from(Item)).one() + 1
    item = Item(plan_id=plan.id or 0, key=f"k{place}", position=place, kind=ItemKind.TABLE, text=text)
    session.add(item)
    session.flush()
    return item


def add_task(
    session: Session,
    plan: Plan,
    due: date | None = None,
    *,
    done: date | None = None,
    submitted: date | None = None,
    state: TaskState | None = None,
    unit: Unit | None = None,
    owner: Person | None = None,
    item: Item | None = None,
) -> Task:
    """A task; one that is `done` was submitted that day too, unless another is given."""
    held_by = item or add_item(session, plan)
    task = Task(
        item_id=held_by.id or 0,
        slot=f"{unit and unit.id}|{due}",
        unit_id=unit.id if unit else None,
        lead_name=unit.name if unit else "Tổ công tác mới",
        owner_id=owner.id if owner else None,
        state=state or (TaskState.DONE if done else TaskState.IN_PROGRESS),
        scheduled_on=due,
        due_on=due,
        assigned_on=date(plan.year, 1, 5),
        submitted_on=submitted or done,
        done_on=done,
    )
    session.add(task)
    session.flush()
    return task
