"""The entries of a review round as a person or a report sees them: plain JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col

from models import Criterion, Evidence, Item, ReviewEntry, ReviewRound, Task, Unit
from tasks_registry.criteria.points import number
from tasks_registry.evidence.about import safe_link
from tasks_registry.evidence.taking_in import entry_evidence, task_evidence
from tasks_registry.tasks.health import Health
from tasks_registry.tasks.standing import health_on

NO_UNIT = "Chưa rõ đơn vị"
CHUNK = 1000  # rows held at once as objects: a large round would fill the memory with them


def shown_entries(session: Session, review: ReviewRound) -> list[dict[str, Any]]:
    """The entries of a round in JSON: frozen ones from the snapshot, those of an open round as they are."""
    if review.snapshot is not None:
        return list(map(_safe, review.snapshot["entries"]))
    return [entry for batch in present_entries(session, review) for entry in batch]


def present_entries(session: Session, review: ReviewRound) -> Iterator[list[dict[str, Any]]]:
    """The entries of a round as they are now, in JSON, some at a time."""
    query = (
        select_columns(ReviewEntry, Task, Item, Criterion, Unit)
        .join(Task, col(ReviewEntry.task_id) == Task.id, isouter=True)
        .join(Item, col(Task.item_id) == Item.id, isouter=True)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id, isouter=True)
        .join(Unit, col(ReviewEntry.unit_id) == Unit.id, isouter=True)
        .where(col(ReviewEntry.round_id) == review.id)
        .order_by(col(ReviewEntry.id))
    )
    for rows in session.execute(query.execution_options(yield_per=CHUNK)).partitions():
        yield _shown(session, rows, review.window_to)


def _shown(session: Session, rows: Sequence[Row[Any]], window_to: date) -> list[dict[str, Any]]:
    of_tasks = task_evidence(session, [row.Task.id for row in rows if row.Task])
    of_entries = entry_evidence(session, [row.ReviewEntry.id for row in rows])
    return [
        {
            **_answer(row.ReviewEntry),
            **_subject(row.Task, row.Item, row.Criterion, window_to),
            "unit": _unit_name(row.Unit, row.Task),
            "unit_code": row.Unit.code if row.Unit else "",
            "evidence": _documents(
                of_entries.get(row.ReviewEntry.id, []) + of_tasks.get(row.ReviewEntry.task_id, [])
            ),
        }
        for row in rows
    ]


def _safe(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of a snapshot, maybe of the time when a link with a password was frozen as it was."""
    documents = [{**each, "url": safe_link(each["url"])} for each in entry.get("evidence") or ()]
    return {**entry, "evidence": documents} if documents else entry


def counted_entries(session: Session, review: ReviewRound) -> Iterator[dict[str, Any]]:
    """What is counted of each entry of an open round, one at a time: state, unit, task_state, health."""
    query = (
        select_columns(ReviewEntry.state, Task, Unit)  # type: ignore[call-overload]
        .join(Task, col(ReviewEntry.task_id) == Task.id, isouter=True)
        .join(Unit, col(ReviewEntry.unit_id) == Unit.id, isouter=True)
        .where(col(ReviewEntry.round_id) == review.id)
    )
    for state, task, unit in session.execute(query.execution_options(yield_per=CHUNK)):
        health: Health | None = health_on(task, review.window_to) if task else None
        yield {
            "state": state,
            "unit": _unit_name(unit, task),
            "unit_code": unit.code if unit else "",
            "task_state": task.state if task else None,
            "health": health,
        }


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
        "explanation": entry.explanation,
        "final_score": number(entry.final_score),
        "declared": number(entry.declared),
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
        "group": criterion.group_name if criterion else "",
        "text": text,
        "secret": bool(item and item.secret),
        "number": item.number if item else "",
        "section": list(item.section) if item else [],
        "deliverables": list(item.deliverables) if item else [],
        "deadline_raw": task.deadline_raw if task else "",
        "task_state": task.state.value if task else None,
        "due_on": iso(task.due_on) if task else None,
        "submitted_on": iso(task.submitted_on) if task else None,
        "done_on": iso(task.done_on) if task else None,
        "health": health.value if health else None,
    }


def iso(day: date | None) -> str | None:
    """A day as JSON has it."""
    return day.isoformat() if day else None


def _unit_name(unit: Unit | None, task: Task | None) -> str:
    return (unit.name if unit else task.lead_name if task else "") or NO_UNIT


def _documents(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Each document once, though it was brought for the task and for the entry about it."""
    return [_document(each) for each in {each.id: each for each in evidence}.values()]


def _document(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "url": safe_link(evidence.url),
        "title": evidence.title,
        "kind": evidence.kind,
        "number": evidence.number,
        "issued_on": iso(evidence.issued_on),
        "accepted": evidence.accepted,
        "reachable": evidence.reachable,
        "file_name": evidence.file_name,
    }
