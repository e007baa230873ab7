"""What a review round comes to: the four-way count by unit, and the snapshot that freezes all of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session, and_, case, col, func, or_, select

from config.clock import local_day
from models import (
    EntryState,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    TaskState,
    Unit,
    UnitSheet,
)
from tasks_registry.days.periods import parse_period
from tasks_registry.frozen import sealed_pieces
from tasks_registry.rounds.snapshot_writing import write_snapshot
from tasks_registry.rounds.view import counted_entries, iso, present_entries
from tasks_registry.tasks.explanations import owed
from tasks_registry.tasks.health import Health

VERSION = 2
EARLIER = 8  # rounds that a trend shows


@dataclass(frozen=True)
class UnitOutcome:
    """The count of one unit: entries, those answered, and its tasks by health at the window's end.

    `stage` and `explanation` are those of its sheet (`SheetStage`); a round of before there were sheets, and
    tasks without a unit, have none.
    """

    unit: str
    unit_code: str = ""
    entries: int = 0
    answered: int = 0
    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    no_deadline: int = 0
    stage: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class RoundOutcome:
    """The count of a round, by unit and in all."""

    units: tuple[UnitOutcome, ...]

    @property
    def entries(self) -> int:
        """How many entries there are, without those of cancelled tasks."""
        return sum(unit.entries for unit in self.units)

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(unit.answered for unit in self.units)

    @property
    def unanswered(self) -> int:
        """How many have none."""
        return self.entries - self.answered


@dataclass(frozen=True)
class RoundRow:
    """A round as a list shows it."""

    review: ReviewRound
    plan: Plan
    entries: int
    answered: int


def round_rows(session: Session, plan: Plan | None = None) -> list[RoundRow]:
    """The rounds of a plan, or of all, the latest first; all entries are counted."""
    answered = case((col(ReviewEntry.state) == EntryState.ANSWERED, 1), else_=0)
    query = (
        select(ReviewRound, Plan, func.count(col(ReviewEntry.id)), func.coalesce(func.sum(answered), 0))
        .join(Plan, col(ReviewRound.plan_id) == Plan.id)
        .join(ReviewEntry, col(ReviewEntry.round_id) == ReviewRound.id, isouter=True)
        .group_by(col(ReviewRound.id), col(Plan.id))
        .order_by(col(ReviewRound.opens_on).desc(), col(ReviewRound.id))
    )
    if plan is not None:
        query = query.where(ReviewRound.plan_id == plan.id)
    return [RoundRow(*row) for row in session.exec(query)]


def outcome(session: Session, review: ReviewRound) -> RoundOutcome:
    """The count of a round: from its snapshot once it is closed, of the present state until then.

    What a unit explains after the closing is shown all the same.
    """
    sheets = _sheets(session, review)
    if review.stage is RoundStage.OPEN:
        tally = _Tally()
        for entry in counted_entries(session, review):
            tally.add(entry)
        return tally.outcome(sheets)
    units = select(col(ReviewRound.snapshot)["units"]).where(ReviewRound.id == review.id)
    frozen = [UnitOutcome(**unit) for unit in session.exec(units).one()]
    said = {code: sheet.explanation for code, sheet in sheets.items()}
    return RoundOutcome(
        tuple(replace(unit, explanation=said.get(unit.unit_code, unit.explanation)) for unit in frozen)
    )


def _sheets(session: Session, review: ReviewRound) -> dict[str, UnitSheet]:
    """The sheets of a round by the codes of their units."""
    query = (
        select(Unit.code, UnitSheet)
        .join(UnitSheet, col(UnitSheet.unit_id) == Unit.id)
        .where(UnitSheet.round_id == review.id)
    )
    return dict(session.exec(query).all())


class _Tally:
    """Entries counted by unit as they pass, one after the other."""

    def __init__(self) -> None:
        self.units: dict[tuple[str, str], Counter[str]] = {}
        self.tasks: set[int | None] = set()

    def add(self, entry: Mapping[str, Any]) -> None:
        """Count an entry; that of a cancelled task is none."""
        self.tasks.add(entry.get("task_id"))
        if entry["task_state"] == TaskState.CANCELLED:
            return
        counts = self.units.setdefault((entry["unit"], entry["unit_code"]), Counter())
        counts["entries"] += 1
        counts["answered"] += entry["state"] == EntryState.ANSWERED
        if entry["health"]:
            counts[entry["health"]] += 1

    def watch(self, batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[Sequence[Mapping[str, Any]]]:
        """`batches` themselves; what has passed is counted."""
        for batch in batches:
            for entry in batch:
                self.add(entry)
            yield batch

    def outcome(self, sheets: Mapping[str, UnitSheet]) -> RoundOutcome:
        """What was counted, by unit, with the stage of each unit's sheet."""
        units = []
        for (unit, code), counts in sorted(self.units.items()):
            sheet = sheets.get(code)
            stage, said = (sheet.stage.value, sheet.explanation) if sheet else ("", "")
            units.append(UnitOutcome(unit, code, stage=stage, explanation=said, **counts))
        return RoundOutcome(tuple(units))


