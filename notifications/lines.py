"""What a digest (bản tin nhắc việc) says: tasks, reviews and evidence asked for, the program about itself."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from models import NoticeKind
from notifications.calendar_file import Event
from notifications.ladder import ASSIGN, ASSIGNED, LADDER_KINDS
from notifications.occasion import Occasion

LATE: Final = "late"
SOON: Final = "soon"
COORDINATING: Final = "coordinating"  # the audience whose unit only lends a hand, and its group
OWN: Final = ("", "owner")  # the audiences that are told of their own work
GROUPS: Final = (LATE, SOON, ASSIGN, ASSIGNED, COORDINATING)
MOST_CRITERIA: Final = 60  # a whole set's
TASK_KINDS: Final = (*LADDER_KINDS, NoticeKind.ASSIGNMENT)  # the notices that become lines


@dataclass(frozen=True)
class Line:
    """A task in a digest. `days`: working days left on `as_of`, negative when late; None without a deadline.

    `audience` and `tag` are those of its notice. `unit` is None where the lead unit is not known, `owner`
    where it is nobody else than the reader. `occasion` says which of several occurrences of its item it is,
    `explain_by` until when a written explanation (giải trình) is owed. A `secret` task comes without words.
    """

    task_id: int
    item_id: int
    step: str
    audience: str
    tag: str
    secret: bool
    text: str
    plan: str
    unit: str | None
    lead_name: str
    owner: str | None
    due_on: date | None
    due_version: int
    deadline_raw: str
    occasion: Occasion | None
    days: int | None
    explain_by: date | None
    as_of: date

    @property
    def group(self) -> str:
        """Where the line stands in the digest (`GROUPS`): what the deadline says goes before the step."""
        if self.audience == COORDINATING:
            return COORDINATING
        if self.due_on is not None and self.due_on < self.as_of:
            return LATE
        return self.step if self.step in (ASSIGN, ASSIGNED) else SOON

    @property
    def own(self) -> bool:
        """Whether the reader is to do it, or to assign it, and not only to urge others or lend a hand."""
        return self.audience in OWN

    @property
    def urged(self) -> bool:
        """Whether it is the work of others that the reader is to urge."""
        return not self.own and self.audience != COORDINATING

    @property
    def event(self) -> Event | None:
        """Its deadline in a calendar; None without one."""
        if self.due_on is None:
            return None
        return Event(self.task_id, self.due_on, self.due_version, self.text, self.unit or "")


@dataclass(frozen=True)
class Criterion:
    """A criterion without evidence, and what its set asks to be shown."""

    code: str
    name: str
    wanted: str


@dataclass(frozen=True)
class Ask:
    """A review round to answer or that was closed, evidence that is missing, or a document to look at.

    What lacks evidence is a task (`task_id`, `text`), or `criteria` of a round, all of a person together,
    until `closes_on`. A `document` is that of a task or of the one criterion that `text` names; `found` is
    what became of opening its `link`, and `moved_to` where it leads now.
    """

    kind: NoticeKind
    step: str
    plan: str
    task_id: int | None = None
    text: str = ""
    period: str = ""
    closes_on: date | None = None
    open: bool = False
    criteria: tuple[Criterion, ...] = ()
    document: str = ""
    link: str = ""
    found: str = ""
    moved_to: str = ""

    @property
    def shown(self) -> tuple[Criterion, ...]:
        """The criteria that are named."""
        return self.criteria[:MOST_CRITERIA]


@dataclass(frozen=True)
class Watch:
    """What the program has to say of itself: `step` names it, `day` is the day on which it was noticed."""

    step: str
    day: date
