"""The digest (bản tin nhắc việc): all that one person is told by one mail."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Select, and_, select
from sqlmodel import Session

from models import NoticeKind, NoticeState
from notifications.asks import Asked, plan_title
from notifications.calendar_events import ended_events
from notifications.calendar_file import Event
from notifications.ladder import urgency
from notifications.lines import COORDINATING, GROUPS, LATE, OWN, TASK_KINDS, Ask, Line, Watch
from notifications.occasion import occasion
from notifications.tables import explanation, item, notice, person, plan, review_round, run, task, unit
from notifications.words import render
from tasks_registry.days.working_days import WorkingCalendar

WORDLESS: Final[dict[str, Any]] = {
    **dict.fromkeys(("text", "plan", "lead_name", "deadline_raw"), ""),
    **dict.fromkeys(("unit", "owner", "occasion"), None),
}
"""What is left of a secret task: its number, its deadline, what is owed; nothing else reaches a template."""


@dataclass(frozen=True)
class Summary:
    """What is remembered of a mail: `lines` is the number of its tasks, `steps` the step told of each.

    Of a city's morning all are held at once, of the mails themselves no more than one claim's.
    """

    recipient: str
    subject: str
    lines: int
    steps: tuple[tuple[int, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The form of `dondoc remind --json`."""
        tasks = [{"id": task_id, "step": step} for task_id, step in self.steps]
        return {"recipient": self.recipient, "subject": self.subject, "tasks": tasks}


@dataclass(frozen=True)
class Digest:
    """What a person is told: the lines by group, the most late or nearest deadline first, then the rest.

    `message_id` is the left part of the mail's Message-ID, and names its notices in the outbox. `ended` are
    the deadlines that leave the reader's calendar; `weekly` and `paused_until` say how digests come.
    """

    recipient: str
    name: str
    language: str
    message_id: str
    as_of: date
    lines: tuple[Line, ...]
    asks: tuple[Ask, ...] = ()
    watches: tuple[Watch, ...] = ()
    ended: tuple[Event, ...] = ()
    weekly: bool = False
    paused_until: date | None = None

    @cached_property
    def counts(self) -> Counter[str]:
        """How many lines each group has."""
        return Counter(line.group for line in self.lines)

    @property
    def tag(self) -> str:
        """What heads the subject: the tag of the most urgent line, those to coordinate last; "" for none."""
        tagged = [line for line in self.lines if line.tag]
        tags = {(line.audience != COORDINATING, urgency(line.step)): line.tag for line in tagged}
        return tags[max(tags)] if tags else ""

    @property
    def urged(self) -> bool:
        """Whether the reader is to urge others to work that is not late yet."""
        return any(line.urged and line.group != LATE for line in self.lines)

    @property
    def urged_late(self) -> bool:
        """Whether the reader is to urge others to work that is late."""
        return any(line.urged and line.group == LATE for line in self.lines)

    @property
    def own_work(self) -> bool:
        """Whether the reader has something to do, or to assign, and not only to urge others."""
        return any(line.own for line in self.lines) or bool(self.asks)

    @property
    def own_late(self) -> bool:
        """Whether work of the reader is late."""
        return any(line.own and line.group == LATE for line in self.lines)

    @property
    def has_deadlines(self) -> bool:
        """Whether there is anything to put into, or take out of, a calendar."""
        return bool(self.ended) or any(line.due_on is not None for line in self.lines)

    @property
    def paused(self) -> bool:
        """Whether the reader gets nothing but escalations until `paused_until`."""
        return self.paused_until is not None and self.as_of < self.paused_until

    @cached_property
    def subject(self) -> str:
        """One line of text, whatever the templates hold."""
        return " ".join(render(self.language, "subject.txt", digest=self).split())

    @property
    def summary(self) -> Summary:
        """What is left to know of it when it is sent."""
        steps = [(line.task_id, line.step) for line in self.lines]
        steps += [(ask.task_id, ask.step) for ask in self.asks if ask.task_id is not None]
        return Summary(self.recipient, self.subject, len(self.lines), tuple(steps))

    def as_dict(self) -> dict[str, Any]:
        """The same in the form of `dondoc remind --json`."""
        return self.summary.as_dict()


def build_digests(session: Session, token: str, *, as_of: date, calendar: WorkingCalendar) -> list[Digest]:
    """One digest for each mail that was claimed under `token`, as things stand on `as_of`."""
    working_days = cache(lambda due: calendar.between(as_of, due))
    rows = run(session, _claimed(token))
    mails = groupby(rows, key=lambda row: (row.person_id, row.message_id))
    ended = ended_events(session, token, as_of=as_of)
    asked = Asked(session, token)
    return [
        _digest(list(found), asked, ended.get(whose, []), as_of, working_days) for (whose, _), found in mails
    ]


