"""A ladder as values: how far from its deadline a task is told of, to whom, and which rung is the newest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from config.clock import ZONE
from models import NoticeKind, TaskState
from tasks_registry.days.working_days import ONE_DAY, WorkingCalendar

ASSIGN: Final = "assign"  # the lead unit is not known: the plan's coordinator must name it
ASSIGNED: Final = "assigned"
OPEN: Final = (TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.RETURNED)
"""States in which someone has something left to do; work handed in waits for others."""
LADDER_KINDS: Final = (NoticeKind.REMINDER, NoticeKind.ESCALATION)


class Audience(StrEnum):
    """Who hears of a rung; one who is in several hears it as the first of them."""

    OWNER = "owner"  # người phụ trách
    HEAD = "head"  # trưởng đơn vị chủ trì
    COORDINATOR = "coordinator"  # đầu mối theo dõi kế hoạch
    LEADER = "leader"  # lãnh đạo
    COORDINATING = "coordinating"  # đơn vị phối hợp, để biết


class Count(StrEnum):
    """The days in which a ladder counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Until(StrEnum):
    """What ends a ladder, besides a cancelled task and a moved deadline."""

    SUBMITTED = "submitted"
    DONE = "done"


@dataclass(frozen=True)
class Rung:
    """A rung: `days` from the deadline, negative before it. `tag` heads the mail; `explain` asks why."""

    days: int
    to: tuple[Audience, ...]
    tag: str = ""
    explain: bool = False

    @property
    def step(self) -> str:
        """The name that people and notices use: "before-7", "due", "late-3"."""
        if self.days == 0:
            return "due"
        return f"before-{-self.days}" if self.days < 0 else f"late-{self.days}"

    @property
    def kind(self) -> NoticeKind:
        """A reminder until the deadline, an escalation once it has passed."""
        return NoticeKind.ESCALATION if self.days > 0 else NoticeKind.REMINDER


@dataclass(frozen=True)
class Hours:
    """The hours of the day in Vietnam in which mail goes out by itself."""

    start: time
    end: time

    def cover(self, instant: datetime) -> bool:
        """Whether `instant` (aware) lies in them."""
        return self.start <= instant.astimezone(ZONE).time() < self.end


OFFICE_HOURS: Final = Hours(time(7), time(18))


@dataclass(frozen=True)
class Reach:
    """The due dates for which `rung` is the newest of `audience`: after `after` (None: however early)."""

    rung: Rung
    audience: Audience
    after: date | None
    until: date


@dataclass(frozen=True)
class Ladder:
    """The rungs, the most urgent first, repeats among them.

    An explanation is owed within `explain_within` working days. `hours` speak for the whole office.
    """

    rungs: tuple[Rung, ...]
    count: Count = Count.WORKING
    until: Until = Until.SUBMITTED
    explain_within: int = 3
    hours: Hours = OFFICE_HOURS

    @property
    def states(self) -> tuple[TaskState, ...]:
        """The states of tasks that climb it."""
        return OPEN if self.until is Until.SUBMITTED else (*OPEN, TaskState.SUBMITTED)

    def told(self) -> frozenset[tuple[str, str]]:
        """Each step with each audience that hears of it."""
        return frozenset((rung.step, audience.value) for rung in self.rungs for audience in rung.to)

    def latest_due(self, rung: Rung, as_of: date, calendar: WorkingCalendar) -> date:
        """The latest due date whose `rung` has been reached by `as_of`.

        A due date on a day off stands; its working days are counted from the last working day before it
        (domain.md 6). A calendar day that is off is told of on the working day before it, or after it where
        the task is late by then.
        """
        working = calendar.on_or_before(as_of)
        if self.count is Count.WORKING:
            return calendar.shift(calendar.shift(working, -rung.days), 1) - ONE_DAY
        day = working if rung.days > 0 else calendar.shift(working, 1) - ONE_DAY
        return day - timedelta(days=rung.days)

    def reaches(self, as_of: date, calendar: WorkingCalendar) -> Iterator[Reach]:
        """For each rung and audience the due dates for which it is the newest on `as_of`, most urgent first.

        Everything that is due up to `as_of` is there, so that days without a run are made up for, and only
        once: the reaches of one audience never overlap.
        """
        nearer: dict[Audience, date] = {}
        for rung in sorted(self.rungs, key=lambda rung: -rung.days):
            until = self.latest_due(rung, as_of, calendar)
            for audience in sorted(rung.to, key=list(Audience).index):
                yield Reach(rung, audience, nearer.get(audience), until)
                nearer[audience] = until


def urgency(step: str) -> int:
    """Days from the deadline that `step` stands for; any other step comes before the whole ladder."""
    name, _, days = step.partition("-")
    if name in ("before", "late") and days.isdecimal():
        return int(days) if name == "late" else -int(days)
    return 0 if step == "due" else -1000
