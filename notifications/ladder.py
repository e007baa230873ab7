"""The ladder (ladder.yaml): how far from its deadline a task is told of, and to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Final

import yaml

from config.clock import ZONE
from models import NoticeKind
from tasks_registry.working_days import ONE_DAY, WorkingCalendar

ASSIGN: Final = "assign"  # the lead unit is not known: the plan's coordinator must name it
ASSIGNED: Final = "assigned"
LADDER_KINDS: Final = (NoticeKind.REMINDER, NoticeKind.ESCALATION)


class Audience(StrEnum):
    """Who hears of a rung."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    LEADER = "leader"


@dataclass(frozen=True)
class Rung:
    """A rung: `days` working days from the deadline, negative before it."""

    days: int
    to: Audience

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
class Reach:
    """The due dates for which `rung` is the newest: after `after` (None: however early), up to `until`."""

    rung: Rung
    after: date | None
    until: date


@dataclass(frozen=True)
class Ladder:
    """The rungs, the most urgent first, and the hours in which mail goes out by itself."""

    rungs: tuple[Rung, ...]
    send_from: time
    send_until: time

    def may_send(self, instant: datetime) -> bool:
        """Whether `instant` (aware) lies in the hours of sending."""
        return self.send_from <= instant.astimezone(ZONE).time() < self.send_until

    def steps(self, audience: Audience) -> tuple[str, ...]:
        """The steps that `audience` is told, the most urgent first."""
        return tuple(rung.step for rung in self.rungs if rung.to is audience)

    def steps_from(self, rung: Rung) -> tuple[str, ...]:
        """`rung` and the steps after it: once one of them is told, `rung` is old news."""
        return tuple(other.step for other in self.rungs if other.days >= rung.days)

    def warning(self, step: str) -> int:
        """Which warning `step` is to those above the owner: its place among the late rungs; 0 for none."""
        late = [rung for rung in reversed(self.rungs) if rung.kind is NoticeKind.ESCALATION]
        places = {rung.step: n for n, rung in enumerate(late, 1) if rung.to is not Audience.OWNER}
        return places.get(step, 0)


def read_ladder(path: Path) -> Ladder:
    """The ladder of a file like ladder.yaml."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    rungs = [Rung(int(each["days"]), Audience(each["to"])) for each in document["rungs"]]
    if len({rung.days for rung in rungs}) < len(rungs):
        raise ValueError(f"{path.name}: two rungs with the same number of days would be one step")
    return Ladder(
        tuple(sorted(rungs, key=lambda rung: -rung.days)),
        time.fromisoformat(document["send_from"]),
        time.fromisoformat(document["send_until"]),
    )


LADDER: Final = read_ladder(Path(__file__).with_name("ladder.yaml"))


def reaches(rungs: Iterable[Rung], as_of: date, calendar: WorkingCalendar) -> Iterator[Reach]:
    """For each rung the due dates for which it is the newest of its audience on `as_of`.

    Everything that is due up to `as_of` is there, so that days without a run are made up for, and only
    once: the reaches of one audience never overlap. A due date on a day off stands; its rungs are counted
    from the last working day before it (domain.md 6).
    """
    nearer: dict[Audience, date] = {}
    for rung in sorted(rungs, key=lambda rung: -rung.days):
        until = _latest_due(rung, as_of, calendar)
        yield Reach(rung, nearer.get(rung.to), until)
        nearer[rung.to] = until


def _latest_due(rung: Rung, as_of: date, calendar: WorkingCalendar) -> date:
    """The latest due date whose `rung` has been reached by `as_of`, with the days off that follow it."""
    deadline = calendar.shift(calendar.on_or_before(as_of), -rung.days)
    return calendar.shift(deadline, 1) - ONE_DAY


def urgency(step: str) -> int:
    """Working days from the deadline that `step` stands for; any other step comes before the whole ladder."""
    name, _, days = step.partition("-")
    if name in ("before", "late") and days.isdecimal():
        return int(days) if name == "late" else -int(days)
    return 0 if step == "due" else -1000
