"""Two clocks watch each other: the tick tells of a missing flow, the flow of mail that stands still."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from config.clock import ZONE, local_day
from models import NoticeKind, Role
from notifications.heartbeat import beat, last_day
from notifications.ladder import Hours
from notifications.ladders import load_ladders
from notifications.pending import waiting_since
from notifications.tables import person, plan, run
from notifications.tell import tell
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar, load_calendar

FLOW: Final = "escalate_overdue"
PREFECT: Final = "prefect"
FLOW_MISSING: Final = "flow-missing"
STUCK_AFTER: Final = timedelta(hours=2)
LOOKED_BACK: Final = timedelta(days=60)


def expect_flow(session: Session, *, day: date, now: datetime) -> None:
    """Prefect runs here: from the first day on which this is said, each later day without its flow counts."""
    if last_day(session, PREFECT) is None:
        beat(session, PREFECT, day=day, now=now)


def flow_done(session: Session, *, day: date, now: datetime) -> None:
    """The flow has done all that was due up to `day`, which cannot lie ahead."""
    beat(session, FLOW, day=min(day, local_day(now)), now=now)


def warn_of_missing_flow(session: Session, *, now: datetime, after: time) -> int:
    """Tell the coordinators, once a day, where `after` has struck and the day's flow has not come.

    An office that never had Prefect is not told. How many people.
    """
    day = local_day(now)
    signs = [sign for name in (FLOW, PREFECT) if (sign := last_day(session, name)) is not None]
    if not signs or max(signs) >= day or now.astimezone(ZONE).time() < after:
        return 0
    return sum(
        tell(
            session,
            person_id=each,
            kind=NoticeKind.WATCH,
            key=f"{each}/watch/{FLOW_MISSING}/{day}",
            step=FLOW_MISSING,
            due_day=day,
            now=now,
        )
        for each in _watchers(session)
    )


def _watchers(session: Session) -> list[int]:
    """The plans' coordinators; where no plan has one, the administrators."""
    coordinators = select(plan.c.coordinator_id)
    active = select(person.c.id).where(person.c.active).order_by(person.c.id)
    found = run(session, active.where(person.c.id.in_(coordinators))).scalars().all()
    return list(found or run(session, active.where(person.c.role == Role.ADMIN)).scalars().all())


def outbox_trouble(session: Session, *, now: datetime) -> str:
    """One line where mail that could go out has stood still for `STUCK_AFTER` of the office's hours."""
    since = waiting_since(session, as_of=local_day(now), now=now)
    if since is None:
        return ""
    stood = _time_for_sending(
        max(since, now - LOOKED_BACK), now, load_ladders(session).hours, load_calendar(session)
    )
    if stood < STUCK_AFTER:
        return ""
    return (
        f"Hộp thư đi không chuyển: có thư chờ gửi từ {since.astimezone(ZONE):%H:%M ngày %d/%m/%Y}, đã qua "
        f"{stood // timedelta(hours=1)} giờ trong giờ gửi thư; kiểm tra dondoc serve"
    )


def _time_for_sending(since: datetime, now: datetime, hours: Hours, calendar: WorkingCalendar) -> timedelta:
    """How much of the time from `since` to `now` lies in the hours of working days."""
    day, total = local_day(since), timedelta()
    while day <= local_day(now):
        if calendar.is_working(day):
            start = max(since, datetime.combine(day, hours.start, ZONE))
            end = min(now, datetime.combine(day, hours.end, ZONE))
            total += max(end - start, timedelta())
        day += ONE_DAY
    return total
