"""Criteria (tiêu chí) that a unit scored and shows nothing for: who is to bring evidence, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
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
    Plan,
    ReviewEntry,
    ReviewRound,
    RoundStage,
    Task,
    Unit,
)
from tasks_registry.days.phases import EVIDENCE, ends_on
from tasks_registry.directory.fan_out import Owners
from tasks_registry.evidence.standing import standing_on
from tasks_registry.tasks.answering import follower


@dataclass(frozen=True)
class CriterionGap:
    """A criterion of an open round with points of the unit's own, and no evidence that stands.

    `wanted` is what the set asks for, `until` the last day on which evidence is taken, `answering_id` the
    person who is to bring it (`Bringing`).
    """

    entry_id: int
    review: ReviewRound
    code: str
    name: str
    wanted: str
    unit: str
    answering_id: int | None
    until: date


def criteria_gaps(
    session: Session, plan: Plan, as_of: date, *, entry_id: int | None = None
) -> list[CriterionGap]:
    """The gaps of a plan on `as_of`, or of one entry of it, in the order of the set.

    What stands for a task of an item that is linked to the criterion stands for the criterion too.
    """
    # A frozen set is looked for here: older rounds may have a JSON null for none, which is not SQL's NULL.
    query = _scored_without(plan, as_of)
    if entry_id is not None:
        query = query.where(col(ReviewEntry.id) == entry_id)
    wanted = cache(lambda set_id: wanted_evidence(session.get_one(CriteriaSet, set_id)))
    bringing = Bringing(session)
    return [
        CriterionGap(
            row.ReviewEntry.id,
            row.ReviewRound,
            row.Criterion.code,
            row.Criterion.name,
            asked,
            row.Unit.name if row.Unit else "",
            bringing.of(plan, row.ReviewEntry.unit_id),
            evidence_until(row.ReviewRound),
        )
        for row in session.execute(query)
        if row.ReviewRound.evidence_set is None
        and (asked := wanted(row.Criterion.set_id).get(row.Criterion.code))
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
        select_columns(ReviewRound, ReviewEntry, Criterion, Unit)
        .join(ReviewEntry, col(ReviewEntry.round_id) == ReviewRound.id)
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .join(Unit, col(ReviewEntry.unit_id) == Unit.id, isouter=True)
        .where(col(ReviewRound.plan_id) == plan.id, col(ReviewRound.stage) == RoundStage.OPEN)
        .where(col(ReviewEntry.self_score) > 0, col(ReviewEntry.id).not_in(shown))
        .where(col(Criterion.id).not_in(linked))
        .order_by(col(Criterion.position), col(ReviewEntry.id))
    )


def wanted_evidence(criteria: CriteriaSet) -> Mapping[str, str]:
    """What a set asks to be shown, by the code of the criterion; those that ask for nothing are left out."""
    every = (each for group in criteria.document["groups"] for each in group["criteria"])
    return {each["code"]: each["evidence"] for each in every if each.get("evidence")}


def evidence_until(review: ReviewRound) -> date:
    """The last day on which evidence of a round is taken: then it is frozen, and scored."""
    return ends_on(review, EVIDENCE) if review.phases else review.closes_on


class Bringing:
    """Who brings evidence of a criterion: of a unit that is scored by itself whoever answers for the unit,
    else whoever follows the plan; where there is nobody of the one kind, the other."""

    def __init__(self, session: Session) -> None:
        self._heads = Owners(session)
        self._follower = cache(lambda plan_id: follower(session, session.get_one(Plan, plan_id)))

    def of(self, plan: Plan, unit_id: int | None) -> int | None:
        """The person's id; None where nobody of them works here any more."""
        people = (self._heads.of(unit_id), self._follower(plan.id))
        first, second = people if plan.by_unit else reversed(people)
        return first or second
