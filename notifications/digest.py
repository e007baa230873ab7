"""The digest (bản tin nhắc việc): all that one person is told by one mail."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Select, select
from sqlmodel import Session

from models import NoticeKind, NoticeState, RoundStage
from notifications.ladder import ASSIGN, ASSIGNED, LADDER, LADDER_KINDS, urgency
from notifications.occasion import Occasion, occasion
from notifications.tables import item, notice, person, plan, review_round, run, task, unit
from notifications.words import render
from tasks_registry.plain_text import shorten
from tasks_registry.working_days import WorkingCalendar

LATE: Final = "late"
SOON: Final = "soon"
GROUPS: Final = (LATE, SOON, ASSIGN, ASSIGNED)
TITLE_LENGTH: Final = 160
TASK_KINDS: Final = (*LADDER_KINDS, NoticeKind.ASSIGNMENT)


@dataclass(frozen=True)
class Line:
    """A task in a digest. `days`: working days left on `as_of`, negative when late; None without a deadline.

    `unit` is None where the lead unit is not known; `own` tells whether it is the reader's own unit.
    `occasion` says which of several occurrences of its item it is.
    """

    task_id: int
    item_id: int
    step: str
    text: str
    plan: str
    unit: str | None
    lead_name: str
    owner: str | None
    own: bool
    due_on: date | None
    deadline_raw: str
    occasion: Occasion | None
    days: int | None
    as_of: date

    @property
    def group(self) -> str:
        """Where the line stands in the digest (`GROUPS`): what the deadline says goes before the step."""
        if self.due_on is not None and self.due_on < self.as_of:
            return LATE
        return self.step if self.step in (ASSIGN, ASSIGNED) else SOON


@dataclass(frozen=True)
class Ask:
    """A review round to answer or that was closed, or a task that lacks evidence (then `task_id` is set)."""

    kind: NoticeKind
    step: str
    plan: str
    task_id: int | None = None
    text: str = ""
    period: str = ""
    closes_on: date | None = None
    open: bool = False


@dataclass(frozen=True)
class Digest:
    """What a person is told: the lines by group, the most late or nearest deadline first, then the asks.

    `message_id` is the left part of the mail's Message-ID, and names its notices in the outbox.
    """

    recipient: str
    name: str
    language: str
    message_id: str
    as_of: date
    lines: tuple[Line, ...]
    asks: tuple[Ask, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """How many lines each group has."""
        return Counter(line.group for line in self.lines)

    @property
    def warning(self) -> int:
        """The highest warning (lần n) that the reader gets for the work of others; 0 for none."""
        return max((LADDER.warning(line.step) for line in self.lines), default=0)

    @property
    def own_work(self) -> bool:
        """Whether the reader has something to do, or to assign, and not only to urge others."""
        return any(not LADDER.warning(line.step) for line in self.lines) or bool(self.asks)

    @property
    def own_late(self) -> bool:
        """Whether work of the reader is late."""
        return any(line.group == LATE and not LADDER.warning(line.step) for line in self.lines)

    @property
    def subject(self) -> str:
        """One line of text, whatever the templates hold."""
        return " ".join(render(self.language, "subject.txt", digest=self).split())

    def as_dict(self) -> dict[str, Any]:
        """The form of `dondoc remind --json`."""
        tasks = [{"id": line.task_id, "step": line.step} for line in self.lines]
        tasks += [{"id": ask.task_id, "step": ask.step} for ask in self.asks if ask.task_id is not None]
        return {"recipient": self.recipient, "subject": self.subject, "tasks": tasks}


def build_digests(session: Session, token: str, *, as_of: date, calendar: WorkingCalendar) -> list[Digest]:
    """One digest for each mail that was claimed under `token`, as things stand on `as_of`."""
    working_days = cache(lambda due: calendar.between(as_of, due))
    rows = run(session, _claimed(token))
    mails = groupby(rows, key=lambda row: (row.person_id, row.message_id))
    return [_digest(list(found), as_of, working_days) for _, found in mails]


def _claimed(token: str) -> Select[Any]:
    owner = person.alias("owner")
    round_plan = plan.alias("round_plan")
    return (
        select(
            notice.c.person_id,
            notice.c.message_id,
            notice.c.kind,
            notice.c.step,
            person.c.email,
            person.c.name,
            person.c.language,
            person.c.unit_id.label("own_unit_id"),
            task.c.id.label("task_id"),
            task.c.item_id,
            task.c.slot,
            task.c.scheduled_on,
            task.c.unit_id,
            task.c.lead_name,
            task.c.due_on,
            task.c.deadline_raw,
            item.c.text,
            item.c.deadlines,
            plan.c.title.label("plan"),
            plan.c.number.label("plan_number"),
            unit.c.name.label("unit"),
            owner.c.name.label("owner"),
            review_round.c.period,
            review_round.c.closes_on,
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
        .join(review_round, review_round.c.id == notice.c.round_id, isouter=True)
        .join(round_plan, round_plan.c.id == review_round.c.plan_id, isouter=True)
        .where(notice.c.state == NoticeState.CLAIMED, notice.c.claimed_by == token)
        .order_by(notice.c.person_id, notice.c.message_id, notice.c.id)
    )


def _digest(rows: list[Any], as_of: date, working_days: Callable[[date], int]) -> Digest:
    first = rows[0]
    of_tasks = [row for row in rows if row.kind in TASK_KINDS]
    lines = (_line(row, as_of, working_days) for row in _most_urgent(of_tasks))
    return Digest(
        recipient=first.email,
        name=first.name,
        language=first.language,
        message_id=first.message_id,
        as_of=as_of,
        lines=tuple(sorted(lines, key=_order)),
        asks=tuple(_ask(row) for row in rows if row.kind not in TASK_KINDS),
    )


def _most_urgent(rows: list[Any]) -> Iterator[Any]:
    """One row for each task: its most urgent step."""
    by_task = sorted(rows, key=lambda row: (row.task_id, -urgency(row.step)))
    return (next(found) for _, found in groupby(by_task, key=lambda row: row.task_id))


def _line(row: Any, as_of: date, working_days: Callable[[date], int]) -> Line:
    return Line(
        task_id=row.task_id,
        item_id=row.item_id,
        step=row.step,
        text=row.text,
        plan=_plan(row.plan, row.plan_number),
        unit=row.unit,
        lead_name=row.lead_name,
        owner=row.owner,
        own=row.unit_id is not None and row.unit_id == row.own_unit_id,
        due_on=row.due_on,
        deadline_raw=row.deadline_raw,
        occasion=occasion(row.slot, row.deadlines, row.scheduled_on),
        days=None if row.due_on is None else working_days(row.due_on),
        as_of=as_of,
    )


def _plan(title: str, number: str) -> str:
    short = shorten(title, TITLE_LENGTH)
    return f"{short} (số {number})" if number else short


def _order(line: Line) -> tuple[int, date, int]:
    return GROUPS.index(line.group), line.due_on or date.max, line.task_id


def _ask(row: Any) -> Ask:
    if row.kind is NoticeKind.EVIDENCE:
        return Ask(row.kind, row.step, _plan(row.plan, row.plan_number), task_id=row.task_id, text=row.text)
    return Ask(
        row.kind,
        row.step,
        _plan(row.round_plan, row.round_plan_number),
        period=row.period,
        closes_on=row.closes_on,
        open=row.stage is RoundStage.OPEN,
    )
