"""Evidence (minh chứng): taking in links and files, judging them, and what is still missing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, exists, or_, select

from config.errors import DondocError
from models import (
    Evidence,
    EvidenceUse,
    Item,
    Plan,
    ReviewEntry,
    ReviewRound,
    Task,
    TaskState,
    Unit,
)
from tasks_registry.auditing import audit, changes
from tasks_registry.evidence.about import About, StoredFile, checked_about, checked_url, file_url, said_of
from tasks_registry.evidence.standing import standing_on
from tasks_registry.holding import hold_in_open_round
from tasks_registry.numbered import numbered
from tasks_registry.once import insert_once
from tasks_registry.plain_text import one_line
from tasks_registry.tasks.answering import ANSWERING, with_answering

BATCH = 500  # SQLite takes a limited number of values in one statement
ADDING = "thêm minh chứng"  # what a closed round refuses


def add_evidence(
    session: Session,
    *,
    url: str,
    by: str,
    now: datetime,
    task: Task | None = None,
    entry: ReviewEntry | None = None,
    **about: Unpack[About],
) -> Evidence:
    """Attach the document at `url` to a task or to a review entry; once more changes nothing.

    A link is one document: attached elsewhere it keeps what was first said of it, and what was judged stands.

    Raises:
        DondocError: not a web link, days in the wrong order, or an entry of a closed round.
    """
    document = Evidence(url=checked_url(url), added_by=by, added_at=now, **checked_about(**about))
    return _take_in(session, document, task, entry)


def add_file(
    session: Session,
    stored: StoredFile,
    *,
    by: str,
    now: datetime,
    task: Task | None = None,
    entry: ReviewEntry | None = None,
    **about: Unpack[About],
) -> Evidence:
    """Attach a stored file, likewise: the same content is one document, whatever its name.

    Raises:
        DondocError: days in the wrong order, or an entry of a closed round.
    """
    document = Evidence(
        url=file_url(stored.sha256),
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        file_name=stored.name,
        added_by=by,
        added_at=now,
        **checked_about(**about),
    )
    return _take_in(session, document, task, entry)


def known_document(session: Session, url: str) -> Evidence | None:
    """The document that is there already under that link, or under the `file_url` of a file."""
    return session.exec(select(Evidence).where(Evidence.url == url)).first()


def edit_evidence(
    session: Session, evidence: Evidence, *, by: str, now: datetime, **about: Unpack[About]
) -> list[str]:
    """Say of a document what `about` names, and leave the rest; the names of what is now said otherwise.

    What was said before stays in the audit trail, and what was judged stands.

    Raises:
        DondocError: days in the wrong order, or a word that is too long.
    """
    before = said_of(evidence)
    wanted: dict[str, Any] = {**before, **about}
    after: dict[str, Any] = {**checked_about(**wanted)}
    replaced = {name: value for name, value in before.items() if value != after[name]}
    if replaced:
        evidence.sqlmodel_update(after)
        audit(session, evidence, "edit_evidence", changes(replaced, after), by=by, now=now)
    return list(replaced)


def attach(
    session: Session, evidence: Evidence, *, task: Task | None = None, entry: ReviewEntry | None = None
) -> bool:
    """Let evidence that is there speak for one more task or entry; whether it did not yet.

    Raises:
        DondocError: an entry of a closed round.
    """
    if (task is None) == (entry is None):
        raise ValueError("evidence speaks for a task or for a review entry")
    if entry is not None:
        hold_in_open_round(session, entry, ADDING)
    use = EvidenceUse(
        evidence_id=evidence.id or 0, task_id=task.id if task else None, entry_id=entry.id if entry else None
    )
    return insert_once(session, [use]) == 1


def _take_in(session: Session, document: Evidence, task: Task | None, entry: ReviewEntry | None) -> Evidence:
    insert_once(session, [document])
    found = session.exec(select(Evidence).where(Evidence.url == document.url)).one()
    attach(session, found, task=task, entry=entry)
    return found


def find_evidence(session: Session, evidence_id: int) -> Evidence:
    """The piece of evidence of that number.

    Raises:
        DondocError: there is none.
    """
    missing = f"Không có minh chứng số {evidence_id}; xem danh sách bằng: dondoc evidence list"
    return numbered(session, Evidence, evidence_id, missing)


def judge_evidence(
    session: Session, evidence: Evidence, *, accepted: bool, by: str, reason: str = "", now: datetime
) -> Evidence:
    """Accept or reject (bác) a piece of evidence; a rejected one counts as if it were not there.

    Raises:
        DondocError: rejected without a reason.
    """
    why = one_line(reason)
    if not accepted and not why:
        raise DondocError("Cần nêu lý do khi không chấp nhận minh chứng.")
    evidence.accepted, evidence.judged_by, evidence.judged_reason = accepted, by, why
    action = "accept_evidence" if accepted else "reject_evidence"
    audit(session, evidence, action, {"reason": why, "sha256": evidence.sha256}, by=by, now=now)
    return evidence


def task_evidence(session: Session, task_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """The evidence of each task, in the order in which it was attached; tasks without are left out."""
    return _by_owner(session, col(EvidenceUse.task_id), sorted(task_ids))


def entry_evidence(session: Session, entry_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """The evidence of each review entry, likewise."""
    return _by_owner(session, col(EvidenceUse.entry_id), sorted(entry_ids))


def _by_owner(session: Session, owner: Mapped[int | None], ids: list[int]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for start in range(0, len(ids), BATCH):
        query = (
            select(owner, Evidence)
            .join(Evidence, col(EvidenceUse.evidence_id) == Evidence.id)
            .where(owner.in_(ids[start : start + BATCH]))
            .order_by(col(EvidenceUse.id))
        )
        for owner_id, evidence in session.exec(query):
            found[owner_id or 0].append(evidence)
    return dict(found)


def of_plan(plan: Plan) -> ColumnElement[bool]:
    """That an `Evidence` speaks for a task of the plan or for an entry of one of its rounds."""
    of_tasks = (
        select(EvidenceUse.evidence_id)
        .join(Task, col(EvidenceUse.task_id) == Task.id)
        .join(Item, col(Task.item_id) == Item.id)
        .where(Item.plan_id == plan.id)
    )
    of_entries = (
        select(EvidenceUse.evidence_id)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id)
        .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id)
        .where(ReviewRound.plan_id == plan.id)
    )
    return or_(col(Evidence.id).in_(of_tasks), col(Evidence.id).in_(of_entries))


@dataclass(frozen=True)
class Missing:
    """A task whose evidence is asked for; `unit` is a name, `answering_id` a person's (`answering`)."""

    task_id: int
    text: str
    unit: str
    answering_id: int | None
    due_on: date | None


def missing_evidence(session: Session, plan: Plan, as_of: date) -> list[Missing]:
    """Tasks said to be finished (submitted or done) by `as_of` without evidence that stands."""
    standing = exists().where(
        col(EvidenceUse.task_id) == Task.id,
        col(EvidenceUse.evidence_id) == Evidence.id,
        standing_on(as_of),
    )
    query = (
        with_answering(
            select(Task, Item.text, Unit.name, ANSWERING)
            .join(Item, col(Task.item_id) == Item.id)
            .join(Plan, col(Item.plan_id) == Plan.id)
            .join(Unit, col(Task.unit_id) == Unit.id, isouter=True)
        )
        .where(Plan.id == plan.id, col(Task.state).in_([TaskState.SUBMITTED, TaskState.DONE]))
        .where(or_(col(Task.submitted_on) <= as_of, col(Task.done_on) <= as_of), ~standing)
        .order_by(col(Item.position), col(Task.id))
    )
    return [
        Missing(task.id or 0, text, unit or task.lead_name, person, task.due_on)
        for task, text, unit, person in session.exec(query)
    ]
