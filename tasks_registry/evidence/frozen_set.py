"""The evidence of a round, frozen before it is scored (chốt minh chứng): what may speak for its points."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import Evidence, EvidenceUse, Item, ReviewEntry, ReviewRound, Task
from tasks_registry.evidence.about import safe_link
from tasks_registry.frozen import sealed
from tasks_registry.holding import hold


def freeze_evidence(session: Session, review: ReviewRound, now: datetime) -> dict[str, Any]:
    """Freeze what the tasks of the round's plan and its entries show at this moment; twice is once.

    The set, as `ReviewRound.evidence_set` keeps it: `{"frozen_at", "documents", "checksum"}`. A document is
    `{"id", "url", "sha256", "title", "accepted", "reachable", "tasks", "entries"}`, the last two the ids of
    what it speaks for. What comes later may speak for other rounds, but not for this one.
    """
    hold(session, review)  # whoever comes second waits, and finds the set
    if review.evidence_set is None:
        documents = _documents(session, review)
        review.evidence_set = sealed({"frozen_at": now.isoformat(), "documents": documents})
        session.add(review)
        session.flush()
    return review.evidence_set


def _documents(session: Session, review: ReviewRound) -> list[dict[str, Any]]:
    """The documents by id, each once, in JSON."""
    of_tasks = (
        select(Evidence, EvidenceUse.task_id)
        .join(EvidenceUse, col(EvidenceUse.evidence_id) == Evidence.id)
        .join(Task, col(EvidenceUse.task_id) == Task.id)
        .join(Item, col(Task.item_id) == Item.id)
        .where(Item.plan_id == review.plan_id)
    )
    of_entries = (
        select(Evidence, EvidenceUse.entry_id)
        .join(EvidenceUse, col(EvidenceUse.evidence_id) == Evidence.id)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id)
        .where(ReviewEntry.round_id == review.id)
    )
    found: dict[int, dict[str, Any]] = {}
    _gather(found, "tasks", session.exec(of_tasks))
    _gather(found, "entries", session.exec(of_entries))
    return [found[key] for key in sorted(found)]


def _gather(found: dict[int, dict[str, Any]], name: str, uses: Iterable[tuple[Evidence, int | None]]) -> None:
    for evidence, owner in sorted(uses, key=lambda use: (use[0].id or 0, use[1] or 0)):
        found.setdefault(evidence.id or 0, _document(evidence))[name].append(owner)


def _document(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "url": safe_link(evidence.url),
        "sha256": evidence.sha256,
        "title": evidence.title,
        "accepted": evidence.accepted,
        "reachable": evidence.reachable,
        "tasks": [],
        "entries": [],
    }