def _claimed(token: str) -> Select[Any]:
    owner = person.alias("owner")
    round_plan = plan.alias("round_plan")
    owed = and_(
        explanation.c.task_id == task.c.id,
        explanation.c.due_version == task.c.due_version,
        explanation.c.answered_at.is_(None),
    )
    return (
        select(
            notice.c.person_id,
            notice.c.message_id,
            notice.c.kind,
            notice.c.step,
            notice.c.audience,
            notice.c.tag,
            notice.c.due_day,
            notice.c.round_id,
            notice.c.entry_id,
            notice.c.evidence_id,
            person.c.email,
            person.c.name,
            person.c.language,
            person.c.weekly,
            person.c.paused_until,
            task.c.id.label("task_id"),
            task.c.item_id,
            task.c.slot,
            task.c.scheduled_on,
            task.c.owner_id,
            task.c.lead_name,
            task.c.due_on,
            task.c.due_version,
            task.c.deadline_raw,
            item.c.text,
            item.c.secret,
            item.c.deadlines,
            plan.c.title.label("plan"),
            plan.c.number.label("plan_number"),
            unit.c.name.label("unit"),
            owner.c.name.label("owner"),
            explanation.c.due_on.label("explain_by"),
            review_round.c.period,
            review_round.c.closes_on,
            review_round.c.phases,
            review_round.c.stage,
            round_plan.c.title.label("round_plan"),
            round_plan.c.number.label("round_plan_number"),
        )
        .join(person, person.c.id == notice.c.person_id)
        .join(task, task.c.id == notice.c.task_id, isouter=True)
        .join(item, item.c.id == task.c.item_id, isouter=True)
        .join(plan, plan.c.id == item.c.plan_id, isouter=True)
        .join(unit, unit.c.id == task.c.unit_id, isouter=True)
        .join(owner, owner.c.id == task.c.owner_id, isouter=True)
        .join(explanation, owed, isouter=True)
        .join(review_round, review_round.c.id == notice.c.round_id, isouter=True)
        .join(round_plan, round_plan.c.id == review_round.c.plan_id, isouter=True)
        .where(notice.c.state == NoticeState.CLAIMED, notice.c.claimed_by == token)
        .order_by(notice.c.person_id, notice.c.message_id, notice.c.id)
    )


def _digest(
    rows: list[Any],
    asked: Asked,
    ended: list[Event],
    as_of: date,
    working_days: Callable[[date], int],
) -> Digest:
    first = rows[0]
    of_tasks = [row for row in rows if row.kind in TASK_KINDS]
    lines = sorted((_line(row, as_of, working_days) for row in _most_urgent(of_tasks)), key=_order)
    listed = {line.task_id for line in lines}
    others = [row for row in rows if row.kind not in TASK_KINDS]
    return Digest(
        recipient=first.email,
        name=first.name,
        language=first.language,
        message_id=first.message_id,
        as_of=as_of,
        lines=tuple(lines),
        asks=asked.asks([row for row in others if row.kind is not NoticeKind.WATCH]),
        watches=tuple(Watch(row.step, row.due_day) for row in others if row.kind is NoticeKind.WATCH),
        ended=tuple(event for event in ended if event.task_id not in listed),
        weekly=first.weekly,
        paused_until=first.paused_until,
    )


def _most_urgent(rows: list[Any]) -> Iterator[Any]:
    """One row for each task: its most urgent step, first as the reader's own work."""
    by_task = sorted(rows, key=lambda row: (row.task_id, -urgency(row.step), row.audience not in OWN))
    return (next(found) for _, found in groupby(by_task, key=lambda row: row.task_id))


def _line(row: Any, as_of: date, working_days: Callable[[date], int]) -> Line:
    mine = row.owner_id == row.person_id
    line = Line(
        task_id=row.task_id,
        item_id=row.item_id,
        step=row.step,
        audience="" if mine else row.audience,
        tag=row.tag,
        secret=row.secret,
        text=row.text,
        plan=plan_title(row.plan, row.plan_number),
        unit=row.unit,
        lead_name=row.lead_name,
        owner=None if mine else row.owner,
        due_on=row.due_on,
        due_version=row.due_version,
        deadline_raw=row.deadline_raw,
        occasion=occasion(row.slot, row.deadlines, row.scheduled_on),
        days=None if row.due_on is None else working_days(row.due_on),
        explain_by=row.explain_by,
        as_of=as_of,
    )
    return replace(line, **WORDLESS) if row.secret else line


def _order(line: Line) -> tuple[int, date, int]:
    return GROUPS.index(line.group), line.due_on or date.max, line.task_id
