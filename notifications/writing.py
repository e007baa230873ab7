"""Writing notices into the outbox: one statement for all whom a step concerns, however many they are."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlmodel import Session

from models import NoticeKind, NoticeState
from notifications.ladder import LADDER_KINDS
from notifications.recipients import PERSON, People
from notifications.tables import notice, run, task

OVERTAKEN: Final = "chưa gửi được thì đã đến bước sau"
LONGEST_REASON: Final = 500
COMMON: Final = (
    *("kind", "step", "audience", "tag", "due_day"),
    *("state", "created_at", "next_try_at", "attempts", "last_error"),
)
# In words, because a statement with SQLAlchemy's own clause for conflicts is compiled anew each time: that
# would be half the time of a rehearsed day.
REVIVED: Final = text(
    f"ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COMMON)}, "
    f"message_id = NULL WHERE notice.state = '{NoticeState.CANCELLED.value}' OR "
    f"notice.state = '{NoticeState.PENDING.value}' AND notice.due_day > excluded.due_day "
    f"AND excluded.state = '{NoticeState.PENDING.value}'"
)


@dataclass(frozen=True)
class Step:
    """What is written for each task and person.

    It is old news to whom a step of `since` days from the deadline, or later, was told; without `since`, to
    whom it was told itself; what only waits for a day after `known_by` is not known yet. `day` is the day for
    which it is due, or a column of days.
    """

    name: str
    kind: NoticeKind
    day: date | ColumnElement[date]
    now: datetime
    known_by: date
    since: int | None = None
    audience: str = ""
    tag: str = ""
    state: NoticeState = NoticeState.PENDING
    reason: str | None = None


def write(session: Session, people: People, step: Step) -> int:
    """Write `step` for each of `people` who does not know it; a notice that was cancelled comes back to life.
    What is known is left out by the query and not only by the unique key: on PostgreSQL every row that
    meets a conflict would use up a number of the table.
    """
    version = task.c.given_version if step.kind is NoticeKind.ASSIGNMENT else task.c.due_version
    key = _key(PERSON.c.id, step.kind.value, task.c.id, step.name, version)
    since = and_(
        notice.c.task_id == task.c.id,
        notice.c.person_id == PERSON.c.id,
        notice.c.due_version == version,
        _place(notice) >= (step.since or 0),
    )
    known = select(notice.c.id).where(
        notice.c.key == key if step.since is None else since,
        notice.c.state != NoticeState.CANCELLED,
        or_(notice.c.state != NoticeState.PENDING, notice.c.due_day <= step.known_by),
    )
    values = {
        "key": key,
        "person_id": PERSON.c.id,
        "task_id": task.c.id,
        "due_version": version,
        **_common(step),
    }
    # In one order, so that two senders who write the same notices wait for each other and never in a ring.
    rows = people.where(~known.exists()).with_only_columns(*values.values()).order_by(task.c.id, PERSON.c.id)
    insert = notice.insert().from_select(list(values), rows.suffix_with(REVIVED), include_defaults=False)
    count: int = run(session, insert).rowcount
    return count


def _key(*parts: ColumnElement[int] | str) -> ColumnElement[str]:
    words = [literal(part) if isinstance(part, str) else cast(part, String) for part in parts]
    return reduce(add, [words[0], *(literal("/") + word for word in words[1:])])


def _common(step: Step) -> dict[str, ColumnElement[Any]]:
    about = (step.kind, step.name, step.audience, step.tag, step.day)
    values = zip(COMMON, (*about, step.state, step.now, step.now, 0, step.reason), strict=True)
    return {
        name: value if isinstance(value, ColumnElement) else literal(value, notice.c[name].type)
        for name, value in values
    }


def give_way(session: Session, as_of: date) -> None:
    """What waits from earlier days is missed where its person has a newer step of the same deadline."""
    newer = notice.alias("newer")
    overtaken = select(newer.c.id).where(
        newer.c.task_id == notice.c.task_id,
        newer.c.person_id == notice.c.person_id,
        newer.c.due_version == notice.c.due_version,
        newer.c.kind.in_(LADDER_KINDS),
        newer.c.state != NoticeState.CANCELLED,
        newer.c.due_day <= as_of,
        _place(newer) > _place(notice),
    )
    waiting = and_(notice.c.state == NoticeState.PENDING, notice.c.kind.in_(LADDER_KINDS))
    waiting = and_(waiting, notice.c.due_day < as_of)
    old = select(notice.c.id).where(waiting, overtaken.exists())
    untouched = old.with_for_update(skip_locked=True)  # what another sender takes just now, it may send
    why = func.substr(OVERTAKEN + func.coalesce(": " + notice.c.last_error, ""), 1, LONGEST_REASON)
    missed = {"state": NoticeState.MISSED, "last_error": why}
    run(session, update(notice).where(notice.c.id.in_(untouched)).values(missed))


def _place(of: FromClause) -> ColumnElement[int]:
    """The days from the deadline that a notice's step stands for, on whatever ladder it was (`urgency`)."""
    days = {"late-": 1, "before-": -1}
    named = [
        (of.c.step.startswith(name), sign * cast(func.substr(of.c.step, len(name) + 1), Integer))
        for name, sign in days.items()
    ]
    return case((of.c.step == "due", 0), *named, else_=-1000)
