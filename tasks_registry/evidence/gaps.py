"""What still lacks evidence, and what of a plan's evidence a person should look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import Evidence, Person, Plan
from tasks_registry.evidence.criteria_gaps import criteria_gaps
from tasks_registry.evidence.taking_in import missing_evidence, of_plan
from tasks_registry.evidence.uses import doubts_of, uses_of


@dataclass(frozen=True)
class Gap:
    """A finished task, or a criterion that a unit scored, without evidence that stands; whose it is to bring.

    `task_id` or `entry_id`; `person` and `email` are empty where nobody answers for it. Of a criterion
    `wanted` is the evidence that its set asks for, and `due_on` the last day on which it is taken.
    """

    unit: str
    person: str
    email: str
    task_id: int | None
    entry_id: int | None
    text: str
    due_on: date | None
    wanted: str = ""


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
    found = criteria_gaps(session, plan, as_of)
    people = _people(session, {each.answering_id for each in found})
    return [
        Gap(
            each.unit,
            *people.get(each.answering_id, ("", "")),
            None,
            each.entry_id,
            f"tiêu chí {each.code}: {each.name}",
            each.until,
            each.wanted,
        )
        for each in found
    ]


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
