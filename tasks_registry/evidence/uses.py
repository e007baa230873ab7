"""What a piece of evidence speaks for, and which period that is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col

from models import Criterion, Evidence, EvidenceUse, Item, Plan, ReviewEntry, ReviewRound, Task
from tasks_registry.evidence.standing import doubts
from tasks_registry.evidence.taking_in import BATCH


@dataclass(frozen=True)
class Use:
    """A task or an entry for which a document speaks; `window` is the data window of the entry's round, of a
    task the years of its plan. `too_late`: the round's evidence is frozen without the document."""

    plan: str
    task_id: int | None
    entry_id: int | None
    text: str
    window: tuple[date, date]
    too_late: bool


def uses_of(session: Session, evidence_ids: Sequence[int]) -> dict[int, list[Use]]:
    """The uses of each document, in the order in which it was attached; those without are left out."""
    found: dict[int, list[Use]] = defaultdict(list)
    for start in range(0, len(evidence_ids), BATCH):
        for row in session.execute(_query(evidence_ids[start : start + BATCH])):
            found[row.EvidenceUse.evidence_id].append(_use(row))
    return dict(found)


def _query(evidence_ids: Sequence[int]) -> Select[Any]:
    entry_task = col(ReviewEntry.task_id)
    return (
        select_columns(EvidenceUse, Item, Criterion, ReviewRound, Plan)
        .join(ReviewEntry, col(EvidenceUse.entry_id) == ReviewEntry.id, isouter=True)
        .join(ReviewRound, col(ReviewEntry.round_id) == ReviewRound.id, isouter=True)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id, isouter=True)
        .join(Task, col(Task.id) == func.coalesce(col(EvidenceUse.task_id), entry_task), isouter=True)
        .join(Item, col(Task.item_id) == Item.id, isouter=True)
        .join(Plan, col(Plan.id) == func.coalesce(col(ReviewRound.plan_id), col(Item.plan_id)))
        .where(col(EvidenceUse.evidence_id).in_(evidence_ids))
        .order_by(col(EvidenceUse.id))
    )


def _use(row: Row[Any]) -> Use:
    return Use(
        plan=row.Plan.code,
        task_id=row.EvidenceUse.task_id,
        entry_id=row.EvidenceUse.entry_id,
        text=row.Item.text if row.Item else f"tiêu chí {row.Criterion.code}: {row.Criterion.name}",
        window=_window(row.ReviewRound, row.Plan),
        too_late=_is_too_late(row.ReviewRound, row.EvidenceUse),
    )


def _window(review: ReviewRound | None, plan: Plan) -> tuple[date, date]:
    if review is not None:
        return review.window_from, review.window_to
    return date(plan.year, 1, 1), date(plan.end_year, 12, 31)


def _is_too_late(review: ReviewRound | None, use: EvidenceUse) -> bool:
    if review is None or review.evidence_set is None:
        return False
    documents = {each["id"]: each["entries"] for each in review.evidence_set["documents"]}
    return use.entry_id not in documents.get(use.evidence_id, ())


def doubts_of(evidence: Evidence, uses: list[Use], day: date) -> list[str]:
    """What speaks against relying on a document on `day` for one of its uses, each doubt once."""
    found = doubts(evidence, day)
    for use in uses:
        found += doubts(evidence, day, use.window)
        if use.too_late:
            found.append(f"không tính cho mục rà soát {use.entry_id}: minh chứng của đợt đã chốt trước đó")
    return list(dict.fromkeys(found))
