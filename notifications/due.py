"""Which notices are due: one statement a step writes them into the outbox, however many tasks there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from operator import add

from sqlalchemy import ColumnElement, FromClause, String, and_, case, cast, literal, or_, select, update
from sqlmodel import Session

from models import NoticeKind, NoticeState
from notifications.ladder import ASSIGN, ASSIGNED, LADDER, LADDER_KINDS, Audience, Reach, reaches
from notifications.recipients import PERSON, People, told
from notifications.tables import insert_notices, item, notice, person, run, task, unit
from tasks_registry.working_days import WorkingCalendar


@dataclass(frozen=True)
class Escalation:
    """A late task that was passed on: `days_late` in working days, `told` the mail address of who hears."""

    task_id: int
    text: str
    unit: str
    due_on: date
    days_late: int
    told: str
    step: str


@dataclass(frozen=True)
class _Step:
    """What is written for each task and person: once any of `known_by` was told, the step is old news."""

    name: str
    kind: NoticeKind
    known_by: tuple[str, ...]
    as_of: date
    now: datetime


def enqueue(session: Session, *, as_of: date, now: datetime, calendar: WorkingCalendar) -> dict[str, int]:
    """Put everything that is due up to `as_of` into the outbox; how many notices each step added.

    A person is told each step of a task once for each version of its deadline. After days without a run
    only the newest step is told, and what waits in the outbox gives way to a newer step.
    """
    counts = _climb(session, reaches(LADDER.rungs, as_of, calendar), as_of, now)
    for name, people in ((ASSIGN, _to_assign()), (ASSIGNED, _assigned())):
        step = _Step(name, NoticeKind.ASSIGNMENT, (name,), as_of, now)
        counts[name] = _write(session, people.where(task.c.assigned_on <= as_of), step)
    _give_way(session, as_of)
    return counts


def enqueue_escalations(
    session: Session, *, as_of: date, now: datetime, calendar: WorkingCalendar
) -> list[Escalation]:
    """Put the escalation steps that are due up to `as_of` into the outbox; all that were found on that day.

    A second call for the day adds nothing and returns the same.
    """
    late = [rung for rung in LADDER.rungs if rung.kind is NoticeKind.ESCALATION]
    _climb(session, reaches(late, as_of, calendar), as_of, now)
    _give_way(session, as_of)
    return _escalations(session, as_of, calendar)


def _climb(session: Session, found: Iterable[Reach], as_of: date, now: datetime) -> dict[str, int]:
    counts = {}
    for reach in found:
        rung = reach.rung
        step = _Step(rung.step, rung.kind, LADDER.steps_from(rung), as_of, now)
        counts[rung.step] = _write(session, told(rung.to).where(_due_within(reach)), step)
    return counts


def _due_within(reach: Reach) -> ColumnElement[bool]:
    until = task.c.due_on <= reach.until
    return until if reach.after is None else and_(until, task.c.due_on > reach.after)


def _to_assign() -> People:
    return told(Audience.COORDINATOR).where(task.c.unit_id.is_(None))


def _assigned() -> People:
    return told(Audience.OWNER).where(or_(task.c.unit_id.is_not(None), task.c.owner_id.is_not(None)))


def _write(session: Session, people: People, step: _Step) -> int:
    """Write `step` for each of `people` who does not know it; a notice that was cancelled comes back to life.

    What is known is left out by the query and not only by the unique key: on PostgreSQL every row that
    meets a conflict would use up a number of the table.
    """
    version = literal(0) if step.kind is NoticeKind.ASSIGNMENT else task.c.due_version
    known = select(notice.c.id).where(
        notice.c.task_id == task.c.id,
        notice.c.person_id == PERSON.c.id,
        notice.c.due_version == version,
        notice.c.step.in_(step.known_by),
        notice.c.state != NoticeState.CANCELLED,
    )
    values = {
        "key": _key(PERSON.c.id, step.kind.value, task.c.id, step.name, version),
        "person_id": PERSON.c.id,
        "task_id": task.c.id,
        "due_version": version,
        **{name: literal(value, notice.c[name].type) for name, value in _constants(step).items()},
    }
    # In one order, so that two senders who write the same notices wait for each other and never in a ring.
    rows = people.where(~known.exists()).with_only_columns(*values.values()).order_by(task.c.id, PERSON.c.id)
    insert = insert_notices(session).from_select(list(values), rows, include_defaults=False)
    again = {name: insert.excluded[name] for name in ("state", "due_day", "next_try_at", "attempts")}
    revive = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={**again, "last_error": None, "message_id": None},
        where=notice.c.state == NoticeState.CANCELLED,
    )
    count: int = run(session, revive).rowcount
    return count


def _key(*parts: ColumnElement[int] | str) -> ColumnElement[str]:
    words = [literal(part) if isinstance(part, str) else cast(part, String) for part in parts]
    return reduce(add, [words[0], *(literal("/") + word for word in words[1:])])


def _constants(step: _Step) -> dict[str, object]:
    return {
        "kind": step.kind,
        "step": step.name,
        "due_day": step.as_of,
        "state": NoticeState.PENDING,
        "created_at": step.now,
        "next_try_at": step.now,
        "attempts": 0,
    }


def _give_way(session: Session, as_of: date) -> None:
    """What waits from earlier days is missed where its person has a newer step of the same deadline."""
    newer = notice.alias("newer")
    overtaken = select(newer.c.id).where(
        newer.c.task_id == notice.c.task_id,
        newer.c.person_id == notice.c.person_id,
        newer.c.due_version == notice.c.due_version,
        newer.c.kind.in_(LADDER_KINDS),
        newer.c.state != NoticeState.CANCELLED,
        _place(newer) > _place(notice),
    )
    waiting = and_(notice.c.state == NoticeState.PENDING, notice.c.kind.in_(LADDER_KINDS))
    waiting = and_(waiting, notice.c.due_day < as_of)
    old = select(notice.c.id).where(waiting, overtaken.exists())
    untouched = old.with_for_update(skip_locked=True)  # what another sender takes just now, it may send
    run(session, update(notice).where(notice.c.id.in_(untouched)).values(state=NoticeState.MISSED))


def _place(of: FromClause) -> ColumnElement[int]:
    places = {rung.step: rung.days for rung in LADDER.rungs}
    return case(places, value=of.c.step, else_=min(places.values()) - 1)


def _escalations(session: Session, as_of: date, calendar: WorkingCalendar) -> list[Escalation]:
    query = (
        select(
            task.c.id,
            item.c.text,
            unit.c.name,
            task.c.lead_name,
            task.c.due_on,
            person.c.email,
            notice.c.step,
        )
        .join(task, task.c.id == notice.c.task_id)
        .join(item, item.c.id == task.c.item_id)
        .join(unit, unit.c.id == task.c.unit_id, isouter=True)
        .join(person, person.c.id == notice.c.person_id)
        .where(
            notice.c.kind == NoticeKind.ESCALATION,
            notice.c.due_day == as_of,
            notice.c.due_version == task.c.due_version,
            notice.c.state.not_in((NoticeState.CANCELLED, NoticeState.MISSED)),
        )
        .order_by(task.c.due_on, task.c.id, notice.c.step, notice.c.id)
    )
    days_late = cache(lambda due: calendar.between(due, as_of))
    return [
        Escalation(task_id, text, unit_name or lead, due, days_late(due), email, step)
        for task_id, text, unit_name, lead, due, email, step in run(session, query)
    ]
