"""Which notices are due: a few statements write them into the outbox, however many tasks there are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, func, literal, or_, select, true
from sqlmodel import Session

from models import NoticeKind, NoticeState
from notifications.heartbeat import REMINDERS, beat, last_day
from notifications.ladder import ASSIGN, ASSIGNED, LADDER_KINDS, Audience, Ladder, Reach
from notifications.ladders import Ladders, load_ladders
from notifications.missed import count_missed
from notifications.outdated import cancel_outdated
from notifications.recipients import People, counted_from, told
from notifications.tables import explanation, insert_into, item, notice, person, run, task, task_event, unit
from notifications.writing import Step, give_way, write
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar

RECENT: Final = 5_000


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


def enqueue(session: Session, *, as_of: date, now: datetime, calendar: WorkingCalendar) -> dict[str, int]:
    """Put everything that is due up to `as_of` into the outbox; how many notices each step added.

    A person is told each step of a task once for each version of its deadline. What waits and is no longer so
    is cancelled. After days without a run only the newest step is told, what waits gives way to it, and what
    was passed over is written down as missed. The first run for a day looks at every task, the others at the
    newest ones and those that something happened to.
    """
    ladders = load_ladders(session)
    cancel_outdated(session, _waiting, ladders)
    last = last_day(session, REMINDERS)
    if last is not None and last + ONE_DAY < as_of:
        count_missed(session, ladders, last=last, as_of=as_of, now=now, calendar=calendar)
    among = _touched(session) if last == as_of else true()
    counts = _climb(session, ladders, among, as_of, now, calendar)
    for name, people in ((ASSIGN, _to_assign()), (ASSIGNED, _assigned())):
        step = Step(name, NoticeKind.ASSIGNMENT, as_of, now, known_by=as_of)
        counts[name] = write(session, people.where(task.c.assigned_on <= as_of, among), step)
    give_way(session, as_of)
    beat(session, REMINDERS, day=as_of, now=now)
    return dict(counts)


def enqueue_escalations(
    session: Session, *, as_of: date, now: datetime, calendar: WorkingCalendar
) -> list[Escalation]:
    """Put the escalation steps that are due up to `as_of` into the outbox; all that were found on that day.

    A second call for the day adds nothing and returns the same. The day may lie ahead, so that nothing that
    waits gives way here: `enqueue` does that, before anything is sent.
    """
    ladders = load_ladders(session)
    cancel_outdated(session, _waiting, ladders)
    _climb(session, ladders, true(), as_of, now, calendar, kinds=(NoticeKind.ESCALATION,))
    return _escalations(session, as_of, calendar)


def _waiting(of: FromClause) -> ColumnElement[bool]:
    return of.c.state == NoticeState.PENDING


def _touched(session: Session) -> ColumnElement[bool]:
    """The newest tasks, and those of the newest events: all that a minute or an hour of a day can bring."""
    last_task, last_event = (
        run(session, select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        for table in (task, task_event)
    )
    of_events = select(task_event.c.task_id).where(task_event.c.id > last_event - RECENT)
    return or_(task.c.id > last_task - RECENT, task.c.id.in_(of_events))


def _climb(
    session: Session,
    ladders: Ladders,
    among: ColumnElement[bool],
    as_of: date,
    now: datetime,
    calendar: WorkingCalendar,
    kinds: tuple[NoticeKind, ...] = LADDER_KINDS,
) -> Counter[str]:
    """Tell everyone their newest step of `kinds`, and ask for the explanations that are due."""
    counts: Counter[str] = Counter()
    known_by = max(as_of, last_day(session, REMINDERS) or as_of)  # a flow may have been run for later days
    for scope, ladder in ladders.found.items():
        own = and_(ladders.climbing(scope), among)
        for reach in ladder.reaches(as_of, calendar):
            rung = reach.rung
            if rung.kind in kinds:
                people = told(reach.audience, ladder.states).where(own, _due_within(reach))
                audience = reach.audience.value
                step = Step(
                    rung.step, rung.kind, as_of, now, known_by, rung.days, audience=audience, tag=rung.tag
                )
                counts[rung.step] += write(session, people, step)
        _ask_to_explain(session, ladder, own, as_of, calendar)
    return counts


def _due_within(reach: Reach) -> ColumnElement[bool]:
    # The first condition follows from the second: it is there for the index.
    until = and_(task.c.due_on <= reach.until, counted_from <= reach.until)
    return until if reach.after is None else and_(until, counted_from > reach.after)


def _to_assign() -> People:
    return told(Audience.COORDINATOR).where(task.c.unit_id.is_(None))


def _assigned() -> People:
    return told(Audience.OWNER).where(_given())


def _given() -> ColumnElement[bool]:
    """Whether the task is somebody's."""
    return or_(task.c.unit_id.is_not(None), task.c.owner_id.is_not(None))


def _ask_to_explain(
    session: Session, ladder: Ladder, own: ColumnElement[bool], as_of: date, calendar: WorkingCalendar
) -> None:
    """Ask once for each version of a deadline: of someone, and not for what was handed in on time.

    What was asked for a day that lies ahead is asked now where it is due now.
    """
    asking = next((rung for rung in ladder.rungs if rung.explain), None)
    if asking is None:
        return
    asked = select(explanation.c.id).where(
        explanation.c.task_id == task.c.id,
        explanation.c.due_version == task.c.due_version,
        explanation.c.asked_on <= as_of,
    )
    late = or_(task.c.submitted_on.is_(None), task.c.submitted_on > task.c.due_on)
    values = {
        "task_id": task.c.id,
        "due_version": task.c.due_version,
        "asked_on": literal(as_of),
        "due_on": literal(calendar.shift(as_of, ladder.explain_within)),
        "text": literal(""),
    }
    rows = (
        select(*values.values())
        .join(item, item.c.id == task.c.item_id)
        .where(
            task.c.state.in_(ladder.states),
            counted_from <= ladder.latest_due(asking, as_of, calendar),
            own,
            _given(),
            late,
            ~asked.exists(),
        )
        .order_by(task.c.id)
    )
    insert = insert_into(session, explanation).from_select(list(values), rows, include_defaults=False)
    dates = {name: insert.excluded[name] for name in ("asked_on", "due_on")}
    key = ["task_id", "due_version"]
    later = explanation.c.asked_on > insert.excluded.asked_on
    run(session, insert.on_conflict_do_update(index_elements=key, set_=dates, where=later))


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