def freeze_round(session: Session, review: ReviewRound) -> None:
    """Keep the round as plain JSON with its checksum: what a report is made from, whatever changes later.

    `version` 2; what was frozen before there were versions names the plan by its code alone, and has no
    sheets, explanations or earlier rounds.
    """
    before = {
        "version": VERSION,
        "plan": _plan(session.get_one(Plan, review.plan_id)),
        "kind": review.kind.value,
        "period": review.period,
        "name": parse_period(review.period).name,
        "window_from": review.window_from.isoformat(),
        "window_to": review.window_to.isoformat(),
        "closes_on": review.closes_on.isoformat(),
        "closed_at": review.closed_at.isoformat() if review.closed_at else None,
    }
    tally = _Tally()

    def counted() -> dict[str, Any]:
        return {
            "units": [asdict(unit) for unit in tally.outcome(_sheets(session, review)).units],
            "explanations": _explanations(session, review, tally.tasks),
            "previous": _earlier(session, review),
        }

    entries = tally.watch(present_entries(session, review))
    write_snapshot(session, review, sealed_pieces(before, "entries", entries, counted))


def _plan(plan: Plan) -> dict[str, Any]:
    named = ("code", "title", "number", "issuer", "year", "end_year")
    return {**{name: getattr(plan, name) for name in named}, "issued_on": iso(plan.issued_on)}


def _explanations(session: Session, review: ReviewRound, tasks: Set[int | None]) -> list[dict[str, Any]]:
    """What was asked, up to the closing, about late tasks of the round, and what was said."""
    day = local_day(review.closed_at) if review.closed_at else review.closes_on
    return [
        {
            "task_id": each.task_id,
            "text": each.text,
            "unit": each.unit,
            "days_late": each.days_late,
            "asked_on": each.asked_on.isoformat(),
            "due_on": each.due_on.isoformat(),
            "text_given": each.answer,
        }
        for each in owed(session, day)
        if each.task_id in tasks
    ]


def _earlier(session: Session, review: ReviewRound) -> list[dict[str, Any]]:
    """The counts of the plan's closed rounds before this one, oldest first; a year's parts are before it."""
    to, start = col(ReviewRound.window_to), col(ReviewRound.window_from)
    before = or_(to < review.window_to, and_(to == review.window_to, start > review.window_from))
    query = (
        select(ReviewRound.period, col(ReviewRound.snapshot)["units"])
        .where(ReviewRound.plan_id == review.plan_id, ReviewRound.stage == RoundStage.CLOSED, before)
        .order_by(to.desc(), start)
        .limit(EARLIER)
    )
    return [
        {
            "period": period,
            "name": parse_period(period).name,
            **{health.value: sum(unit[health.value] for unit in units) for health in Health},
        }
        for period, units in reversed(session.exec(query).all())
    ]
