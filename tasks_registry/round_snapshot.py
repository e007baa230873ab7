"""What a review round shows: its entries, the four-way count by unit, and the snapshot that freezes both."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, case, col, func, select

from models import (
    Criterion,
    EntryState,
    Evidence,
    Item,
    Plan,
    ReviewEntry,
    ReviewRound,
    Task,
    TaskState,
    Unit,
)
from tasks_registry.evidence import entry_evidence, task_evidence
from tasks_registry.frozen import checksum
from tasks_registry.health import Health
from tasks_registry.points import number
from tasks_registry.standing import health_on

NO_UNIT = "Chưa rõ đơn vị"


@dataclass(frozen=True)
class UnitOutcome:
    """The count of one unit: entries, those answered, and its tasks by health at the window's end."""

    unit: str
    entries: int = 0
    answered: int = 0
    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    no_deadline: int = 0


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
    """The count of a round: from its snapshot once it is closed, of the present state until then."""
    return _count(shown_entries(session, review))


def _count(entries: Iterable[Mapping[str, Any]]) -> RoundOutcome:
    units: dict[str, dict[str, int]] = {}
    for entry in entries:
        if entry["task_state"] == TaskState.CANCELLED:
            continue
        counts = units.setdefault(entry["unit"], {})
        answered = entry["state"] == EntryState.ANSWERED
        for name, one in (("entries", 1), ("answered", int(answered)), (entry["health"], 1)):
            if name:
                counts[name] = counts.get(name, 0) + one
    return RoundOutcome(tuple(UnitOutcome(unit, **counts) for unit, counts in sorted(units.items())))


def shown_entries(session: Session, review: ReviewRound) -> list[dict[str, Any]]:
    """The entries of a round in JSON: frozen ones from the snapshot, those of an open round as they are."""
    if review.snapshot is not None:
        return list(review.snapshot["entries"])
    query = (
        select_columns(ReviewEntry, Task, Item, Criterion, Unit)
        .join(Task, col(ReviewEntry.task_id) == Task.id, isouter=True)
        .join(Item, col(Task.item_id) == Item.id, isouter=True)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id, isouter=True)
        .join(Unit, col(ReviewEntry.unit_id) == Unit.id, isouter=True)
        .where(col(ReviewEntry.round_id) == review.id)
        .order_by(col(ReviewEntry.id))
    )
    rows = session.execute(query).all()
    of_tasks = task_evidence(session, [row.Task.id for row in rows if row.Task])
    of_entries = entry_evidence(session, [row.ReviewEntry.id for row in rows])
    return [
        {
            **_answer(row.ReviewEntry),
            **_subject(row.Task, row.Item, row.Criterion, review.window_to),
            "unit": _unit_name(row.Unit, row.Task),
            "evidence": [
                _document(each)
                for each in of_entries.get(row.ReviewEntry.id, []) + of_tasks.get(row.ReviewEntry.task_id, [])
            ],
        }
        for row in rows
    ]


def _answer(entry: ReviewEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "state": entry.state.value,
        "done": entry.done,
        "difficulties": entry.difficulties,
        "proposals": entry.proposals,
        "self_score": number(entry.self_score),
        "appraised_score": number(entry.appraised_score),
        "appraised_reason": entry.appraised_reason,
        "answered_by": entry.answered_by,
        "answered_at": entry.answered_at.isoformat() if entry.answered_at else None,
    }


def _subject(
    task: Task | None, item: Item | None, criterion: Criterion | None, window_to: date
) -> dict[str, Any]:
    """What the entry is about; a task as it stood at the end of the window."""
    health: Health | None = health_on(task, window_to) if task else None
    text = item.text if item else criterion.name if criterion else ""
    return {
        "task_id": task.id if task else None,
        "criterion": criterion.code if criterion else None,
        "text": text,
        "task_state": task.state.value if task else None,
        "due_on": _iso(task.due_on) if task else None,
        "submitted_on": _iso(task.submitted_on) if task else None,
        "done_on": _iso(task.done_on) if task else None,
        "health": health.value if health else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unit_name(unit: Unit | None, task: Task | None) -> str:
    return (unit.name if unit else task.lead_name if task else "") or NO_UNIT


def _document(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "url": evidence.url,
        "title": evidence.title,
        "accepted": evidence.accepted,
        "reachable": evidence.reachable,
    }


def build_snapshot(session: Session, review: ReviewRound) -> dict[str, Any]:
    """The round as plain JSON with its checksum: what a report is made from, whatever changes later."""
    plan = session.get_one(Plan, review.plan_id)
    entries = shown_entries(session, review)
    content = {
        "plan": plan.code,
        "kind": review.kind.value,
        "period": review.period,
        "window_from": review.window_from.isoformat(),
        "window_to": review.window_to.isoformat(),
        "closed_at": review.closed_at.isoformat() if review.closed_at else None,
        "entries": entries,
        "units": [asdict(unit) for unit in _count(entries).units],
    }
    return {**content, "checksum": checksum(content)}


def snapshot_is_intact(snapshot: Mapping[str, Any]) -> bool:
    """Whether nothing in a snapshot was changed after it was frozen."""
    content = {name: value for name, value in snapshot.items() if name != "checksum"}
    return bool(snapshot["checksum"] == checksum(content))
