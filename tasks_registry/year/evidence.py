"""The evidence that stands for the tasks and entries of a plan's year, read set-based."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, not_, select

from models import Evidence, EvidenceUse, Item, Plan, ReviewEntry, ReviewRound, Task
from tasks_registry.evidence.standing import standing_on

Pairs = Iterable[tuple[int | None, int]]


@dataclass(frozen=True)
class Shown:
    """The ids of the documents that stand for each task and for each entry, by its id."""

    tasks: dict[int, set[int]]
    entries: dict[int, set[int]]


def shown_evidence(session: Session, plan: Plan, review: ReviewRound | None, as_of: date) -> Shown:
    """What stands on a day: neither rejected nor expired.

    Once the evidence of the year's review is frozen only that set counts. Its documents can still be judged
    by the appraisers, but none comes after it.
    """
    fallen = set(session.exec(select(Evidence.id).where(not_(standing_on(as_of)))))
    of_tasks, of_entries = _frozen(review) if review and review.evidence_set else _live(session, plan, review)
    return Shown(_by_owner(of_tasks, fallen), _by_owner(of_entries, fallen))


def _frozen(review: ReviewRound) -> tuple[Pairs, Pairs]:
    documents = (review.evidence_set or {})["documents"]
    return (
        [(task, document["id"]) for document in documents for task in document["tasks"]],
        [(entry, document["id"]) for document in documents for entry in document["entries"]],
    )


def _live(session: Session, plan: Plan, review: ReviewRound | None) -> tuple[Pairs, Pairs]:
    of_tasks = (
        select(EvidenceUse.task_id, EvidenceUse.evidence_id)
        .join(Task, col(EvidenceUse.task_id) == Task.id)
        .join(Item, col(Task.item_id) == Item.id)
        .where(Item.plan_id == plan.id)
    )
    of_entries = (
        select(EvidenceUse.entry_id, EvidenceUse.evidence_id)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id)
        .where(ReviewEntry.round_id == (review.id if review else None))
    )
    return session.exec(of_tasks).all(), session.exec(of_entries).all() if review else ()


def _by_owner(pairs: Pairs, fallen: set[int | None]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for owner, evidence in pairs:
        if evidence not in fallen:
            found[owner or 0].add(evidence)
    return dict(found)
