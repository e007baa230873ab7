"""A plan written straight into the tables, for tests that need no import."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from models import Item, ItemKind, Person, Plan, Role, Task, TaskState, Unit

IMPORTED = datetime(2026, 1, 5, 1, tzinfo=UTC)


def put_plan(session: Session, code: str, issuer: str) -> Plan:
    """A plan of 2026 with a late task, a finished one without evidence, and an undated one without unit."""
    unit = Unit(code=f"VP-{code}", name=f"Văn phòng {issuer}", folded=f"van phong {code}")
    session.add(unit)
    session.flush()
    head, coordinator = (
        Person(unit_id=unit.id or 0, name=name, email=f"{role.value}@{code}.example", role=role)
        for name, role in (("Lê Thị Mai", Role.HEAD), ("Trần Văn Nam", Role.COORDINATOR))
    )
    session.add_all([head, coordinator])
    session.flush()
    plan = Plan(
        code=code,
        title=f"Kế hoạch của {issuer}",
        number="12/KH-UBND",
        issuer=issuer,
        year=2026,
        end_year=2026,
        coordinator_id=coordinator.id,
        imported_at=IMPORTED,
    )
    session.add(plan)
    session.flush()
    lead = {"unit_id": unit.id, "lead_name": unit.name, "owner_id": head.id}
    late = {"scheduled_on": date(2026, 3, 6), "due_on": date(2026, 3, 6)}
    finished = {
        "scheduled_on": date(2026, 3, 10),
        "due_on": date(2026, 3, 10),
        "state": TaskState.DONE,
        "submitted_on": date(2026, 3, 9),
        "done_on": date(2026, 3, 9),
    }
    _put_task(session, plan, 1, "Niêm yết thủ tục hành chính", **lead, **late)
    _put_task(session, plan, 2, "Tổ chức đối thoại với người dân", **lead, **finished)
    _put_task(session, plan, 3, "Tiếp nhận phản ánh", lead_name="Tổ số 9")
    return plan


def _put_task(session: Session, plan: Plan, position: int, text: str, **fields: object) -> None:
    item = Item(plan_id=plan.id or 0, key=f"{position}", position=position, kind=ItemKind.TABLE, text=text)
    session.add(item)
    session.flush()
    session.add(Task(item_id=item.id or 0, slot="1", assigned_on=date(2026, 1, 5), **fields))
    session.flush()
