"""Which deadline is in force: the rule's date (off a day off where the plan says so), or a granted one."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from config.clock import local_day
from models import Extension, ExtensionState, Item, Plan, Task
from tasks_registry.auditing import audit
from tasks_registry.days.working_days import WorkingCalendar, load_calendar
from tasks_registry.tasks.health import CLOSED
from tasks_registry.tasks.moves import record

ROLLED = "Hạn rơi vào ngày nghỉ, chuyển sang ngày làm việc tiếp theo (Bộ luật Dân sự 2015, Điều 148 khoản 5)"
STANDS = "Hạn trở lại đúng ngày theo kế hoạch"


def in_force(
    scheduled_on: date | None, granted: date | None, plan: Plan, calendar: WorkingCalendar
) -> date | None:
    """The deadline in force of a task of `plan`; `granted` is the date of its approved extension.

    Where the plan rolls forward, a rule's date on a day off becomes the next working day (Civil Code 2015,
    art. 148.5). A date that a person granted stands as it was granted.
    """
    if scheduled_on is None:
        return None
    ruled = calendar.on_or_after(scheduled_on) if plan.roll_forward else scheduled_on
    return max(ruled, granted) if granted else ruled


def granted_date(session: Session, task: Task) -> date | None:
    """The date of the approved extension of `task`, if it has one."""
    approved = select(col(Extension.new_due_on)).where(
        Extension.task_id == task.id, Extension.state == ExtensionState.APPROVED
    )
    return session.exec(approved).first()


def switch(session: Session, plan: Plan, on: bool, *, by: str, now: datetime) -> int:
    """Have `plan` roll forward, or not; how many of its open tasks got another deadline."""
    if plan.roll_forward == on:
        return 0
    plan.roll_forward = on
    moved = _bring_in_line(session, plan, load_calendar(session), by, now)
    details = {"roll_forward": on, "tasks": moved}
    audit(session, plan, "roll_forward", details, by=by, now=now)
    return moved


def follow_calendar(session: Session, *, by: str, now: datetime) -> int:
    """After days of the calendar changed: bring the plans that roll forward in line; how many tasks moved."""
    calendar = load_calendar(session)
    plans = session.exec(select(Plan).where(col(Plan.roll_forward)).order_by(col(Plan.id))).all()
    return sum(_bring_in_line(session, plan, calendar, by, now) for plan in plans)


def _bring_in_line(session: Session, plan: Plan, calendar: WorkingCalendar, by: str, now: datetime) -> int:
    """A deadline that has passed either way keeps its version: nobody hears of it, or explains it, again."""
    granted, today = _granted(session, plan), local_day(now)
    open_tasks = select(Task).join(Item).where(Item.plan_id == plan.id, col(Task.state).not_in(CLOSED))
    moved = 0
    for task in session.exec(open_tasks.order_by(col(Task.id))).all():
        due = in_force(task.scheduled_on, granted.get(task.id or 0), plan, calendar)
        if due is not None and task.due_on is not None and due != task.due_on:
            task.due_version += max(due, task.due_on) >= today
            task.due_on = due
            rolled = due != task.scheduled_on
            record(session, task, "redate", by=by, now=now, reason=ROLLED if rolled else STANDS)
            moved += 1
    return moved


def _granted(session: Session, plan: Plan) -> Mapping[int, date]:
    approved = (
        select(col(Extension.task_id), col(Extension.new_due_on))
        .join(Task)
        .join(Item)
        .where(Item.plan_id == plan.id, Extension.state == ExtensionState.APPROVED)
    )
    return dict(session.exec(approved).all())
