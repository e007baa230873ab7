"""A frozen round as values (`snapshots.read_round` makes them): what a report shows.

What an older snapshot does not say is None or empty here; a report then says that there is no figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models import RoundKind
from reports.wording import grouped
from tasks_registry.tasks.health import Health

FOUR_WAYS = (Health.DONE_ON_TIME, Health.DONE_LATE, Health.OPEN_IN_TIME, Health.OPEN_LATE)
COUNTED = tuple(health.value for health in (*FOUR_WAYS, Health.NO_DEADLINE))


@dataclass(frozen=True)
class Counts:
    """The official four-way count and what has no deadline; None where the snapshot does not say."""

    done_on_time: int | None
    done_late: int | None
    open_in_time: int | None
    open_late: int | None
    no_deadline: int | None

    @property
    def dated(self) -> int | None:
        """How many tasks have a deadline."""
        return _sum((self.done_on_time, self.done_late, self.open_in_time, self.open_late))

    @property
    def total(self) -> int | None:
        """How many tasks there are."""
        return _sum((self.dated, self.no_deadline))

    @property
    def figures(self) -> tuple[int | None, ...]:
        """A table's row: total, the four ways, no deadline."""
        return (self.total, *(getattr(self, name) for name in COUNTED))

    @property
    def shown(self) -> tuple[str, ...]:
        """`figures` as a page prints them; a dash where one is not known."""
        return tuple("–" if each is None else grouped(each) for each in self.figures)

    @property
    def done(self) -> int | None:
        """How many of those with a deadline are done."""
        return _sum((self.done_on_time, self.done_late))


@dataclass(frozen=True)
class UnitCounts:
    """One unit: its tasks, its entries, and the stage of its sheet where rounds have sheets."""

    unit: str
    counts: Counts
    entries: int | None
    answered: int | None
    stage: str
    explanation: str


@dataclass(frozen=True)
class Document:
    """A piece of evidence; `accepted` and `reachable` are None until somebody looked."""

    id: object
    label: str
    accepted: bool | None
    reachable: bool | None


@dataclass(frozen=True)
class Entry:
    """What a unit says of one task, or of one criterion (`criterion` is then its code)."""

    unit: str
    criterion: str
    text: str
    number: str
    health: Health | None
    cancelled: bool
    answered: bool
    due_on: date | None
    deadline_raw: str
    finished_on: date | None
    done: str
    difficulties: str
    proposals: str
    evidence: tuple[Document, ...]

    @property
    def is_done(self) -> bool:
        """Whether a task with a deadline counts as done."""
        return self.health in (Health.DONE_ON_TIME, Health.DONE_LATE)


@dataclass(frozen=True)
class Explanation:
    """A late task that owes an explanation (giải trình); `text` is empty until it is given."""

    task: str
    unit: str
    days_late: int | None
    due_on: date | None
    text: str


@dataclass(frozen=True)
class PlanFacts:
    """The plan as the snapshot names it."""

    code: str
    title: str
    number: str
    issuer: str
    issued_on: date | None


@dataclass(frozen=True)
class EarlierRound:
    """The count of an earlier round of the plan."""

    period: str
    name: str
    counts: Counts


@dataclass(frozen=True)
class Round:
    """A closed round."""

    plan: PlanFacts
    kind: str
    period: str
    name: str
    window_from: date | None
    window_to: date | None
    closed_at: datetime | None
    entries: tuple[Entry, ...]
    units: tuple[UnitCounts, ...]
    explanations: tuple[Explanation, ...] | None
    earlier: tuple[EarlierRound, ...]
    checksum: str

    @property
    def tasks(self) -> tuple[Entry, ...]:
        """The entries about tasks that were not cancelled."""
        return tuple(each for each in self.entries if not each.criterion and not each.cancelled)

    @property
    def counts(self) -> Counts:
        """The count of all units together; unknown where that of one is."""
        return Counts(*(_sum(getattr(unit.counts, name) for unit in self.units) for name in COUNTED))

    @property
    def working(self) -> Sequence[UnitCounts]:
        """The units that have tasks; some are only asked about criteria."""
        return [unit for unit in self.units if unit.counts.total != 0]

    @property
    def trend(self) -> Sequence[EarlierRound]:
        """Rounds that can be compared, oldest first: of this kind, with this one; of a year its parts."""
        here = EarlierRound(self.period, self.name, self.counts)
        known = [each for each in self.earlier if each.counts.total]
        if self.is_year:
            parts = [each for each in known if each.period.startswith(f"{self.period}-")]
            quarters = [each for each in parts if _shape(each.period) == "Q"]
            return quarters or [each for each in parts if _shape(each.period) == "BC"]
        alike = [each for each in known if _shape(each.period) == _shape(self.period)]
        return [*alike, here] if self.counts.total else alike

    @property
    def is_year(self) -> bool:
        """Whether it looks at a whole year."""
        return self.kind == RoundKind.YEAR


def _sum(figures: Iterable[int | None]) -> int | None:
    known = list(figures)
    return None if any(each is None for each in known) else sum(each for each in known if each is not None)


def _shape(period: str) -> str:
    """What a code's period can be compared with: "2026-Q2" with any Q, "2026-6T" with any 6T."""
    part = period.partition("-")[2]
    return part if part.endswith("T") else part.rstrip("0123456789")


def by_unit(pairs: Iterable[tuple[str, str]]) -> Sequence[tuple[str, tuple[str, ...]]]:
    """The texts of each unit in the order of their first word, the same words once, empty ones left out."""
    said: dict[str, dict[str, None]] = {}
    for unit, text in pairs:
        if text:
            said.setdefault(unit, {})[text] = None
    return [(unit, tuple(texts)) for unit, texts in said.items()]
