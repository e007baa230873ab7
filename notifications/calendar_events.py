"""Which deadlines stand in a person's calendar, and which no longer do."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, exists, func, or_, select, union
from sqlmodel import Session

from models import NoticeState, Role, TaskState
from notifications.calendar_file import Event, calendar_file
from notifications.lines import TASK_KINDS
from notifications.tables import item, notice, person, plan, run, task, task_coordinator, task_event, unit
from tasks_registry.tasks.health import CLOSED

KEPT_DAYS: Final = 90  # for so long a closed task stands in a person's calendar as cancelled

RESPONSIBLE: Final = (
    task.c.owner_id == person.c.id,
    plan.c.coordinator_id == person.c.id,
    and_(person.c.role == Role.HEAD, task.c.unit_id == person.c.unit_id),
)
"""The ways in which a task is a person's: as its owner, the plan's coordinator, the head of its unit."""


def ended_events(session: Session, token: str, *, as_of: date) -> dict[int, list[Event]]:
    """By person of the mails claimed under `token`: tasks told before that since the last mail were closed,
    lost their deadline or became the business of others.
    """
    found: dict[int, list[Event]] = defaultdict(list)
    for row in run(session, _ended(token)):
        found[row.person_id].append(_event(row, row.due_on or as_of, cancelled=True))
    return found


def person_calendar(session: Session, key: str, *, as_of: date, now: datetime, base_url: str) -> str | None:
    """The calendar file of the active person whose secret key is `key`; None where it is nobody's."""
    if not key.isascii() or not key.isprintable():
        return None
    reader = run(session, select(person).where(person.c.calendar_key == key, person.c.active)).one_or_none()
    if reader is None:
        return None
    past = timedelta(days=KEPT_DAYS)
    mine = _events().join(person, and_(person.c.id == reader.id, task.c.id.in_(_of(reader.id))))
    rows = run(session, mine.where(*_in_calendar(as_of - past, now - past)))
    events = (_event(row, row.due_on, cancelled=row.state in CLOSED) for row in rows)
    name = f"Đôn Đốc – {reader.name}"
    return calendar_file(events, language=reader.language, base_url=base_url, now=now, name=name)


def _event(row: Any, due_on: date, *, cancelled: bool) -> Event:
    text, unit_name = ("", "") if row.secret else (row.text, row.unit or "")
    return Event(row.task_id, due_on, row.due_version, text, unit_name, cancelled)


def _events() -> Select[Any]:
    """Tasks as events, each with each person: conditions on the tables must say who hears of which."""
    return (
        select(
            person.c.id.label("person_id"),
            task.c.id.label("task_id"),
            task.c.due_on,
            task.c.due_version,
            task.c.state,
            item.c.secret,
            item.c.text,
            unit.c.name.label("unit"),
        )
        .select_from(task)
        .join(item, item.c.id == task.c.item_id)
        .join(plan, plan.c.id == item.c.plan_id)
        .join(unit, unit.c.id == task.c.unit_id, isouter=True)
        .order_by(task.c.due_on, task.c.id)
    )


def _in_calendar(day: date, instant: datetime) -> tuple[ColumnElement[bool], ...]:
    """With a deadline; open, done not before `day` or cancelled not before `instant`."""
    cancelled = and_(task.c.state == TaskState.CANCELLED, _happened(instant, _closed()))
    return task.c.due_on.is_not(None), or_(task.c.state.not_in(CLOSED), task.c.done_on >= day, cancelled)


def _of(person_id: int) -> CompoundSelect[Any]:
    """The tasks of a person, each way looked up by an index of its own."""
    tasks = (
        select(task.c.id)
        .join(item, item.c.id == task.c.item_id)
        .join(plan, plan.c.id == item.c.plan_id)
        .join(person, way)
        .where(person.c.id == person_id)
        for way in RESPONSIBLE
    )
    return union(*tasks)


def _ended(token: str) -> Select[Any]:
    claimed = and_(notice.c.state == NoticeState.CLAIMED, notice.c.claimed_by == token)
    readers = select(notice.c.person_id).where(claimed)
    sent = and_(notice.c.sent_at.is_not(None), notice.c.person_id.in_(readers))  # by person, not by state
    last = (
        select(notice.c.person_id, func.max(notice.c.sent_at).label("at"))
        .where(sent)
        .group_by(notice.c.person_id)
        .subquery("last")
    )
    told = (
        select(notice.c.person_id, notice.c.task_id)
        .where(sent, notice.c.kind.in_(TASK_KINDS))
        .distinct()
        .subquery("told")
    )
    return (
        _events()
        .join(told, told.c.task_id == task.c.id)
        .join(person, person.c.id == told.c.person_id)
        .join(last, last.c.person_id == person.c.id)
        .where(_happened(last.c.at, _ending()))
    )


def _ending() -> ColumnElement[bool]:
    """One event for each way to end: what happens to work that was given away is no news for who had it."""
    hears = or_(*RESPONSIBLE, person.c.role == Role.LEADER, _coordinates())
    undated = and_(task.c.due_on.is_(None), task_event.c.action == "redate")
    return case(
        (hears, case((task.c.state.in_(CLOSED), _closed()), else_=undated)),
        else_=task_event.c.action == "assign",
    )


def _coordinates() -> ColumnElement[bool]:
    """Looked up by the task: a unit may coordinate a great many."""
    units = select(task_coordinator.c.unit_id).where(task_coordinator.c.task_id == task.c.id)
    return person.c.unit_id.in_(units.correlate(task))


def _closed() -> ColumnElement[bool]:
    return task_event.c.to_state.in_([state.value for state in CLOSED])


def _happened(after: Any, what: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(task_event.c.task_id == task.c.id, task_event.c.at >= after, what)
