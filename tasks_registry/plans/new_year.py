"""A plan of several years: its recurring work gets the tasks of a year when that year has come."""

from datetime import date, datetime

from sqlmodel import Session, col, exists, select

from models import AuditEntry, Item, Plan
from tasks_registry.auditing import audit
from tasks_registry.directory.fan_out import Owners
from tasks_registry.directory.resolving import Directory
from tasks_registry.plans.task_making import TaskMaker

BY = "dondoc"


def open_year(session: Session, *, as_of: date, now: datetime) -> int:
    """Make the year's occurrences for every plan that works on into it, once a year; how many tasks."""
    action = f"open_year_{as_of.year}"
    opened = exists().where(
        col(AuditEntry.subject) == "plan",
        col(AuditEntry.subject_id) == Plan.id,
        col(AuditEntry.action) == action,
    )
    due = select(Plan).where(Plan.year < as_of.year, Plan.end_year >= as_of.year, ~opened)
    plans = session.exec(due.order_by(col(Plan.id))).all()
    if not plans:
        return 0
    directory, owners = Directory.load(session), Owners(session)
    total = 0
    for plan in plans:
        maker = TaskMaker(session, plan, directory, owners, by=BY, as_of=as_of, now=now)
        items = select(Item).where(Item.plan_id == plan.id, col(Item.retired_on).is_(None))
        added = sum(maker.make(item).added for item in session.exec(items).all())
        total += added
        audit(session, plan, action, {"tasks": added}, by=BY, now=now)
    return total
