"""What still lacks evidence, and what of a plan's evidence a person should look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, select

from models import (
    CriteriaSet,
    Criterion,
    CriterionItem,
    Evidence,
    EvidenceUse,
    Item,
    Person,
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Task,
    Unit,
)
from tasks_registry.answering import follower
from tasks_registry.evidence import missing_evidence, of_plan
from tasks_registry.evidence_standing import standing_on
from tasks_registry.evidence_uses import doubts_of, uses_of


@dataclass(frozen=True)
class Gap:
    """A finished task, or a criterion that a unit scored, without evidence that stands; whose it is to bring.

    `task_id` or `entry_id`; `person` and `email` are empty where nobody answers for it.
    """

    unit: str
    person: str
    email: str
    task_id: int | None
    entry_id: int | None
    text: str
    due_on: date | None


def gaps(session: Session, plan: Plan, as_of: date) -> list[Gap]:
    """What lacks evidence on `as_of`, by owner: those of one person together, then by unit."""
    found = [*_of_tasks(session, plan, as_of), *_of_criteria(session, plan, as_of)]
    return sorted(found, key=lambda gap: (not gap.email, gap.person, gap.email, gap.unit))


def _of_tasks(session: Session, plan: Plan, as_of: date) -> list[Gap]:
    missing = missing_evidence(session, plan, as_of)
    people = _people(session, {each.answering_id for each in missing})
    return [
        Gap(each.unit, *people.get(each.answering_id, ("", "")), each.task_id, None, each.text, each.due_on)
        for each in missing
    ]


def _people(session: Session, ids: Iterable[int | None]) -> dict[int | None, tuple[str, str]]:
    query = select(Person.id, Person.name, Person.email).where(col(Person.id).in_(ids))
    return {person_id: (name, email) for person_id, name, email in session.exec(query)}


def _of_criteria(session: Session, plan: Plan, as_of: date) -> list[Gap]:
    """Criteria of open rounds that ask for evidence, scored by the unit, and nothing stands for them.

    What stands for a task of an item that is linked to the criterion stands for the criterion too.
    """
    # A frozen set is looked for here: no set is a JSON null to the database, which is not its NULL.
    rows = [
        row
        for row in session.execute(_scored_without(plan, as_of))
        if row.ReviewRound.evidence_set is None and _asks(row.CriteriaSet, row.Criterion)
    ]
    whose = _people(session, [follower(session, plan)]) if rows else {}
    person = next(iter(whose.values()), ("", ""))
    return [
        Gap(
            row.Unit.name if row.Unit else "",
            *person,
            None,
            row.ReviewEntry.id,
            f"tiêu chí {row.Criterion.code}: {row.Criterion.name}",
            None,
        )
        for row in rows
    ]


def _scored_without(plan: Plan, as_of: date) -> Select[Any]:
    """The entries about criteria with points in open rounds for which nothing stands."""
    shown = (
        select(EvidenceUse.entry_id)
        .join(Evidence, col(EvidenceUse.evidence_id) == Evidence.id)
        .where(col(EvidenceUse.entry_id).is_not(None), standing_on(as_of))
    )
    linked = (
        select(CriterionItem.criterion_id)
        .join(Item, col(CriterionItem.item_id) == Item.id)
        .join(Task, col(Task.item_id) == Item.id)
        .join(EvidenceUse, col(EvidenceUse.task_id) == Task.id)
        .join(Evidence, col(EvidenceUse.evidence_id) == Evidence.id)
        .where(Item.plan_id == plan.id, standing_on(as_of))
    )
    return (
        select_columns(ReviewRound, ReviewEntry, Criterion, CriteriaSet, Unit)
        .join(ReviewEntry, col(ReviewEntry.round_id) == ReviewRound.id)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .join(CriteriaSet, col(Criterion.set_id) == CriteriaSet.id)
        .join(Unit, col(ReviewEntry.unit_id) == Unit.id, isouter=True)
        .where(col(ReviewRound.plan_id) == plan.id, col(ReviewRound.stage) == RoundStage.OPEN)
        .where(col(ReviewEntry.self_score) > 0, col(ReviewEntry.id).not_in(shown))
        .where(col(Criterion.id).not_in(linked))
        .order_by(col(Criterion.position), col(ReviewEntry.id))
    )


def _asks(criteria: CriteriaSet, criterion: Criterion) -> bool:
    """Whether the set asks for evidence of that criterion."""
    return any(
        each["code"] == criterion.code and bool(each.get("evidence"))
        for group in criteria.document["groups"]
        for each in group["criteria"]
    )


@dataclass(frozen=True)
class Doubtful:
    """A document of the plan, and what speaks against relying on it."""

    evidence: Evidence
    doubts: list[str]


def doubtful_evidence(session: Session, plan: Plan, as_of: date) -> list[Doubtful]:
    """The documents of a plan with their doubts on `as_of` as to what they speak for in it (`doubts_of`)."""
    documents = session.exec(select(Evidence).where(of_plan(plan)).order_by(col(Evidence.id))).all()
    uses = uses_of(session, [each.id or 0 for each in documents])
    found = []
    for document in documents:
        here = [use for use in uses.get(document.id or 0, []) if use.plan == plan.code]
        found.append(Doubtful(document, doubts_of(document, here, as_of)))
    return [each for each in found if each.doubts]
