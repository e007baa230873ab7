"""Steps that nobody was told because the program did not run: written down, so that a person sees them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, literal
from sqlmodel import Session

from models import NoticeState
from notifications.ladder import Ladder, Reach
from notifications.ladders import Ladders
from notifications.recipients import counted_from, told
from notifications.tables import notice, task
from notifications.writing import Step, write
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar

EXCUSED: Final = timedelta(days=2)  # a step passed over for so short a while is not worth a word
LOOKED_BACK: Final = timedelta(days=366)


def count_missed(
    session: Session, ladders: Ladders, *, last: date, as_of: date, now: datetime, calendar: WorkingCalendar
) -> int:
    """Write down as missed the steps whose day lay between `last`, the day of the last run, and `as_of`.

    Only those that a newer step has overtaken: the newest is told. How many were written.
    """
    why = f"hệ thống không chạy từ {last + ONE_DAY:%d/%m/%Y} đến {as_of - ONE_DAY:%d/%m/%Y}"
    days = list(_days(max(last, as_of - LOOKED_BACK), as_of - EXCUSED))
    count = 0
    for scope, ladder in ladders.found.items():
        for reach in ladder.reaches(as_of, calendar) if days else ():
            found = _passed_over(ladder, reach, days, calendar)
            if found is None:
                continue
            within, day = found
            people = told(reach.audience, ladder.states).where(ladders.climbing(scope), within)
            rung = reach.rung
            step = Step(
                name=rung.step,
                kind=rung.kind,
                day=day,
                now=now,
                known_by=as_of,
                audience=reach.audience.value,
                tag=rung.tag,
                state=NoticeState.MISSED,
                reason=why,
            )
            count += write(session, people.where(task.c.assigned_on <= day), step)
    return count


def _days(after: date, before: date) -> Iterator[date]:
    day = after + ONE_DAY
    while day < before:
        yield day
        day += ONE_DAY


def _passed_over(
    ladder: Ladder, reach: Reach, days: list[date], calendar: WorkingCalendar
) -> tuple[ColumnElement[bool], ColumnElement[date]] | None:
    """The tasks whose step had its day among `days` and gave way to a newer one; that day for each."""
    reached = {day: ladder.latest_due(reach.rung, day, calendar) for day in [days[0] - ONE_DAY, *days]}
    start, *_ = reached.values()
    if reach.after is None or min(reach.after, reached[days[-1]]) <= start:
        return None
    within = and_(counted_from > start, counted_from <= min(reach.after, reached[days[-1]]))
    first_day: dict[date, date] = {}
    for day, until in reached.items():
        first_day.setdefault(until, day)
    kind = notice.c.due_day.type
    whens = [(counted_from <= until, literal(day, kind)) for until, day in sorted(first_day.items())[1:]]
    return within, case(*whens, else_=literal(days[-1], kind))
