"""What a review round comes to: the four-way count by unit, and the snapshot that freezes all of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from tasks_registry.explanations import owed
from tasks_registry.frozen import sealed
from tasks_registry.health import Health
from tasks_registry.periods import parse_period
from tasks_registry.round_view import counted_entries, iso, shown_entries

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
    if review.snapshot is None:
        return _count(counted_entries(session, review), sheets)
    frozen = [UnitOutcome(**unit) for unit in review.snapshot["units"]]
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


def _count(entries: Iterable[Mapping[str, Any]], sheets: Mapping[str, UnitSheet]) -> RoundOutcome:
    counted: dict[tuple[str, str], Counter[str]] = {}
    for entry in entries:
        if entry["task_state"] == TaskState.CANCELLED:
            continue
        counts = counted.setdefault((entry["unit"], entry["unit_code"]), Counter())
        counts["entries"] += 1
        counts["answered"] += entry["state"] == EntryState.ANSWERED
        if entry["health"]:
            counts[entry["health"]] += 1
    units = []
    for (unit, code), counts in sorted(counted.items()):
        sheet = sheets.get(code)
        stage, said = (sheet.stage.value, sheet.explanation) if sheet else ("", "")
        units.append(UnitOutcome(unit, code, stage=stage, explanation=said, **counts))
    return RoundOutcome(tuple(units))


def build_snapshot(session: Session, review: ReviewRound) -> dict[str, Any]:
    """The round as plain JSON with its checksum: what a report is made from, whatever changes later.

    `version` 2; what was frozen before there were versions names the plan by its code alone, and has no
    sheets, explanations or earlier rounds.
    """
    plan = session.get_one(Plan, review.plan_id)
    entries = shown_entries(session, review)
    content = {
        "version": VERSION,
        "plan": _plan(plan),
        "kind": review.kind.value,
        "period": review.period,
        "name": parse_period(review.period).name,
        "window_from": review.window_from.isoformat(),
        "window_to": review.window_to.isoformat(),
        "closes_on": review.closes_on.isoformat(),
        "closed_at": review.closed_at.isoformat() if review.closed_at else None,
        "entries": entries,
        "units": [asdict(unit) for unit in _count(entries, _sheets(session, review)).units],
        "explanations": _explanations(session, review, entries),
        "previous": _earlier(session, review),
    }
    return sealed(content)


def _plan(plan: Plan) -> dict[str, Any]:
    named = ("code", "title", "number", "issuer", "year", "end_year")
    return {**{name: getattr(plan, name) for name in named}, "issued_on": iso(plan.issued_on)}


def _explanations(
    session: Session, review: ReviewRound, entries: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What was asked, up to the closing, about late tasks of the round, and what was said."""
    tasks = {entry["task_id"] for entry in entries}
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
