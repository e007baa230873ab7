"""The days on which the demo stops, taken from the plan's own deadlines: nothing depends on today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.clock import ZONE
from models import Plan
from tasks_registry.days.periods import Period, quarter_of
from tasks_registry.days.working_days import WorkingCalendar
from tasks_registry.plans.listings import TaskRow

MORNING = time(8, 30)
LEAD_TIME = timedelta(days=30)


@dataclass(frozen=True)
class Days:
    """The first due date that somebody answers for, and the days around it."""

    first_due: date
    before: date
    late: date
    quarter: Period


def start_day(plan_issued: date | None, year: int, dues: Sequence[date]) -> date:
    """The day of the import: the plan's own date, else a month before the first deadline."""
    if plan_issued:
        return plan_issued
    return min((due - LEAD_TIME for due in dues), default=date(year, 1, 5))


def story_days(plan: Plan, rows: Sequence[TaskRow], calendar: WorkingCalendar, start: date) -> Days | None:
    """The days of the walk; None where no task of the plan's year has a date and an owner."""
    dues = sorted(
        row.task.due_on
        for row in rows
        if row.task.due_on and row.owner and row.task.due_on > start and row.task.due_on.year == plan.year
    )
    if not dues:
        return None
    first = dues[0]
    return Days(
        first_due=first,
        before=max(calendar.shift(calendar.on_or_before(first), -3), start + timedelta(days=1)),
        late=calendar.shift(first, 3),
        quarter=quarter_of(first),
    )


def morning_of(day: date) -> datetime:
    """The instant at which the office's morning of `day` begins."""
    return datetime.combine(day, MORNING, ZONE).astimezone(UTC)
