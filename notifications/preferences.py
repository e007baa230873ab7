"""What people wish for their mails: a digest a week, a pause. Neither holds back escalations."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session

from models import NoticeKind
from notifications.tables import notice, person
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar, load_calendar

NEVER_HELD: Final = (NoticeKind.ESCALATION, NoticeKind.WATCH)


def held_back(session: Session, as_of: date) -> ColumnElement[bool]:
    """Whether a notice waits on `as_of` because its person is paused, or reads weekly.

    The weekly digest goes out on the first working day of the week, or when it could not, as soon after it as
    it can; what came into the outbox later waits for the next one.
    """
    opening = week_opening(load_calendar(session), as_of)
    weekly = select(person.c.id).where(person.c.weekly)
    paused = select(person.c.id).where(person.c.paused_until > as_of)
    waits = or_(
        notice.c.person_id.in_(paused), and_(notice.c.person_id.in_(weekly), notice.c.due_day > opening)
    )
    return and_(notice.c.kind.not_in(NEVER_HELD), waits)


def week_opening(calendar: WorkingCalendar, as_of: date) -> date:
    """The latest first working day of a week up to `as_of`."""
    monday = as_of - as_of.weekday() * ONE_DAY
    opening = calendar.shift(monday - ONE_DAY, 1)
    return opening if opening <= as_of else week_opening(calendar, monday - timedelta(days=1))
